import {readFileSync} from 'node:fs';
import {resolve} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {type IPty, spawn} from '@lydell/node-pty';
import {Screen, type Wanted} from './screen.js';

const root = resolve(import.meta.dirname, '../..');

/** The built program: `npm test` builds it first. */
export const program = resolve(root, process.env['PARTWAY_PROGRAM'] ?? 'dist/cli.js');

/** Milliseconds that a program may take to end once a key asks for it, and at all. */
const patience = 120_000;
const longest = 120_000;

const named: Readonly<Record<string, string>> = {
	enter: '\r',
	esc: '\u001b',
	tab: '\t',
	space: ' ',
	up: '\u001b[A',
	down: '\u001b[B',
	right: '\u001b[C',
	left: '\u001b[D',
	pagedown: '\u001b[6~',
	end: '\u001b[F',
	'ctrl-c': '\u0003',
};

export type ProgramOptions = {
	readonly env: Readonly<Record<string, string | undefined>>;
	/** Another copy of it. */
	readonly file?: string;
	/** What starts it instead of this Node with that file: an executable, and what goes before it. */
	readonly command?: readonly string[];
	readonly cols?: number;
	readonly rows?: number;
	/** Of the shell, for the program alone: `</dev/null`. */
	readonly redirect?: string;
	/** The shell minds its jobs, as the one that a person types into. */
	readonly jobControl?: boolean;
};

/** What a shell finds once the program is gone. */
export type End = {
	readonly code: number;
	/** What the program left on the shell's screen. */
	readonly words: string;
	readonly terminal: typeof untouched;
};

/** The terminal as it has to be left. */
export const untouched = {
	screen: 'normal' as 'normal' | 'alternate',
	cursor: 'shown' as 'shown' | 'hidden',
	bracketedPaste: false,
	synchronizedOutput: false,
	rowsWrap: true,
	/** Whether what the wheel does was saved before it was changed, and restored after that. */
	wheel: 'as before' as 'as before' | 'changed',
	/** Whether `stty -g` says the same before and after. */
	modes: 'as before' as 'as before' | 'changed',
	/** Whether the lines of the shell are where they were. */
	lines: 'as before' as 'as before' | 'changed',
};

