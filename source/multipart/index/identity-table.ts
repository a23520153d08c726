/** Segments grow one by one: no growth moves more than a small part of the rows. */
const segments = 256;
const segmentShift = 24;
const belowSegment = 2 ** segmentShift;
const firstSlots = 4;
const fullest = 0.85;
const growth = 1.125;

type Segment = {
	/** Pairs of a row's number plus one (zero: empty) and its hash. */
	slots: Uint32Array;
	used: number;
};

/** Finds rows by a 32-bit hash: open addressing, linear probing, nothing left behind by a removal. */
export class IdentityTable {
	readonly #segments: Array<Segment | undefined> = new Array(segments).fill(undefined);
	#size = 0;

	get size(): number {
		return this.#size;
	}

	/** The row of this hash that `isIt` agrees to; undefined without one. */
	find(hash: number, isIt: (row: number) => boolean): number | undefined {
		const segment = this.#segments[hash >>> segmentShift];
		if (segment === undefined) return undefined;
		const {slots} = segment;
		for (let slot = homeOf(hash, slots); slots[slot] !== 0; slot = nextSlot(slot, slots))
			if (slots[slot + 1] === hash && isIt(slots[slot]! - 1)) return slots[slot]! - 1;
		return undefined;
	}

	/** Adds a row that is not in it. */
	insert(hash: number, row: number): void {
		const number = hash >>> segmentShift;
		let segment = this.#segments[number];
		if (segment === undefined) {
			segment = {slots: new Uint32Array(2 * firstSlots), used: 0};
			this.#segments[number] = segment;
		}
		if (segment.used + 1 > (segment.slots.length / 2) * fullest) grow(segment);
		put(segment.slots, hash, row + 1);
		segment.used++;
		this.#size++;
	}

	/** Takes out a row that is in it; what was pushed behind it moves up. */
	remove(hash: number, row: number): void {
		const segment = this.#segments[hash >>> segmentShift]!;
		const {slots} = segment;
		let hole = homeOf(hash, slots);
		while (slots[hole] !== row + 1) hole = nextSlot(hole, slots);
		for (let slot = nextSlot(hole, slots); slots[slot] !== 0; slot = nextSlot(slot, slots)) {
			const home = homeOf(slots[slot + 1]!, slots);
			if (distance(home, slot, slots) < distance(hole, slot, slots)) continue;
			slots[hole] = slots[slot]!;
			slots[hole + 1] = slots[slot + 1]!;
			hole = slot;
		}
		slots[hole] = 0;
		segment.used--;
		if (segment.used === 0) this.#segments[hash >>> segmentShift] = undefined;
		this.#size--;
	}
}

/** Slots are counted in numbers of the array, two each. */
function homeOf(hash: number, slots: Uint32Array): number {
	return 2 * Math.floor(((hash % belowSegment) / belowSegment) * (slots.length / 2));
}

function nextSlot(slot: number, slots: Uint32Array): number {
	return slot + 2 === slots.length ? 0 : slot + 2;
}

function distance(from: number, to: number, slots: Uint32Array): number {
	return to >= from ? to - from : to + slots.length - from;
}

function put(slots: Uint32Array, hash: number, entry: number): void {
	let slot = homeOf(hash, slots);
	while (slots[slot] !== 0) slot = nextSlot(slot, slots);
	slots[slot] = entry;
	slots[slot + 1] = hash;
}

function grow(segment: Segment): void {
	const {slots} = segment;
	const larger = new Uint32Array(2 * Math.ceil((slots.length / 2) * growth));
	for (let slot = 0; slot < slots.length; slot += 2)
		if (slots[slot] !== 0) put(larger, slots[slot + 1]!, slots[slot]!);
	segment.slots = larger;
}
