import {IdentityTable} from '../index/identity-table.js';
import type {KeyBytes} from '../index/text-arena.js';
import type {UploadTable} from '../index/upload-table.js';
import {readWtf8, writeWtf8} from '../index/wtf8.js';
import type {Grouping} from './grouping.js';

const growth = 1.5;

/** What a row's place holds before it was looked at, and where it is in no group; a group is its number and two. */
const notAsked = 0;
const outside = 1;
const firstGroup = 2;

/**
 * Uploads by their key up to the next delimiter behind a prefix; those that have none lie `here`. A group is called by the way
 * that all its keys go, so that prefixes that hold a single one are one line. Compares the bytes of the keys:
 * no text is made of a row. Which group a row is in never changes, so that it is looked up once.
 */
export class PrefixGroups implements Grouping {
	readonly #table: UploadTable;
	readonly #prefixText: string;
	readonly #prefix: Uint8Array;
	readonly #delimiter: Uint8Array;
	readonly #key: KeyBytes = {bytes: new Uint8Array(0), from: 0, to: 0};
	/** The key of another row. */
	readonly #other: KeyBytes = {bytes: new Uint8Array(0), from: 0, to: 0};
	readonly #groups = new IdentityTable();
	readonly #seed = Math.floor(Math.random() * 2 ** 32);
	/** By the number of the row. */
	#ofRow = new Uint32Array(0);
	/** What the keys of a group begin with behind the prefix, one behind the other; those that lie here have nothing. */
	#names = Buffer.alloc(1024);
	readonly #ends: number[] = [];
	/** The first row of a group, and how far its key is the way of all keys of the group, up to a delimiter, in bytes. */
	readonly #first: number[] = [];
	readonly #ways: number[] = [];
	/** Whether a key of the group goes on behind that way to another delimiter. */
	readonly #deep: boolean[] = [];
	#here = -1;
	/** The group of the row before: in a list by key the next one mostly is in it too. */
	#last = -1;

	constructor(table: UploadTable, {prefix, delimiter}: {prefix: string; delimiter: string}) {
		this.#table = table;
		this.#prefixText = prefix;
		this.#prefix = bytesOf(prefix);
		this.#delimiter = bytesOf(delimiter);
	}

	get count(): number {
		return this.#ends.length;
	}

