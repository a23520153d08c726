import {readWtf8, writeWtf8} from './wtf8.js';

/** A place in the arena: the chunk's number in the upper 14 bits, the byte within it in the lower 18. */
export type Offset = number;

const chunkBits = 18;
const chunkBytes = 2 ** chunkBits;
const within = chunkBytes - 1;
const mostChunks = 2 ** (32 - chunkBits);

/** The bytes of one key where they lie: from (inclusive), to (exclusive). One object for all that are looked at. */
export type KeyBytes = {bytes: Uint8Array; from: number; to: number};

/**
 * The keys and ids of uploads as bytes, one record each: the key's length, the key, the id's length,
 * the id. A record is first drafted, to be looked for, and kept only when it is new.
 */
export class TextArena {
	readonly #chunks: Array<Buffer | undefined> = [];
	/** How many records each chunk holds: one without any is given back. */
	readonly #held: number[] = [];
	#end = chunkBytes;
	#draft = Buffer.alloc(4096);
	#draftLength = 0;
	/** Keys come from strangers: none can be made to collide beforehand. */
	readonly #seed = Math.floor(Math.random() * 2 ** 32);

	/** Drafts a record; returns its hash, 32 bits. */
	draft(key: string, id: string): number {
		const room = 3 * (key.length + id.length) + 2 * longestLength;
		if (this.#draft.length < room) this.#draft = Buffer.alloc(room);
		const end = writeText(key, this.#draft, 0);
		this.#draftLength = writeText(id, this.#draft, end);
		return this.#hash(this.#draft, 0, this.#draftLength);
	}

	/** Whether the record there is the drafted one. */
	isDraft(offset: Offset): boolean {
		const chunk = this.#chunkOf(offset);
		const from = offset & within;
		const length = this.#draftLength;
		if (from + length > chunk.length) return false;
		const draft = this.#draft;
		for (let at = 0; at < length; at++) if (chunk[from + at] !== draft[at]) return false;
		return true;
	}

	/** Keeps the drafted record. @throws RangeError beyond 4 GiB of text. */
	keepDraft(): Offset {
		const length = this.#draftLength;
		if (this.#end + length > chunkBytes) {
			if (this.#chunks.length === mostChunks)
				throw new RangeError('The keys and ids of these uploads take more than 4 GiB.');
			this.#chunks.push(Buffer.allocUnsafeSlow(Math.max(chunkBytes, length)));
			this.#held.push(0);
			this.#end = 0;
		}
		const last = this.#chunks.length - 1;
		const start = this.#end;
		this.#draft.copy(this.#chunks[last]!, start, 0, length);
		this.#held[last]!++;
		this.#end += length;
		return last * chunkBytes + start;
	}

	/** Gives a record up: it must not be asked for again. */
	release(offset: Offset): void {
		const number = offset >>> chunkBits;
		this.#held[number]!--;
		if (this.#held[number] === 0 && number < this.#chunks.length - 1)
			this.#chunks[number] = undefined;
	}

	keyOf(offset: Offset): string {
		const chunk = this.#chunkOf(offset);
		const at = offset & within;
		const length = lengthAt(chunk, at);
		const from = at + sizeOfLength(length);
		return readWtf8(chunk, from, from + length);
	}

	/** Puts an object on a key, so that its bytes are read without making a text of them. */
	locateKey(offset: Offset, key: KeyBytes): void {
		const chunk = this.#chunkOf(offset);
		const at = offset & within;
		const length = lengthAt(chunk, at);
		key.bytes = chunk;
		key.from = at + sizeOfLength(length);
		key.to = key.from + length;
	}

	idOf(offset: Offset): string {
		const chunk = this.#chunkOf(offset);
		const at = afterText(chunk, offset & within);
		const length = lengthAt(chunk, at);
		const from = at + sizeOfLength(length);
		return readWtf8(chunk, from, from + length);
	}

	hashOf(offset: Offset): number {
		const chunk = this.#chunkOf(offset);
		const from = offset & within;
		return this.#hash(chunk, from, afterText(chunk, afterText(chunk, from)));
	}

	/** Compares by key, then by id, as code points sort. */
	compare(one: Offset, other: Offset): number {
		const a = this.#chunkOf(one);
		const b = this.#chunkOf(other);
		const from = one & within;
		const otherFrom = other & within;
		return (
			compareTexts(a, from, b, otherFrom) ||
			compareTexts(a, afterText(a, from), b, afterText(b, otherFrom))
		);
	}

	#chunkOf(offset: Offset): Buffer {
		return this.#chunks[offset >>> chunkBits]!;
	}

	/** FNV-1a, its bits mixed at the end since a table takes the upper and the lower ones apart. */
	#hash(bytes: Buffer, from: number, to: number): number {
		let hash = this.#seed;
		for (let at = from; at < to; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
		hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
		hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
		return (hash ^ (hash >>> 16)) >>> 0;
	}
}

/** A length takes seven bits of each byte, so that the usual one takes a single byte. */
const longestLength = 5;

function sizeOfLength(length: number): number {
	let size = 1;
	for (let rest = length >>> 7; rest > 0; rest >>>= 7) size++;
	return size;
}

function lengthAt(bytes: Buffer, at: number): number {
	let byte = bytes[at]!;
	let length = byte & 0x7f;
	for (let step = 1; byte >= 0x80; step++) {
		byte = bytes[at + step]!;
		length |= (byte & 0x7f) << (7 * step);
	}
	return length;
}

function afterText(bytes: Buffer, at: number): number {
	const length = lengthAt(bytes, at);
	return at + sizeOfLength(length) + length;
}

/** The text is written first and moved when its length takes more than the one byte left for it. */
function writeText(text: string, target: Buffer, at: number): number {
	const end = writeWtf8(text, target, at + 1);
	const length = end - at - 1;
	const size = sizeOfLength(length);
	if (size > 1) target.copyWithin(at + size, at + 1, end);
	let rest = length;
	for (let step = 0; step < size; step++) {
		target[at + step] = step < size - 1 ? 0x80 | (rest & 0x7f) : rest;
		rest >>>= 7;
	}
	return at + size + length;
}

function compareTexts(a: Buffer, aAt: number, b: Buffer, bAt: number): number {
	const aLength = lengthAt(a, aAt);
	const bLength = lengthAt(b, bAt);
	const aFrom = aAt + sizeOfLength(aLength);
	const bFrom = bAt + sizeOfLength(bLength);
	const common = Math.min(aLength, bLength);
	for (let at = 0; at < common; at++) {
		const difference = a[aFrom + at]! - b[bFrom + at]!;
		if (difference !== 0) return difference;
	}
	return aLength - bLength;
}
