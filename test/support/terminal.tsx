import './colours.js';
import {EventEmitter} from 'node:events';
import {Readable} from 'node:stream';
import xterm from '@xterm/headless';
import {render} from 'ink';
import type {ReactNode} from 'react';
import {countModernWidths} from './cell-widths.js';

/** Keys as a terminal sends them. */
export const keys = {
	enter: '\r',
	esc: '\u001b',
	space: ' ',
	tab: '\t',
	'shift-tab': '\u001b[Z',
	up: '\u001b[A',
	down: '\u001b[B',
	right: '\u001b[C',
	left: '\u001b[D',
	home: '\u001b[H',
	end: '\u001b[F',
	pageup: '\u001b[5~',
	pagedown: '\u001b[6~',
	backspace: '\u007f',
	'ctrl-c': '\u0003',
	'ctrl-d': '\u0004',
	'ctrl-s': '\u0013',
	'ctrl-t': '\u0014',
	'ctrl-u': '\u0015',
	'ctrl-w': '\u0017',
} as const;

export type Cell = {
	readonly text: string;
	/** Number of the named colour; undefined for the terminal's own. */
	readonly fg: number | undefined;
	readonly bold: boolean;
	readonly dim: boolean;
	readonly underline: boolean;
	readonly inverse: boolean;
};

/** How long a condition may take to come true, in milliseconds: finite, and generous on a slow machine. */
const patience = 120_000;

/** Ink tells a lone Esc from the start of a sequence by waiting 20 ms; a longer timer that is set later ends later. */
const escTime = 25;

export type TestTerminal = Awaited<ReturnType<typeof mount>>;