/** The headless terminal knows no such mode: what was written of it tells. */
function wheelIn(raw: string): typeof untouched.wheel {
	const written = [...raw.matchAll(/\u001b\[\?1007([a-z])/g)].map(([, what]) => what).join('');
	return /^r*(shr+)*$/.test(written) ? 'as before' : 'changed';
}

/** What a shell does that was told of a job that stopped (128 and the number of SIGTSTP): a line brings it back. */
const resumed = '[ $code = 148 ] && { echo "job=stopped"; read _; fg >/dev/null; code=$?; };';

/**
 * Shows the modes of the terminal and the program's process id, runs it, shows how it ended and the modes again.
 * Then it waits to be ended: what a pty still holds when its last process goes may never be read.
 */
const script = (redirect: string, jobControl: boolean) =>
	`${jobControl ? 'set -m; ' : ''}echo "modes=$(stty -g)"; sh -c 'echo "pid=$$" >/dev/tty; exec "$@"' sh "$@" ${redirect}; code=$?; ${jobControl ? resumed : ''} echo; echo "code=$code"; echo "modes=$(stty -g)"; read _`;

/** The built program in a terminal of its own, driven by keys, read from the screen. */
export class Program {
	readonly #pty: IPty;
	readonly #screen: Screen;
	readonly #closed: Promise<void>;
	#pid = 0;

	private constructor(args: readonly string[], options: ProgramOptions) {
		const {file = program, cols = 100, rows = 30, redirect = '', jobControl = false, env} = options;
		const {command = [process.execPath, file]} = options;
		this.#screen = new Screen(cols, rows);
		this.#pty = spawn('sh', ['-c', script(redirect, jobControl), 'sh', ...command, ...args], {
			cwd: env['HOME'],
			cols,
			rows,
			env,
		});
		this.#pty.onData(data => this.#screen.write(data));
		this.#closed = new Promise(done => this.#pty.onExit(() => void this.#screen.end().then(done)));
	}

	/** Resolves when the program's process is there; what it draws is waited for by the caller. */
	static async start(args: readonly string[], options: ProgramOptions): Promise<Program> {
		const started = new Program(args, options);
		try {
			await started.#screen.waitFor(() => /pid=(\d+)\r?\n/.test(started.raw));
		} catch (error) {
			await started.kill();
			throw error;
		}
		started.#pid = Number(/pid=(\d+)/.exec(started.raw)?.[1]);
		return started;
	}

	get pid(): number {
		return this.#pid;
	}

	/** Every byte that came over the terminal. */
	get raw(): string {
		return this.#screen.raw;
	}

	/** What is seen now. */
	screen(): string {
		return this.#screen.text();
	}

	/** Whether the program has the alternate screen. */
	get hasScreen(): boolean {
		return this.#screen.terminal.buffer.active.type === 'alternate';
	}

	waitFor(wanted: Wanted, milliseconds?: number): Promise<string> {
		return this.#screen.waitFor(wanted, milliseconds);
	}

	/** Writes text or bytes in one piece, as a paste of a terminal without brackets or fast typing arrives. */
	type(text: string): void {
		this.#pty.write(text);
	}

	/** Presses one key and waits for what it brings: so the next one is a piece of input of its own. */
	press(key: string, wanted: Wanted, milliseconds?: number): Promise<string> {
		this.type(named[key] ?? key);
		return this.waitFor(wanted, milliseconds);
	}

	resize(cols: number, rows: number): void {
		this.#screen.terminal.resize(cols, rows);
		this.#pty.resize(cols, rows);
	}

	/**
	 * Milliseconds for which the program's main thread had a processor so far, in steps of ten; undefined
	 * where the system does not tell.
	 */
	processorTime(): number | undefined {
		try {
			const stat = readFileSync(`/proc/${this.#pid}/task/${this.#pid}/stat`, 'utf8');
			// proc(5): utime and stime are the 14th and the 15th field; the second one, in brackets, may hold blanks.
			const [user, system] = stat
				.slice(stat.lastIndexOf(')') + 2)
				.split(' ')
				.slice(11, 13);
			return (Number(user) + Number(system)) * 10;
		} catch {
			return undefined;
		}
	}

	/** Bytes of memory that the program holds; undefined where the system does not tell. */
	residentMemory(): number | undefined {
		try {
			const status = readFileSync(`/proc/${this.#pid}/status`, 'utf8');
			return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) * 1024;
		} catch {
			return undefined;
		}
	}

	signal(signal: NodeJS.Signals): void {
		process.kill(this.#pid, signal);
	}

	/** Resolves when the program has stopped and the shell has the terminal: see `jobControl`. */
	async stopped(): Promise<void> {
		await this.waitFor(() => /job=stopped/.test(this.raw));
	}

	/** Brings the job back that `stopped` waited for. */
	resume(): void {
		this.#pty.write('\r');
	}

	/** Resolves when the program and its shell have ended. */
	async ended(): Promise<End> {
		const told = this.#screen.waitFor(
			() => /code=\d+\r?\nmodes=[^\r\n]+\r?\n/.test(this.raw.slice(-2000)),
			longest,
			true,
		);
		const over = Promise.race([told.catch(() => this.#closed), this.#closed]);
		await this.#within(longest, over);
		await this.#kill([this.#pty.pid]);
		const {terminal} = this.#screen;
		const lines = this.#screen.lines();
		const start = lines.findIndex(line => line.startsWith('pid='));
		const end = lines.findLastIndex(line => line.startsWith('code='));
		const [before, after] = lines.filter(line => line.startsWith('modes='));
		return {
			// Where the program kept the alternate screen, the shell went on in it.
			code: Number(/^code=(\d+)/m.exec(this.raw)?.[1]),
			words: lines
				.slice(start + 1, end < 0 ? undefined : end)
				.join('\n')
				.trim(),
			terminal: {
				screen: terminal.buffer.active.type,
				// The headless terminal does not tell.
				cursor:
					this.raw.lastIndexOf('\u001b[?25l') > this.raw.lastIndexOf('\u001b[?25h')
						? 'hidden'
						: 'shown',
				bracketedPaste: terminal.modes.bracketedPasteMode,
				synchronizedOutput: terminal.modes.synchronizedOutputMode,
				rowsWrap: terminal.modes.wraparoundMode,
				wheel: wheelIn(this.raw),
				modes: before !== undefined && before === after ? 'as before' : 'changed',
				lines: start === 1 ? 'as before' : 'changed',
			},
		};
	}

	/** Presses a key that ends the program, and waits for that; fails with what is seen where it does not end. */
	async quit(key = 'q'): Promise<End> {
		this.type(named[key] ?? key);
		return this.#within(patience, this.ended());
	}

	/** Fails with what is seen when it takes longer. */
	async #within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
		let timer: NodeJS.Timeout | undefined;
		const late = new Promise<never>((_, reject) => {
			const fail = () => reject(new Error(`it does not end:\n${this.screen()}`));
			timer = setTimeout(fail, milliseconds);
		});
		try {
			return await Promise.race([work, late]);
		} finally {
			clearTimeout(timer);
		}
	}

	/** Ends the program and its shell by their ids, whatever state they are in. */
	kill(): Promise<void> {
		return this.#kill([this.#pid, this.#pty.pid]);
	}

	async #kill(pids: readonly number[]): Promise<void> {
		for (const pid of pids) {
			try {
				if (pid > 0) process.kill(pid, 'SIGKILL');
			} catch {
				// It has ended already.
			}
		}
		// Now and then the end of a pty is not told on a busy machine: that must not hold a test up.
		await Promise.race([this.#closed, pause(5000, undefined, {ref: false})]);
	}
}
