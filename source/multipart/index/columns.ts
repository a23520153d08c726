import type {Thresholds} from '../liveness.js';
import type {Reading} from '../reading.js';

const chunkBits = 12;
export const chunkRows = 2 ** chunkBits;
const within = chunkRows - 1;

const readingKinds = [
	'unread',
	'read',
	'denied',
	'failed',
	'not-found',
	'gone',
] as const satisfies ReadonlyArray<Reading['kind']>;

const kindBits = 0b111;
const markedBit = 0b1000;
const presentBit = 0b1_0000;
const lacksSizesBit = 0b10_0000;
const lacksDatesBit = 0b100_0000;

const makerShift = 28;
const factsBits = 2 ** makerShift - 1;

/** How many rows of a chunk are in each state, from one moment on and before another. */
export type CountedStates = {
	readonly counts: Uint32Array;
	readonly from: number;
	readonly until: number;
	readonly thresholds: Thresholds;
};

/** A number for each row of a chunk in each column: 53 bytes a row. */
export class Chunk {
	readonly text = new Uint32Array(chunkRows);
	/**
	 * The number of the rare facts; in the four highest bits the place in the table of makers of who holds it open on
	 * purpose, from 1, or 0 for nobody.
	 */
	readonly facts = new Uint32Array(chunkRows);
	readonly initiated = new Float64Array(chunkRows);
	readonly partCount = new Uint32Array(chunkRows);
	readonly bytes = new Float64Array(chunkRows);
	readonly lastPart = new Float64Array(chunkRows);
	readonly fingerprint = new Float64Array(chunkRows);
	/** In which listing the row came last, and in which its parts were looked at. */
	readonly listing = new Uint32Array(chunkRows);
	readonly readIn = new Uint32Array(chunkRows);
	readonly flags = new Uint8Array(chunkRows);
	held = 0;
	/** As last counted; undefined once a row is another. */
	states: CountedStates | undefined;
}

/**
 * The numbers of each row, in typed arrays of some thousand rows each. A row keeps its number, and
 * numbers are never used again; a chunk whose rows were all released is given back.
 * Times are milliseconds since the epoch, NaN where there is none.
 */
export class Columns {
	readonly #chunks: Array<Chunk | undefined> = [];
	#length = 0;

	/** One more than the largest number of a row. */
	get length(): number {
		return this.#length;
	}

	/** What there is, for a pass over all rows; a place of a chunk holds a row where `isPresent` says so. */
	get chunks(): readonly Chunk[] {
		return this.#chunks.filter(chunk => chunk !== undefined);
	}

	/** The chunk that holds a row, at `placeInChunk`. */
	chunkOf(row: number): Chunk {
		return this.#of(row);
	}

	/** A new row, present and unread. `setListed` fills it next. */
	add(): number {
		const row = this.#length++;
		if ((row & within) === 0) this.#chunks.push(new Chunk());
		const chunk = this.#of(row);
		chunk.held++;
		chunk.flags[row & within] = presentBit;
		return row;
	}

	/** Whether the row is there; any other number is asked of such rows only, until they are released. */
	has(row: number): boolean {
		const chunk = this.#chunks[row >>> chunkBits];
		return chunk !== undefined && isPresent(chunk.flags[row & within]!);
	}

	/** The row is there no longer; what it holds stays until it is released. */
	remove(row: number): void {
		const chunk = this.#of(row);
		chunk.flags[row & within]! &= ~presentBit;
		chunk.states = undefined;
	}

