import {isAscii} from 'node:buffer';
import {StringDecoder} from 'node:string_decoder';
import {entities} from '../answer/entities.js';
import type {BodyReader} from '../answer/exchange.js';
import {isoTime} from '../answer/written-dates.js';

/** An element that is known. */
export type Element = {
	/** The name that the SDK gives it. */
	readonly as: string;
	readonly holds: 'text' | 'count' | 'flag' | 'time' | Elements;
	/** There may be many. */
	readonly isRow: boolean;
	readonly opening: string;
	readonly closing: string;
	/** What came behind it last, and first within it. Rows are alike, so that a look at one element mostly finds the next. */
	behind?: Element;
	within?: Element;
};

/** By their names. */
export type Elements = ReadonlyMap<string, Element>;

/** An element; `as` where the SDK calls it otherwise, as it does rows. */
export function element(name: string, holds: Element['holds'], as?: string): [string, Element] {
	const [opening, closing] = [`<${name}>`, `</${name}>`];
	return [name, {as: as ?? name, holds, isRow: as !== undefined, opening, closing}];
}

/** Thrown, and caught here: the answer is not plain. */
const notPlain = new Error('Not plain.');
/** Thrown, and caught here: the text ends within an element. */
const isPartial = new Error('Partial.');

/** The declaration, white space, and the root with a namespace or none. */
const opening = /^\s*(?:<\?xml\s[^?<>]*\?>\s*)?<([A-Za-z]+)(?:\s+xmlns="[^"<>&]*")?\s*>/;
const mostOpening = 1024;

/** Characters of an element that has begun: it is scanned again from its beginning with each piece that arrives. */
const mostPartial = 65_536;

/**
 * Reads an answer of known elements in plain XML while it arrives, as the SDK reads it after `repairListing`. It has no
 * result where the answer holds anything else: another root, attributes, prefixes, CDATA, comments, a document type, elements
 * that are not among the fields or come twice, other references than those of XML and of common characters, text
 * of white space alone, a number, date or flag that is not written plainly, a CR, bytes that are no UTF-8, or where it breaks off.
 */
export class PlainReader<Result extends object> implements BodyReader<Result> {
	readonly #root: Element;
	readonly #name: string;
	/** From the first piece on that has more than ASCII in it. */
	#decoder: StringDecoder | undefined;
	readonly #read: Record<string, unknown> = {};
	/** The last of each element that holds others but is no row: mostly the next one says the same. */
	readonly #same = new Map<Element, {readonly text: string; readonly value: unknown}>();
	#state: 'before' | 'within' | 'behind' | 'not-plain' = 'before';
	#last: Element | undefined;
	/** What is not read yet, and where that begins. A page is never one text: texts of its length are slow to make. */
	#text = '';
	#at = 0;

	constructor([name, root]: [string, Element]) {
		this.#name = name;
		this.#root = root;
	}

