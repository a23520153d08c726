import stringWidth from 'string-width';

/*
 * Text measured in the cells of a terminal. Everything here expects text that is safe to write:
 * what `escapeForTerminal` gives, or our own words without styling.
 */

const plainAscii = /^[ -~]*$/;
const escapedCharacter = /\\u\{[0-9a-f]{1,6}\}/g;
const graphemes = new Intl.Segmenter(undefined, {granularity: 'grapheme'});

/** Vowels of Thai and Lao that join what stands before them and take a cell of their own: letters, and no marks. */
const joiningVowels = /(?<=.)[\u0e33\u0eb3]/gsu;

/** How many cells the text takes: 2 for a CJK character or an emoji. */
export function cellsOf(text: string): number {
	if (plainAscii.test(text)) return text.length;
	return stringWidth(text) + (text.match(joiningVowels)?.length ?? 0);
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
function unitsOf(text: string): readonly string[] {
	if (plainAscii.test(text) && !text.includes('\\u{')) return [...text];
	const within = new Set<number>();
	for (const {index, 0: escaped} of text.matchAll(escapedCharacter))
		for (let at = index + 1; at < index + escaped.length; at++) within.add(at);
	const units: string[] = [];
	for (const {segment, index} of graphemes.segment(text)) {
		if (within.has(index)) units.push(`${units.pop()}${segment}`);
		else units.push(segment);
	}
	return units;
}

/** As many of the units, in their order, as fit into `cells`. */
function fitting(units: Iterable<string>, cells: number): readonly string[] {
	const taken: string[] = [];
	let left = cells;
	for (const unit of units) {
		left -= cellsOf(unit);
		if (left < 0) {
			break;
		}
		taken.push(unit);
	}
	return taken;
}

/**
 * The text in at most `cells` cells, its end given up for the ellipsis (`…`, or an ASCII form of it).
 * Where not even the ellipsis fits, as much of that.
 */
export function truncateEnd(text: string, cells: number, ellipsis: string): string {
	if (cellsOf(text) <= cells) {
		return text;
	}
	const room = cells - cellsOf(ellipsis);
	if (room < 0) {
		return fitting(unitsOf(ellipsis), cells).join('');
	}
	return fitting(unitsOf(text), room).join('') + ellipsis;
}

/**
 * The text in at most `cells` cells, its middle given up for the ellipsis: both ends of a key tell
 * what it is. Where not even the ellipsis fits, as much of that.
 */
export function truncateMiddle(text: string, cells: number, ellipsis: string): string {
	if (cellsOf(text) <= cells) {
		return text;
	}
	const room = cells - cellsOf(ellipsis);
	if (room < 0) {
		return truncateEnd(text, cells, ellipsis);
	}
	const units = unitsOf(text);
	const tail = fitting(units.toReversed(), Math.floor(room / 2))
		.toReversed()
		.join('');
	// A wide character that did not fit at the end leaves its room to the beginning.
	const head = fitting(units, room - cellsOf(tail)).join('');
	return head + ellipsis + tail;
}
