import stringWidth from 'string-width';
import {graphemesOf} from './graphemes.js';

/*
 * Text measured in the cells of a terminal. Everything here expects text that is safe to write:
 * what `escapeForTerminal` gives, or our own words without styling. Each text is walked through once and
 * no further than it is needed: keys and messages of a service are of any length.
 */

const plainAscii = /^[ -~]*$/;
const escapedCharacter = /\\u\{[0-9a-f]{1,6}\}/y;

/** Vowels of Thai and Lao that join what stands before them and take a cell of their own: letters, and no marks. */
const joiningVowels = /(?<=.)[\u0e33\u0eb3]/gsu;

/** What never is cut in two, and how many cells it takes. */
type Unit = {readonly text: string; readonly cells: number};

/** Units that were measured lately, none of them plain ASCII. */
const measured = new Map<string, number>();
const mostMeasured = 10_000;

/** How many cells the text takes: 2 for a CJK character or an emoji. */
export function cellsOf(text: string): number {
	return cellsUpTo(text, Number.POSITIVE_INFINITY);
}

/** The same, but of a text with more than `most` only that it has more. */
export function cellsUpTo(text: string, most: number): number {
	if (plainAscii.test(text)) return text.length;
	let sum = 0;
	for (const {cells} of unitsOf(text)) {
		sum += cells;
		if (sum > most) break;
	}
	return sum;
}

function cellsOfUnit(unit: string): number {
	if (unit.length === 1 && plainAscii.test(unit)) return 1;
	const known = measured.get(unit);
	if (known !== undefined) return known;
	const cells = stringWidth(unit) + (unit.match(joiningVowels)?.length ?? 0);
	if (measured.size >= mostMeasured) measured.clear();
	measured.set(unit, cells);
	return cells;
}

/** The text, filled up with spaces on the right to `cells`; as it is when it is wider. */
export function padEnd(text: string, cells: number): string {
	return text + ' '.repeat(Math.max(0, cells - cellsOf(text)));
}

/** The text, filled up with spaces on the left to `cells`; as it is when it is wider. */
export function padStart(text: string, cells: number): string {
	return ' '.repeat(Math.max(0, cells - cellsOf(text))) + text;
}

/**
 * What is never cut in two: graphemes, and the `\u{…}` of an escaped character, together with what joins its
 * brace (some vowels of Thai and Lao do).
 */
export function* unitsOf(text: string): Generator<Unit> {
	let at = 0;
	while (at < text.length) {
		escapedCharacter.lastIndex = at;
		const escaped = text[at] === '\\' ? (escapedCharacter.exec(text)?.[0].length ?? 0) : 0;
		// Nothing joins a character of ASCII but what is not of ASCII.
		const last = at + Math.max(0, escaped - 1);
		if (isAscii(text, last) && isAscii(text, last + 1)) {
			const unit = text.slice(at, last + 1);
			yield {text: unit, cells: unit.length};
			at = last + 1;
			continue;
		}
		const end = endOfRun(text, last);
		let before = text.slice(at, last);
		for (const grapheme of graphemesOf(text.slice(last, end))) {
			const unit = before + grapheme;
			before = '';
			yield {text: unit, cells: cellsOfUnit(unit)};
		}
		at = end;
	}
}

/** Whether the text has printable ASCII there, or has come to its end. */
function isAscii(text: string, at: number): boolean {
	const code = text.charCodeAt(at);
	return Number.isNaN(code) || (code >= 0x20 && code < 0x7f);
}

/** Where what begins at `start` and is not all ASCII ends for certain: between two characters of ASCII, or before what may be an escape. */
function endOfRun(text: string, start: number): number {
	let end = start + 1;
	while (end < text.length && text[end] !== '\\' && !(isAscii(text, end - 1) && isAscii(text, end)))
		end++;
	return end;
}

/**
 * The text in at most `cells` cells, its end given up for the ellipsis (`…`, or an ASCII form of it).
 * Where not even the ellipsis fits, as much of that.
 */
export function truncateEnd(text: string, cells: number, ellipsis: string): string {
	const room = cells - cellsOf(ellipsis);
	let used = 0;
	let kept = 0;
	let end = 0;
	for (const unit of unitsOf(text)) {
		used += unit.cells;
		if (used > cells) {
			if (room >= 0) return text.slice(0, kept) + ellipsis;
			return cells <= 0 ? '' : truncateEnd(ellipsis, cells, '');
		}
		end += unit.text.length;
		if (used <= room) kept = end;
	}
	return text;
}

/**
 * The text in at most `cells` cells, its middle given up for the ellipsis: both ends of a key tell
 * what it is. Where not even the ellipsis fits, as much of that.
 */
export function truncateMiddle(text: string, cells: number, ellipsis: string): string {
	if (text.length <= cells && plainAscii.test(text)) return text;
	const room = cells - cellsOf(ellipsis);
	if (room < 0) return truncateEnd(text, cells, ellipsis);
	const units = [...unitsOf(text)];
	if (units.reduce((sum, unit) => sum + unit.cells, 0) <= cells) return text;
	const tail = fitting(units.toReversed(), Math.floor(room / 2)).reverse();
	// A wide character that did not fit at the end leaves its room to the beginning.
	const head = fitting(units, room - tail.reduce((sum, unit) => sum + unit.cells, 0));
	return textOf(head) + ellipsis + textOf(tail);
}

/**
 * The text of a key in at most `cells` cells. Whole segments of its prefix stay, as many as half of the cells hold (whose
 * it is), and its end, which tells one file from the next; without a segment that fits, as `truncateMiddle`.
 */
export function truncateKey(text: string, cells: number, ellipsis: string): string {
	if (cellsUpTo(text, cells) <= cells) return text;
	const room = cells - cellsOf(ellipsis);
	const head = text.slice(0, text.lastIndexOf('/', half(text, room)) + 1);
	if (head === '' || room < 2) return truncateMiddle(text, cells, ellipsis);
	const tail = fitting([...unitsOf(text.slice(head.length))].toReversed(), room - cellsOf(head));
	return head + ellipsis + textOf(tail.reverse());
}

/** Where the first half of so many cells ends, in UTF-16 units. */
function half(text: string, cells: number): number {
	let used = 0;
	let end = -1;
	for (const unit of unitsOf(text)) {
		used += unit.cells;
		if (used > cells / 2) break;
		end += unit.text.length;
	}
	return end;
}

/** As many of the units, in their order, as fit into `cells`. */
function fitting(units: readonly Unit[], cells: number): Unit[] {
	let used = 0;
	const end = units.findIndex(unit => {
		used += unit.cells;
		return used > cells;
	});
	return units.slice(0, end < 0 ? undefined : end);
}

function textOf(units: readonly Unit[]): string {
	return units.map(({text}) => text).join('');
}
