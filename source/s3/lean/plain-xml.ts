import {isAscii} from 'node:buffer';
import {StringDecoder} from 'node:string_decoder';
import type {BodyReader} from '../answer/exchange.js';
import {isDeclaredOther} from '../network/charset.js';
import {cut, type Element, type Elements, notPlain, valueIn} from './elements.js';
import {type RowField, RowShape} from './row-shape.js';

/** Thrown, and caught here: the text ends within an element. */
const isPartial = new Error('Partial.');

/** The declaration, white space, and the root with a namespace or none. */
const opening = /^\s*(?:<\?xml\s[^?<>]*\?>\s*)?<([A-Za-z]+)(?:\s+xmlns="[^"<>&]*")?\s*>/;
const mostOpening = 1024;

/** Characters of an element that has begun: it is scanned again from its beginning with each piece that arrives. */
const mostPartial = 65_536;

/** Characters that are scanned again in all, which pieces of single bytes would have without end. */
const mostAgain = 16 * 1024 * 1024;

/** Children of the root: a page of as many is judged as a whole before anything is made of it. */
const mostChildren = 100_000;

/**
 * Reads an answer of known elements in plain XML while it arrives, as the SDK reads it after `repairListing`. It has no
 * result where the answer holds anything else: another root, attributes, prefixes, CDATA, comments, a document type, elements
 * that are not among the fields or come twice, other references than those of XML and of common characters, text
 * of white space alone, a number, date or flag that is not written plainly, a CR, bytes that are no UTF-8, a declaration that names
 * another encoding, or where it breaks off.
 */
export class PlainReader<Result extends object> implements BodyReader<Result> {
	readonly #root: Element;
	readonly #name: string;
	/** From the first piece on that has more than ASCII in it. */
	#decoder: StringDecoder | undefined;
	readonly #read: Record<string, unknown> = {};
	/** The last of each element that holds others but is no row: mostly the next one says the same. */
	readonly #same = new Map<Element, {readonly text: string; readonly value: unknown}>();
	/** What the last of each row looked like: mostly the next one differs in its texts alone. */
	readonly #shapes = new Map<Element, RowShape>();
	/** Where the last text of an element begins. */
	#textAt = 0;
	#state: 'before' | 'within' | 'behind' | 'not-plain' = 'before';
	#last: Element | undefined;
	#children = 0;
	#again = 0;
	/** What is not read yet, and where that begins. A page is never one text: texts of its length are slow to make. */
	#text = '';
	#at = 0;
	/** The bytes of that text, as long as each is a character. */
	#bytes: Buffer | undefined;

	constructor([name, root]: [string, Element]) {
		this.#name = name;
		this.#root = root;
	}

	push({buffer, byteOffset, byteLength}: Uint8Array): void {
		if (this.#state === 'not-plain') return;
		const piece = Buffer.from(buffer, byteOffset, byteLength);
		if (this.#decoder === undefined && !isAscii(piece)) {
			this.#decoder = new StringDecoder('utf8');
			this.#bytes = undefined;
		}
		if (this.#decoder !== undefined) {
			this.#take(this.#decoder.write(piece));
			return;
		}
		const rest = this.#bytes?.subarray(this.#at) ?? piece.subarray(0, 0);
		this.#bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
		this.#scan(this.#bytes.toString('latin1'));
	}

	end(): Result | undefined {
		this.#take(this.#decoder?.end() ?? '');
		return this.#state === 'behind' ? (this.#read as Result) : undefined;
	}

	#take(more: string): void {
		// It stands for bytes that are no UTF-8.
		if (more.includes('\ufffd')) this.#state = 'not-plain';
		if (more !== '') this.#scan(this.#text.slice(this.#at) + more);
	}

	#scan(text: string): void {
		this.#again += this.#text.length - this.#at;
		if (text.includes('\r') || this.#again > mostAgain) this.#state = 'not-plain';
		this.#text = text;
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
		this.#state = root === this.#name && !isDeclaredOther(whole) ? 'within' : 'not-plain';
		this.#at = whole?.length ?? 0;
	}

	/** Reads the children of the root that are there whole. */
	#readOn(): void {
		let at = this.#at;
		try {
			for (;;) {
				const child = this.#child(this.#root, this.#last, this.#read);
				if (child === undefined) break;
				if (++this.#children > mostChildren) throw notPlain;
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
		return element.isRow ? this.#row(element) : this.#group(element);
	}

	#row(element: Element): unknown {
		const shape = this.#shapes.get(element);
		const text = this.#text;
		const alike = shape?.read(text, this.#bytes, this.#at);
		if (alike !== undefined) {
			this.#at = alike.end;
			return alike.value;
		}
		const value: Record<string, unknown> = {};
		const fields: RowField[] = [];
		let written = this.#at;
		let child = this.#child(element, undefined, value);
		while (child !== undefined) {
			const {as, holds, closing} = child;
			const textEnd = this.#at - closing.length;
			// An empty element is what it is: it has no text.
			if (
				typeof holds === 'string' &&
				this.#textAt >= written &&
				text.startsWith(closing, textEnd)
			) {
				fields.push({as, before: text.slice(written, this.#textAt), element: child});
				written = textEnd;
			} else fields.push({as, same: value[as]});
			child = this.#child(element, child, value);
		}
		this.#shapes.set(element, new RowShape(fields, text.slice(written, this.#at)));
		return value;
	}

	#group(element: Element): unknown {
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
		this.#same.set(element, {text: text.slice(begin, this.#at), value});
		return value;
	}

	/** Up to the end of an element that holds text alone. */
	#content(closing: string): string {
		const text = this.#text;
		const begin = this.#at;
		const end = text.indexOf('<', begin);
		if (end < 0 || end + closing.length > text.length) throw isPartial;
		if (!text.startsWith(closing, end)) throw notPlain;
		this.#textAt = begin;
		this.#at = end + closing.length;
		return cut(text, this.#bytes, begin, end);
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