	push(bytes: Uint8Array): void {
		if (this.#state === 'not-plain') return;
		if (this.#decoder === undefined && !isAscii(bytes)) this.#decoder = new StringDecoder('utf8');
		const piece = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
		this.#take(this.#decoder?.write(piece) ?? piece.toString('latin1'));
	}

	end(): Result | undefined {
		this.#take(this.#decoder?.end() ?? '');
		return this.#state === 'behind' ? (this.#read as Result) : undefined;
	}

	#take(more: string): void {
		if (more === '') return;
		// The second stands for bytes that are no UTF-8.
		if (more.includes('\r') || more.includes('\ufffd')) this.#state = 'not-plain';
		this.#text = this.#text.slice(this.#at) + more;
		this.#at = 0;
		if (this.#state === 'before') this.#open();
		if (this.#state === 'within') this.#readOn();
		if (this.#state === 'behind' && /\S/.test(this.#text.slice(this.#at)))
			this.#state = 'not-plain';
		if (this.#state === 'not-plain') this.#text = '';
	}

	#open(): void {
		const [whole, root] = opening.exec(this.#text) ?? [];
		if (whole === undefined && this.#text.length < mostOpening) return;
		this.#state = root === this.#name ? 'within' : 'not-plain';
		this.#at = whole?.length ?? 0;
	}

	/** Reads the children of the root that are there whole. */
	#readOn(): void {
		let at = this.#at;
		try {
			for (;;) {
				const child = this.#child(this.#root, this.#last, this.#read);
				if (child === undefined) break;
				this.#last = child;
				at = this.#at;
			}
			this.#state = 'behind';
		} catch (reason) {
			if (reason !== notPlain && reason !== isPartial) throw reason;
			this.#at = at;
			if (reason === notPlain || this.#text.length - at > mostPartial) this.#state = 'not-plain';
		}
	}

	/** Reads the next child of an element; undefined where the element ends. @param before the child before it. */
	#child(
		parent: Element,
		before: Element | undefined,
		read: Record<string, unknown>,
	): Element | undefined {
		const text = this.#text;
		const begin = this.#skipWhite();
		const expected = before === undefined ? parent.within : before.behind;
		if (expected !== undefined && text.startsWith(expected.opening, begin)) {
			this.#at = begin + expected.opening.length;
			this.#put(expected, this.#value(expected), read);
			return expected;
		}
		if (text.startsWith(parent.closing, begin)) {
			this.#at = begin + parent.closing.length;
			return undefined;
		}
		if (begin < text.length && text.charCodeAt(begin) !== less) throw notPlain;
		const end = text.indexOf('>', begin);
		if (end < 0) throw isPartial;
		this.#at = end + 1;
		const isEmpty = text.charCodeAt(end - 1) === slash;
		const child = (parent.holds as Elements).get(text.slice(begin + 1, isEmpty ? end - 1 : end));
		if (child === undefined) throw notPlain;
		if (before === undefined) parent.within = child;
		else before.behind = child;
		this.#put(child, isEmpty ? valueIn(child, '') : this.#value(child), read);
		return child;
	}

	#put({as, isRow}: Element, value: unknown, read: Record<string, unknown>): void {
		const before = read[as];
		if (before === undefined) read[as] = isRow ? [value] : value;
		else if (isRow) (before as unknown[]).push(value);
		else throw notPlain;
	}

	#value(element: Element): unknown {
		if (typeof element.holds === 'string') return valueIn(element, this.#content(element.closing));
		const text = this.#text;
		const begin = this.#at;
		const same = this.#same.get(element);
		if (same !== undefined && text.startsWith(same.text, begin)) {
			this.#at = begin + same.text.length;
			return same.value;
		}
		const value: Record<string, unknown> = {};
		let child: Element | undefined;
		do child = this.#child(element, child, value);
		while (child !== undefined);
		const {isRow} = element;
		if (!isRow) this.#same.set(element, {text: text.slice(begin, this.#at), value});
		return value;
	}

	/** Up to the end of an element that holds text alone. */
	#content(closing: string): string {
		const text = this.#text;
		const begin = this.#at;
		const end = text.indexOf('<', begin);
		if (end < 0 || end + closing.length > text.length) throw isPartial;
		if (!text.startsWith(closing, end)) throw notPlain;
		this.#at = end + closing.length;
		return text.slice(begin, end);
	}

	/** The SDK takes white space without a line end for text, in the place of what else an element holds. */
	#skipWhite(): number {
		const text = this.#text;
		const begin = this.#at;
		let at = begin;
		let hasLineEnd = false;
		for (; ; at++) {
			const code = text.charCodeAt(at);
			if (code === lineFeed) hasLineEnd = true;
			else if (code !== space && code !== tab) break;
		}
		if (at > begin && !hasLineEnd) throw at < text.length ? notPlain : isPartial;
		this.#at = at;
		return at;
	}
}

const [less, slash, space, lineFeed, tab] = [60, 47, 32, 10, 9];

function valueIn({holds}: Element, text: string): unknown {
	switch (holds) {
		case 'text':
			return plainText(text);
		case 'count':
			if (!count.test(text)) throw notPlain;
			return Number(text);
		case 'flag':
			if (text !== 'true' && text !== 'false') throw notPlain;
			return text === 'true';
		case 'time':
			return plainTime(text);
		default:
			// An empty element that may hold others.
			return {};
	}
}

/** Without a sign or an exponent, and exact as a number. */
const count = /^\d{1,15}$/;

/** As nearly all services write it; the 29th of February is looked at as everywhere. */
const common =
	/^\d{4}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)T[\d:]{8}(?:\.\d{1,3})?Z$/;

function plainTime(text: string): Date {
	const time = common.test(text) ? Date.parse(text) : isoTime(text);
	if (Number.isNaN(time)) throw notPlain;
	return new Date(time);
}

const reference = /&(?:(amp|lt|gt|quot|apos)|#(\d{1,5})|#x([\da-fA-F]{1,4}));|&/g;

function plainText(text: string): string {
	const plain = text.includes('&') ? text.replace(reference, resolved) : text;
	if (plain !== '' && plain.trim() === '') throw notPlain;
	return plain;
}

function resolved(_whole: string, entity?: string, decimal?: string, hex?: string): string {
	if (entity !== undefined) return entities[entity] ?? '';
	const code = Number(decimal ?? (hex === undefined ? undefined : `0x${hex}`));
	// Halves of characters, and what is no character, are names that are not whole.
	if (!(code < 0xd800 || (code > 0xdfff && code < 0xfdd0))) throw notPlain;
	return String.fromCharCode(code);
}