	release(row: number): void {
		const number = row >>> chunkBits;
		const chunk = this.#of(row);
		chunk.held--;
		if (chunk.held === 0 && number < this.#chunks.length - 1) this.#chunks[number] = undefined;
	}

	textOf(row: number): number {
		return this.#of(row).text[row & within]!;
	}

	setText(row: number, offset: number): void {
		this.#of(row).text[row & within] = offset;
	}

	factsOf(row: number): number {
		return this.#of(row).facts[row & within]! & factsBits;
	}

	initiatedOf(row: number): number {
		return this.#of(row).initiated[row & within]!;
	}

	/** As `makerIn`. */
	makerOf(row: number): number {
		return makerIn(this.#of(row).facts[row & within]!);
	}

	setMaker(row: number, maker: number): void {
		const {facts} = this.#of(row);
		facts[row & within] = (maker << makerShift) | (facts[row & within]! & factsBits);
	}

	/** What a listing tells of an upload. */
	setListed(row: number, listing: number, initiated: number, facts: number): void {
		const chunk = this.#of(row);
		chunk.states = undefined;
		chunk.listing[row & within] = listing;
		chunk.initiated[row & within] = initiated;
		chunk.facts[row & within] = (chunk.facts[row & within]! & ~factsBits) | facts;
	}

	listingOf(row: number): number {
		return this.#of(row).listing[row & within]!;
	}

	readInOf(row: number): number {
		return this.#of(row).readIn[row & within]!;
	}

	setReadIn(row: number, listing: number): void {
		this.#of(row).readIn[row & within] = listing;
	}

	kindOf(row: number): Reading['kind'] {
		return readingKinds[this.#of(row).flags[row & within]! & kindBits]!;
	}

	/** Whether the parts are read; then the four columns about them hold something. */
	isRead(row: number): boolean {
		return isRead(this.#of(row).flags[row & within]!);
	}

	partCountOf(row: number): number {
		return this.#of(row).partCount[row & within]!;
	}

	bytesOf(row: number): number {
		return this.#of(row).bytes[row & within]!;
	}

	lastPartOf(row: number): number {
		return this.#of(row).lastPart[row & within]!;
	}

	/** Whether a part has no size: it holds more than `bytesOf`. */
	lacksSizes(row: number): boolean {
		return (this.#of(row).flags[row & within]! & lacksSizesBit) !== 0;
	}

	/** Whether a part has no date: it may be newer than `lastPartOf`. */
	lacksDates(row: number): boolean {
		return lacksDates(this.#of(row).flags[row & within]!);
	}

	fingerprintOf(row: number): number {
		return this.#of(row).fingerprint[row & within]!;
	}

	/** Returns whether anything that is shown, sorted or asked for differs from before. */
	setReading(row: number, reading: Reading): boolean {
		const chunk = this.#of(row);
		const at = row & within;
		const sameKind = this.kindOf(row) === reading.kind;
		const summary = reading.kind === 'read' ? reading.summary : undefined;
		const before = chunk.flags[at]!;
		chunk.states = undefined;
		chunk.flags[at] =
			(before & ~(kindBits | lacksSizesBit | lacksDatesBit)) |
			readingKinds.indexOf(reading.kind) |
			(summary?.lacksSizes ? lacksSizesBit : 0) |
			(summary?.lacksDates ? lacksDatesBit : 0);
		if (summary === undefined) return !sameKind;
		const {count, bytes, lastPart = Number.NaN, fingerprint} = summary;
		const same =
			chunk.flags[at] === before &&
			chunk.partCount[at] === count &&
			chunk.bytes[at] === bytes &&
			Object.is(chunk.lastPart[at], lastPart);
		chunk.partCount[at] = count;
		chunk.bytes[at] = bytes;
		chunk.lastPart[at] = lastPart;
		chunk.fingerprint[at] = fingerprint;
		return !same;
	}

	isMarked(row: number): boolean {
		return (this.#of(row).flags[row & within]! & markedBit) !== 0;
	}

	setMarked(row: number, marked: boolean): void {
		const chunk = this.#of(row);
		const at = row & within;
		chunk.flags[at] = marked ? chunk.flags[at]! | markedBit : chunk.flags[at]! & ~markedBit;
	}

	clearMarks(): void {
		for (const {flags} of this.chunks)
			for (let at = 0; at < chunkRows; at++) flags[at]! &= ~markedBit;
	}

	#of(row: number): Chunk {
		return this.#chunks[row >>> chunkBits]!;
	}
}

/** The place in the table of makers, from 1, of whoever holds the upload of these facts; 0: nobody. */
export function makerIn(facts: number): number {
	return facts >>> makerShift;
}

/** Where in its chunk a row is. */
export function placeInChunk(row: number): number {
	return row & within;
}

/** Whether these flags are of a row that is there. */
export function isPresent(flags: number): boolean {
	return (flags & presentBit) !== 0;
}

/** Whether these flags are of a row that is listed and not found. */
export function isNotFound(flags: number): boolean {
	return (flags & kindBits) === 4;
}

/** Whether these flags are of a row that was not looked at yet. */
export function isUnread(flags: number): boolean {
	return (flags & kindBits) === 0;
}

/** Whether these flags are of a row whose parts are read. */
export function isRead(flags: number): boolean {
	return (flags & kindBits) === 1;
}

/** Whether these flags are of a row with a part that has no date. */
export function lacksDates(flags: number): boolean {
	return (flags & lacksDatesBit) !== 0;
}
