import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {Terminal} from '../../bench/lib/terminal.mjs';
import {cellsOf, steadied} from './cells.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const stillClock = new URL('still-clock.mjs', import.meta.url).href;

const named = {
	enter: '\r',
	esc: '\u001b',
	tab: '\t',
	space: ' ',
	up: '\u001b[A',
	down: '\u001b[B',
	right: '\u001b[C',
	pagedown: '\u001b[6~',
};

/** The built program with the demo, in a terminal without a window and in a home of its own. */
export class Demo {
	#terminal;
	#home;

	/** `more` are variables of its environment. */
	static async start({cols, rows}, more = {}) {
		const home = await mkdtemp(join(tmpdir(), 'pics-'));
		return new Demo(home, {cols, rows}, more);
	}

	constructor(home, size, more) {
		this.#home = home;
		const env = {
			PATH: process.env['PATH'] ?? '',
			HOME: home,
			TMPDIR: home,
			TZ: 'UTC',
			LANG: 'C.UTF-8',
			PARTWAY_CONFIG_DIR: join(home, 'config'),
			PARTWAY_STATE_DIR: join(home, 'state'),
			...more,
		};
		const command = [process.execPath, '--import', stillClock, join(root, 'dist/cli.js'), '--demo'];
		// Half of a frame tells nothing.
		this.#terminal = new Terminal({command, env, cwd: home}, {...size, inHalves: false});
	}

	/** What is seen now, as rows of cells, with what differs from run to run replaced. */
	cells() {
		return steadied(cellsOf(this.#terminal.screen));
	}

	/** Presses a key, or types a text at once. */
	type(key) {
		this.#terminal.type(named[key] ?? key);
	}

	/** Resolves once a whole frame shows what is wanted: a pattern. Rejects, telling what is seen, when time is up. */
	async waitFor(wanted) {
		await this.#terminal.waitFor(text => wanted.test(text));
	}

	/** Resolves once what is seen has stayed for half a second: on a busy machine a count follows late. */
	async atRest() {
		let before;
		for (let seen = this.#terminal.text(); seen !== before; seen = this.#terminal.text()) {
			before = seen;
			await delay(500);
		}
	}

	async end() {
		await this.#terminal.end();
		await rm(this.#home, {recursive: true, force: true, maxRetries: 5});
	}
}
