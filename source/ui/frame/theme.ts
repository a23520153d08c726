import chalk from 'chalk';

/** How each kind of text looks. The 16 named colours only, so that light and dark terminals decide the shade. */
export const styles = {
	plain: (text: string) => text,
	dim: chalk.dim,
	strong: chalk.bold,
	accent: chalk.cyan,
	alive: chalk.green,
	danger: chalk.red,
	warn: chalk.yellow,
	match: chalk.bold.underline,
	selected: chalk.cyan.bold,
} as const;

/** What a colour means. */
export type Role = keyof typeof styles;

/** Every sign that is drawn. Colour never stands alone: each meaning has its sign. */
export type Glyphs = {
	readonly cursor: string;
	readonly mark: string;
	readonly ellipsis: string;
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
	readonly present: string;
	readonly small: string;
	readonly missing: string;
	readonly leftOut: string;
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
	ellipsis: '…',
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
	present: '█',
	small: '▄',
	missing: '░',
	leftOut: '×',
	mapCursor: '▲',
	levels: ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
	spinner: ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'],
	enter: '⏎',
	keys: {enter: '⏎', up: '↑', down: '↓', left: '←', right: '→'},
};

export const asciiGlyphs: Glyphs = {
	cursor: '>',
	mark: '*',
	ellipsis: '...',
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
	present: '#',
	small: 'o',
	missing: '.',
	leftOut: '%',
	mapCursor: '^',
	levels: ['_', '.', '-', '=', '#'],
	spinner: ['|', '/', '-', '\\'],
	enter: 'enter',
	keys: {},
};