/** A real terminal in the process: what Ink writes is parsed by an emulator, so that tests read cells. */
export function mount(node: ReactNode, {columns = 80, rows = 24} = {}) {
	const screen = new xterm.Terminal({
		cols: columns,
		rows,
		allowProposedApi: true,
		convertEol: true,
	});
	countModernWidths(screen);
	const changes = new EventEmitter();
	changes.setMaxListeners(0);
	let written = '';
	let pending: Promise<void> = Promise.resolve();
	const stdout = Object.assign(new EventEmitter(), {
		isTTY: true,
		write(data: string, encoding?: unknown, callback?: unknown) {
			const done = [encoding, callback].find(each => typeof each === 'function') as
				| (() => void)
				| undefined;
			written += data;
			pending = new Promise(resolve => {
				screen.write(data, () => {
					done?.();
					resolve();
					changes.emit('change');
				});
			});
			return true;
		},
	});
	Object.defineProperties(stdout, {
		columns: {get: () => screen.cols},
		rows: {get: () => screen.rows},
	});
	const stdin = Object.assign(new Readable({read() {}, encoding: 'utf8'}), {
		isTTY: true,
		setRawMode: () => stdin,
		ref: () => stdin,
		unref: () => stdin,
	});
	const titles: string[] = [];
	screen.onTitleChange(title => titles.push(title));
	const instance = render(node, {
		stdout: stdout as unknown as NodeJS.WriteStream,
		stderr: stdout as unknown as NodeJS.WriteStream,
		stdin: stdin as unknown as NodeJS.ReadStream,
		interactive: true,
		alternateScreen: true,
		incrementalRendering: true,
		patchConsole: false,
		exitOnCtrlC: false,
		maxFps: 1000,
	});

	/** Waits until what is drawn is on the screen. */
	async function settle(): Promise<void> {
		await instance.waitUntilRenderFlush();
		await pending;
	}

	async function send(bytes: string): Promise<void> {
		stdin.push(bytes);
		await new Promise(setImmediate);
		if (bytes === keys.esc) await new Promise(resolve => setTimeout(resolve, escTime));
		await settle();
	}

	const line = (y: number) => screen.buffer.active.getLine(screen.buffer.active.viewportY + y);
	// The emulator keeps what stood beyond a right edge that moved in.
	const textOf = (y: number, columns = screen.cols) =>
		line(y)?.translateToString(false, 0, columns) ?? '';
	const lines = () => Array.from({length: screen.rows}, (_, y) => textOf(y).trimEnd());

	function holds(wanted: string | RegExp | (() => boolean)): boolean {
		if (typeof wanted === 'function') return wanted();
		const shown = lines().join('\n');
		return typeof wanted === 'string' ? shown.includes(wanted) : wanted.test(shown);
	}

	return {
		/** Everything that was written, as bytes of text. */
		get written() {
			return written;
		},
		/** Titles that the window was given. */
		titles,
		settle,
		/** Writes past Ink. */
		write: (bytes: string) => stdout.write(bytes),
		/** Wakes those that wait: something other than the screen has changed. */
		changed: () => changes.emit('change'),
		/** Each argument is one piece of input: the name of a key, or text that arrives joined. */
		async press(...pieces: ReadonlyArray<keyof typeof keys | (string & {})>): Promise<void> {
			for (const piece of pieces)
				await send(Object.hasOwn(keys, piece) ? keys[piece as keyof typeof keys] : piece);
		},
		/** Several at once, in one piece: as when somebody types while the program is busy. */
		pressJoined: (...names: ReadonlyArray<keyof typeof keys | (string & {})>) =>
			send(
				names
					.map(name => (Object.hasOwn(keys, name) ? keys[name as keyof typeof keys] : name))
					.join(''),
			),
		/** Letter by letter. */
		async type(text: string): Promise<void> {
			for (const letter of text) await send(letter);
		},
		paste: (text: string) => send(`\u001b[200~${text}\u001b[201~`),
		async resize(newColumns: number, newRows: number): Promise<void> {
			screen.resize(newColumns, newRows);
			stdout.emit('resize');
			await new Promise(setImmediate);
			await settle();
		},
		/** All rows, white space at their ends cut. */
		lines,
		screen: () => lines().join('\n'),
		/** The row that holds the text; throws when none does. */
		row(text: string): string {
			const found = lines().find(each => each.includes(text));
			if (found === undefined) throw new Error(`no row holds "${text}":\n${lines().join('\n')}`);
			return found;
		},
		/** Whether a row runs on in the next one: it was wider than the terminal. */
		wrapped: () => Array.from({length: screen.rows}, (_, y) => line(y)?.isWrapped === true),
		cell(x: number, y: number): Cell {
			const cell = line(y)?.getCell(x);
			if (cell === undefined) throw new Error(`no cell at ${x}, ${y}`);
			return {
				text: cell.getChars(),
				fg: cell.isFgDefault() ? undefined : cell.getFgColor(),
				bold: cell.isBold() !== 0,
				dim: cell.isDim() !== 0,
				underline: cell.isUnderline() !== 0,
				inverse: cell.isInverse() !== 0,
			};
		},
		/** The first cell of a text; throws when it is not on the screen. Cells are counted, not letters. */
		find(text: string): {x: number; y: number} {
			for (let y = 0; y < screen.rows; y++) {
				const at = lines()[y]?.indexOf(text) ?? -1;
				if (at < 0) continue;
				for (let x = 0; x < screen.cols; x++) if (textOf(y, x).length >= at) return {x, y};
			}
			throw new Error(`"${text}" is not on the screen:\n${lines().join('\n')}`);
		},
		/** Resolves once the screen holds the text, or the condition is true; rejects with what is there. */
		async waitFor(wanted: string | RegExp | (() => boolean)): Promise<string> {
			await settle();
			if (!holds(wanted)) {
				await new Promise<void>((resolve, reject) => {
					const look = () => {
						if (!holds(wanted)) return;
						clearTimeout(timer);
						changes.off('change', look);
						resolve();
					};
					const timer = setTimeout(() => {
						changes.off('change', look);
						reject(new Error(`waited in vain for ${String(wanted)}:\n${lines().join('\n')}`));
					}, patience);
					changes.on('change', look);
				});
				await settle();
			}
			return lines().join('\n');
		},
		unmount() {
			instance.unmount();
			screen.dispose();
		},
	};
}
