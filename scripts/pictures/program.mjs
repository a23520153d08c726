import {mkdir, mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {spawn} from '@lydell/node-pty';
import xterm from '@xterm/headless';
import {cellsOf, steadied} from './cells.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const stillClock = new URL('still-clock.mjs', import.meta.url).href;
/** Milliseconds that what is waited for may take. */
const patience = 120_000;

const named = {
	enter: '\r',
	esc: '\u001b',
	tab: '\t',
	space: ' ',
	up: '\u001b[A',
	down: '\u001b[B',
	pagedown: '\u001b[6~',
};

/** The built program with the demo, in a terminal without a window and in a home of its own. */
export class Demo {
	#terminal;
	#pty;
	#home;
	#ended;
	#checks = new Set();

	/** `more` are variables of its environment. */
	static async start({cols, rows}, more = {}) {
		const home = await mkdtemp(join(tmpdir(), 'partway-pictures-'));
		await mkdir(join(home, 'tmp'));
		return new Demo(home, {cols, rows}, more);
	}

	constructor(home, {cols, rows}, more) {
		this.#home = home;
		this.#terminal = new xterm.Terminal({cols, rows, allowProposedApi: true});
		const env = {
			PATH: process.env['PATH'] ?? '',
			HOME: home,
			TMPDIR: join(home, 'tmp'),
			TZ: 'UTC',
			LANG: 'C.UTF-8',
			TERM: 'xterm-256color',
			PARTWAY_CONFIG_DIR: join(home, 'config'),
			PARTWAY_STATE_DIR: join(home, 'state'),
			...more,
		};
		const args = ['--import', stillClock, join(root, 'dist/cli.js'), '--demo'];
		this.#pty = spawn(process.execPath, args, {cwd: home, cols, rows, env});
		this.#ended = new Promise(resolve => this.#pty.onExit(resolve));
		this.#pty.onData(data => this.#terminal.write(data, () => this.#check()));
	}

	text() {
		const {active} = this.#terminal.buffer;
		return Array.from(
			{length: this.#terminal.rows},
			(_, y) => active.getLine(active.viewportY + y)?.translateToString(true) ?? '',
		).join('\n');
	}

	/** What is seen now, as rows of cells, with what differs from run to run replaced. */
	cells() {
		return steadied(cellsOf(this.#terminal));
	}

	/** Presses a key, or types a text at once. */
	type(key) {
		this.#pty.write(named[key] ?? key);
	}

	/** Resolves once a whole frame shows what is wanted: a pattern. Rejects, telling what is seen, when time is up. */
	async waitFor(wanted) {
		let timer;
		let check;
		try {
			await new Promise((resolve, reject) => {
				check = () => {
					if (wanted.test(this.text())) resolve();
				};
				const late = () => reject(new Error(`${wanted} is not seen:\n${this.text()}`));
				timer = setTimeout(late, patience);
				this.#checks.add(check);
				this.#check();
			});
		} finally {
			clearTimeout(timer);
			this.#checks.delete(check);
		}
	}

	async end() {
		this.#pty.kill('SIGKILL');
		await this.#ended;
		await rm(this.#home, {recursive: true, force: true, maxRetries: 5});
	}

	#check() {
		// Half of a frame tells nothing.
		if (this.#terminal.modes.synchronizedOutputMode) return;
		for (const check of this.#checks) check();
	}
}
