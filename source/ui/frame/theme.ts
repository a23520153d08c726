import chalk, {type ChalkInstance} from 'chalk';
import type {Background} from '../../terminal/background.js';

/** Colours of the palette of 256 that no theme of a terminal changes (16 and more), by their numbers. */
export type Look = {
	/** On whatever the terminal has behind its text; absent: the terminal's own. */
	readonly colour?: number;
	/** On what is known to be dark, or light; absent: `colour`. */
	readonly dark?: number;
	readonly light?: number;
	/** On the row of the cursor, whose background is ours. */
	readonly lit: number;
	readonly bold?: true;
	readonly underline?: true;
	/** Where there are only 16 colours, and each is what the terminal's theme makes of it. */
	readonly poor: (paint: ChalkInstance) => ChalkInstance;
};

/** Behind the row of the cursor, and behind a button in focus. */
export const litBackground = 24;

/**
 * How each kind of text looks. Whether a terminal is dark or light is known only where its environment says so: what
 * it answers may come late, and Ink would take it for keys. Else each colour is read on black and on white, and none
 * can be read better on both: `theme.test.ts` measures that. Of 16 colours a theme makes what it wants, and faint or
 * bright black text is hardly seen in many: quiet text is plain there.
 */
export const looks = {
	plain: {lit: 231, poor: paint => paint},
	dim: {colour: 243, dark: 247, light: 242, lit: 253, poor: paint => paint},
	strong: {lit: 231, bold: true, poor: paint => paint.bold},
	accent: {colour: 63, dark: 75, lit: 159, poor: paint => paint.bold},
	alive: {colour: 29, dark: 78, lit: 157, poor: paint => paint.bold},
	danger: {colour: 160, dark: 203, lit: 224, bold: true, poor: paint => paint.red},
	warn: {colour: 130, dark: 214, lit: 222, poor: paint => paint.magenta},
	match: {lit: 231, bold: true, underline: true, poor: paint => paint.bold.underline},
	/** What is marked. */
	mark: {colour: 163, dark: 213, lit: 225, bold: true, poor: paint => paint.magenta.bold},
	/** A button or a name in focus. */
	selected: {colour: 231, lit: 231, bold: true, poor: paint => paint.inverse},
	/** The first piece of the row under the cursor: all of that row is lit. */
	cursor: {lit: 231, bold: true, poor: paint => paint.bold},
} satisfies Record<string, Look>;

/** What a colour means. */
export type Role = keyof typeof looks;

let background: Background | undefined;

/** Says what the terminal has behind its text; undefined: that is not known. */
export function drawOn(known: Background | undefined): void {
	background = known;
}

/** The text as its role looks, `isLit` on the row of the cursor; as it is where there are no colours. */
export function styled(text: string, role: Role, isLit: boolean): string {
	const look: Look = looks[role];
	const hasBackground = isLit || role === 'selected';
	if (chalk.level < 2) {
		const paint = look.poor(chalk);
		return isLit ? paint.inverse(text) : paint(text);
	}
	const known = background && look[background];
	const colour = isLit ? look.lit : (known ?? look.colour);
	let paint: ChalkInstance = hasBackground ? chalk.bgAnsi256(litBackground) : chalk;
	if (colour !== undefined) paint = paint.ansi256(colour);
	if (look.bold) paint = paint.bold;
	return (look.underline ? paint.underline : paint)(text);
}

/** Every sign that is drawn. Colour never stands alone: each meaning has its sign. */
export type Glyphs = {
	readonly cursor: string;
	readonly mark: string;
	/** Before a group of which some are marked. */
	readonly markedSome: string;
	readonly ellipsis: string;
	/** Between what stands side by side. */
	readonly divider: string;
	readonly separator: string;
	readonly up: string;
	readonly down: string;
	readonly none: string;
	readonly good: string;
	readonly bad: string;
	readonly unknown: string;
	readonly warn: string;
	/** Before what is protected. */
	readonly locked: string;
	/** Before an amount: about, and no less than. */
	readonly about: string;
	readonly atLeast: string;
	readonly euro: string;
	readonly note: string;
	readonly dot: string;
	readonly caret: string;
	readonly barDone: string;
	readonly barLeft: string;
	readonly barEnds: readonly [string, string];
	/** A cell of a bar of a share, from empty to full. */
	readonly share: readonly string[];
	readonly shareEnds: readonly [string, string];
	readonly present: string;
	readonly small: string;
	readonly missing: string;
	readonly leftOut: string;
	/** Over parts that are there; over others the sign of what is wrong stays. */
	readonly mapCursor: string;
	/** From nothing to the most, for a small curve. */
	readonly levels: readonly string[];
	readonly spinner: readonly string[];
	readonly enter: string;
	/** Keys that have a sign of their own. */
	readonly keys: Readonly<Record<string, string>>;
};

export const unicodeGlyphs: Glyphs = {
	cursor: '▸',
	mark: '●',
	markedSome: '◐',
	ellipsis: '…',
	divider: '│',
	separator: '›',
	up: '▴',
	down: '▾',
	none: '–',
	good: '✓',
	bad: '✗',
	unknown: '?',
	warn: '!',
	locked: '⊘',
	about: '≈',
	atLeast: '≥',
	euro: '€',
	note: '·',
	dot: '·',
	caret: '▏',
	barDone: '━',
	barLeft: '─',
	barEnds: ['', ''],
	share: [' ', '▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'],
	shareEnds: ['▕', '▏'],
	present: '▒',
	small: '▄',
	missing: '!',
	leftOut: '×',
	mapCursor: '█',
	levels: ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
	spinner: ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'],
	enter: '⏎',
	keys: {enter: '⏎', up: '↑', down: '↓', left: '←', right: '→'},
};

export const asciiGlyphs: Glyphs = {
	cursor: '>',
	mark: '*',
	markedSome: '~',
	ellipsis: '...',
	divider: '|',
	separator: '>',
	up: '^',
	down: 'v',
	none: '-',
	good: '+',
	bad: 'x',
	unknown: '?',
	warn: '!',
	locked: '#',
	about: 'about',
	atLeast: 'at least',
	euro: 'EUR',
	note: '-',
	dot: '-',
	caret: '|',
	barDone: '=',
	barLeft: '-',
	barEnds: ['[', ']'],
	share: [' ', '#'],
	shareEnds: ['[', ']'],
	present: '=',
	small: 'o',
	missing: '!',
	leftOut: '%',
	mapCursor: '#',
	levels: ['_', '.', '-', '=', '#'],
	spinner: ['|', '/', '-', '\\'],
	enter: 'enter',
	keys: {},
};