	groupOf(row: number): number {
		if (row >= this.#ofRow.length) this.#reserve(row + 1);
		let found = this.#ofRow[row]!;
		if (found === notAsked) {
			found = this.#find(row) + firstGroup;
			this.#ofRow[row] = found;
		}
		return found - firstGroup;
	}

	idOf(group: number): string {
		return this.#prefixText + readWtf8(this.#names, ...this.#placeOf(group));
	}

	/** Any prefix within a group finds it. */
	find(id: string): number {
		if (id === this.#prefixText) return this.#here;
		const bytes = bytesOf(id);
		if (!isAt(bytes, 0, this.#prefix)) return -1;
		const from = this.#prefix.length;
		const end = this.#delimited(bytes, from, bytes.length);
		return end < 0 ? -1 : (this.#numbered(bytes, from, end) ?? -1);
	}

	/** What follows the prefix, as far as all keys of the group go. */
	titleOf(group: number): string {
		const key = this.#other;
		this.#table.locateKey(this.#first[group]!, key);
		const from = key.from + this.#prefix.length;
		const way = key.bytes.subarray(from, key.from + this.#ways[group]!);
		return readWtf8(Buffer.from(way.buffer, way.byteOffset, way.length), 0, way.length);
	}

	/** Whether it is the group of those that have no delimiter behind the prefix. */
	isHere(group: number): boolean {
		return group >= 0 && group === this.#here;
	}

	/** Whether it holds uploads only, and no further prefix. */
	isLeaf(group: number): boolean {
		return group === this.#here || !this.#deep[group];
	}

	compare(one: number, other: number): number {
		return this.#names.compare(this.#names, ...this.#placeOf(other), ...this.#placeOf(one));
	}

	#find(row: number): number {
		const key = this.#key;
		this.#table.locateKey(row, key);
		const {bytes, to} = key;
		const from = key.from + this.#prefix.length;
		if (from > to || !isAt(bytes, key.from, this.#prefix)) return outside - firstGroup;
		const end = this.#delimited(bytes, from, to);
		if (end < 0) {
			if (this.#here < 0) this.#here = this.#add(row, bytes, from, from);
			return this.#here;
		}
		if (this.#last < 0 || !this.#isNamed(this.#last, bytes, from, end)) {
			let group = this.#numbered(bytes, from, end);
			if (group === undefined) {
				group = this.#add(row, bytes, from, end);
				this.#groups.insert(this.#hash(bytes, from, end), group);
			}
			this.#last = group;
		}
		this.#goWith(this.#last, bytes, key.from, to);
		return this.#last;
	}

	/** The group of that name, which is one between delimiters. */
	#numbered(bytes: Uint8Array, from: number, to: number): number | undefined {
		const isIt = (group: number) => this.#isNamed(group, bytes, from, to);
		return this.#groups.find(this.#hash(bytes, from, to), isIt);
	}

	/** Behind the first delimiter from there on; -1 without one. */
	#delimited(bytes: Uint8Array, from: number, to: number): number {
		const delimiter = this.#delimiter;
		const [first] = delimiter;
		const last = to - delimiter.length;
		for (let at = from; at <= last; at++)
			if (bytes[at] === first && isAt(bytes, at, delimiter)) return at + delimiter.length;
		return -1;
	}

	/** Shortens the way of a group to what it has in common with a key. */
	#goWith(group: number, bytes: Uint8Array, from: number, to: number): void {
		const [start, stop] = this.#placeOf(group);
		const name = this.#prefix.length + stop - start;
		let way = this.#ways[group]!;
		if (way > name) {
			const first = this.#other;
			this.#table.locateKey(this.#first[group]!, first);
			const end = Math.min(way, to - from);
			let same = name;
			while (same < end && first.bytes[first.from + same] === bytes[from + same]) same++;
			if (same < way) {
				way = name + this.#folderOf(bytes, from + name, from + same);
				this.#ways[group] = way;
				this.#deep[group] = true;
			}
		}
		if (!this.#deep[group]) this.#deep[group] = this.#delimited(bytes, from + way, to) >= 0;
	}

	/** Up to behind the last delimiter, in bytes; 0 without one. */
	#folderOf(bytes: Uint8Array, from: number, to: number): number {
		let end = from;
		for (let next = from; next >= 0; next = this.#delimited(bytes, next, to)) end = next;
		return end - from;
	}

	#add(row: number, bytes: Uint8Array, from: number, to: number): number {
		const start = this.#ends.at(-1) ?? 0;
		const end = start + to - from;
		if (end > this.#names.length) {
			const larger = Buffer.alloc(Math.ceil(end * growth));
			larger.set(this.#names);
			this.#names = larger;
		}
		this.#names.set(bytes.subarray(from, to), start);
		const key = this.#key;
		this.#first.push(row);
		const more = to === from ? 0 : this.#folderOf(bytes, to, key.to);
		this.#ways.push(to - key.from + more);
		this.#deep.push(false);
		return this.#ends.push(end) - 1;
	}

	#placeOf(group: number): [from: number, to: number] {
		return [group === 0 ? 0 : this.#ends[group - 1]!, this.#ends[group]!];
	}

	#isNamed(group: number, bytes: Uint8Array, from: number, to: number): boolean {
		const [start, end] = this.#placeOf(group);
		if (end - start !== to - from) return false;
		const names = this.#names;
		for (let at = 0; at < to - from; at++) if (names[start + at] !== bytes[from + at]) return false;
		return true;
	}

	/** FNV-1a, mixed as `IdentityTable` wants it, with a seed of its own: keys come from strangers. */
	#hash(bytes: Uint8Array, from: number, to: number): number {
		let hash = this.#seed;
		for (let at = from; at < to; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
		hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
		hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
		return (hash ^ (hash >>> 16)) >>> 0;
	}

	#reserve(rows: number): void {
		const larger = new Uint32Array(Math.max(1024, Math.ceil(rows * growth)));
		larger.set(this.#ofRow);
		this.#ofRow = larger;
	}
}

function isAt(bytes: Uint8Array, at: number, wanted: Uint8Array): boolean {
	for (let index = 0; index < wanted.length; index++)
		if (bytes[at + index] !== wanted[index]) return false;
	return true;
}

/** The bytes of a text, as the index keeps keys. */
function bytesOf(text: string): Buffer {
	const bytes = Buffer.alloc(3 * text.length);
	return bytes.subarray(0, writeWtf8(text, bytes, 0));
}
