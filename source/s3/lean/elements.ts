import {entities} from '../answer/entities.js';
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

/** V8 makes longer ones of a text a part of it, and keeps all of that. */
const shortest = 13;

/**
 * A piece of a text, made of its bytes: a page that waits for its turn is then what it holds, and not the text that it came in.
 *
 * @param bytes of the text, where each is a character.
 */
export function cut(text: string, bytes: Buffer | undefined, from: number, to: number): string {
	if (bytes === undefined || to - from < shortest) return text.slice(from, to);
	return bytes.toString('latin1', from, to);
}

/** Thrown by `valueIn`, and caught by the reader: the answer is not plain. */
export const notPlain = new Error('Not plain.');

/** What an element holds, by its text. @throws notPlain */
export function valueIn({holds}: Element, text: string): unknown {
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
