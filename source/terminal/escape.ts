/**
 * How text from outside (keys, upload ids, owners, server messages) is shown.
 *
 * Every character that a terminal obeys, hides, merges or reorders is written as `\u{1b}`: its code
 * point in lower-case hexadecimal. A backslash is written so only before `u{`, where it would read
 * as an escape; everything else is shown as it is. Escaped are:
 *
 * - controls, format characters (bidi controls, the joiner inside an emoji), surrogates without a
 *   partner, private and unassigned characters: all of Unicode's category C;
 * - everything invisible: separators and spaces other than U+0020, default-ignorable characters
 *   (variation selectors, fillers), the letters and symbols that are drawn blank;
 * - a plain space at either end, or next to another space;
 * - letters and digits of right-to-left scripts: terminals that reorder them carry neighbouring
 *   digits and columns along, so that two keys look alike; the others show them backwards;
 * - what merges with the character before it, or the one after: combining marks, except a mark of a script that
 *   cannot be read without (Devanagari, Tamil, Thai) on a letter of such a script; single vowels
 *   and finals of Hangul; skin tones; prepended letters;
 * - what Unicode calls canonically equivalent to another spelling: the result is always in
 *   normalization form C, so `é` and `e` + U+0301 never look alike.
 *
 * Different letters of similar shape (Latin `a`, Cyrillic `а`) are told apart by no rule of this kind.
 */

/** Shown as they are, whatever surrounds them. */
const printableAscii = /^[!-~]+(?: [!-~]+)*$/;

const neverShown = new RegExp(
	[
		'\\p{C}',
		'(?! )\\p{Z}',
		'\\p{Default_Ignorable_Code_Point}',
		// Assigned and visible by category, drawn blank: braille and hieroglyphic blanks, a notehead, the object mark.
		'[\\u2800\\ufffc\\u{1d159}\\u{13441}\\u{13442}]',
		// The blocks whose characters are right-to-left by default (Unicode, DerivedBidiClass.txt).
		'[\\u0590-\\u08ff\\ufb1d-\\ufdff\\ufe70-\\ufeff\\u{10800}-\\u{10fff}\\u{1e800}-\\u{1efff}]',
		// Hangul vowels and finals, which join the initial before them.
		'[\\u1160-\\u11ff\\ud7b0-\\ud7ff]',
		'\\p{Emoji_Modifier}',
		// Letters that join the one after them (Unicode, GraphemeBreakProperty.txt: Prepend).
		'[\\u0d4e\\u{111c2}\\u{111c3}\\u{113d1}\\u{1193f}\\u{11941}\\u{11a3a}\\u{11a84}-\\u{11a89}\\u{11d46}\\u{11f02}]',
	].join('|'),
	'u',
);
const mark = /\p{M}/u;
/** Marks of no script of their own: accents, overlays, enclosing circles. */
const inheritedMark = /\p{Script=Inherited}/u;
/** Consonants and vowels of the scripts whose marks are needed for reading. */
const markBearer = /\p{Lo}/u;
/** Readable words stay below this; stacks that leave their row do not. */
const mostMarks = 6;

/** `\u{…}` for one code point, a lone surrogate included. */
function escaped(character: string): string {
	return `\\u{${character.codePointAt(0)!.toString(16)}}`;
}

/** Whether a mark may follow `cluster`, a letter and the marks on it so far. */
function mayBear(cluster: string, character: string): boolean {
	return (
		!inheritedMark.test(character) &&
		markBearer.test(cluster) &&
		!cluster.includes(character) &&
		[...cluster].length <= mostMarks
	);
}

function escapeCharacters(text: string, keepSpaces: boolean): string {
	let shown = '';
	// What the next character could merge with: the last one shown, and the marks on it.
	let cluster = '';
	let offset = 0;
	for (const character of text) {
		const before = text[offset - 1];
		offset += character.length;
		const after = text[offset];
		const safe =
			character === ' '
				? keepSpaces || ![before, after].some(side => side === undefined || side === ' ')
				: character === '\\'
					? !text.startsWith('u{', offset)
					: !neverShown.test(character) &&
						(!mark.test(character) || mayBear(cluster, character)) &&
						(cluster + character).normalize('NFC') === cluster + character;
		if (!safe) {
			shown += escaped(character);
			cluster = '';
			continue;
		}
		shown += character;
		cluster = mark.test(character) ? cluster + character : character;
	}
	return shown;
}

/**
 * The text as it may be written to a terminal. Different texts give different results, which do not
 * look alike, and the text can be told from its result. A result must not be escaped again.
 */
export function escapeForTerminal(text: string): string {
	if (printableAscii.test(text) && !text.includes('\\u{')) return text;
	return escapeCharacters(text, false);
}

/** UTF-16 units that a cell may take: a letter of two with six marks of two. A few more, so that no cut is seen. */
const unitsOfCell = 14;
const cutMargin = 64;

/**
 * `escapeForTerminal` for where no more than `cells` of either end are shown: what nobody sees of a much
 * longer text is left away before it costs anything.
 */
export function escapeInCells(text: string, cells: number): string {
	const side = unitsOfCell * Math.max(0, cells) + cutMargin;
	return text.length <= 2 * side
		? escapeForTerminal(text)
		: escapeForTerminal(text.slice(0, side)) + escapeForTerminal(text.slice(-side));
}

/** `escapeForTerminal` line by line and behind its indentation, so that a list of problems or a stack stays readable. */
export function escapeLines(text: string): string {
	return text
		.split('\n')
		.map(line =>
			line.replace(/^( *)(.*)$/su, (_, indent, words) => indent + escapeForTerminal(words)),
		)
		.join('\n');
}

/**
 * The same for the two sides of a cursor, which are escaped one by one: plain spaces stay as they
 * were typed.
 */
export function escapeTyped(text: string): string {
	return escapeCharacters(text, true);
}
