import {spawn} from '@lydell/node-pty';
import xterm from '@xterm/headless';

/** A program in a terminal without a window. */
export class Terminal {
	#pty;
	#ended;
	#checks = new Set();
	#inHalves;

	/**
	 * @param {{command: readonly string[], env: Record<string, string>, cwd: string}} program
	 * @param {{cols?: number, rows?: number, inHalves?: boolean}} size and whether half of a frame is looked at too
	 */
	constructor({command: [file, ...args], env, cwd}, {cols = 120, rows = 40, inHalves = true} = {}) {
		this.#inHalves = inHalves;
		this.screen = new xterm.Terminal({cols, rows, allowProposedApi: true});
		const all = {...env, TERM: 'xterm-256color'};
		this.#pty = spawn(file, args, {cwd, cols, rows, env: all});
		this.#ended = new Promise(resolve => this.#pty.onExit(resolve));
		this.#pty.onData(data => this.screen.write(data, () => this.#check()));
	}

	get pid() {
		return this.#pty.pid;
	}

	text() {
		const {active} = this.screen.buffer;
		return Array.from(
			{length: this.screen.rows},
			(_, y) => active.getLine(active.viewportY + y)?.translateToString(true) ?? '',
		).join('\n');
	}

	type(text) {
		this.#pty.write(text);
	}

	/** Resolves with what is seen once it is what was wanted. */
	async waitFor(wanted, milliseconds = 120_000) {
		let timer;
		let check;
		try {
			return await new Promise((resolve, reject) => {
				check = () => {
					const text = this.text();
					if (wanted(text)) resolve(text);
				};
				timer = setTimeout(
					() => reject(new Error(`In vain; this is seen:\n${this.text()}`)),
					milliseconds,
				);
				this.#checks.add(check);
				this.#check();
			});
		} finally {
			clearTimeout(timer);
			this.#checks.delete(check);
		}
	}

	ended() {
		return this.#ended;
	}

	async end() {
		this.#pty.kill('SIGKILL');
		await this.#ended;
	}

	#check() {
		if (!this.#inHalves && this.screen.modes.synchronizedOutputMode) return;
		for (const check of this.#checks) check();
	}
}
