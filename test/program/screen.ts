import xterm from '@xterm/headless';

/** What is waited for on a screen: text, a pattern, or anything that can be told of it. */
export type Wanted = string | RegExp | ((text: string) => boolean);

/** Milliseconds. Generous: a machine may be busy, and a test that waits in vain fails all the same. */
const patience = 120_000;

/** A terminal without a window: the bytes of a program become rows, and one can wait for what they show. */
export class Screen {
	readonly terminal: InstanceType<typeof xterm.Terminal>;
	/** Every byte that was written, in its order. */
	raw = '';
	/** Each with whether half a frame is enough for it. */
	readonly #checks = new Map<() => void, boolean>();
	#ended = false;

	constructor(cols: number, rows: number) {
		this.terminal = new xterm.Terminal({cols, rows, allowProposedApi: true});
	}

	write(data: string): void {
		this.raw += data;
		this.terminal.write(data, () => this.#check());
	}

	/** The program has ended: nothing more will be shown. Resolves when all of it is. */
	async end(): Promise<void> {
		await new Promise<void>(resolve => this.terminal.write('', resolve));
		this.#ended = true;
		this.#check();
	}

	/** The rows that are seen now, without the blanks at their ends. */
	text(): string {
		const {active} = this.terminal.buffer;
		return Array.from(
			{length: this.terminal.rows},
			(_, y) => active.getLine(active.viewportY + y)?.translateToString(true) ?? '',
		).join('\n');
	}

	/** All lines of the main screen from its first one on, those that were too long for a row put together. */
	lines(): string[] {
		const {normal} = this.terminal.buffer;
		const lines: string[] = [];
		for (let y = 0; y < normal.length; y++) {
			const line = normal.getLine(y);
			const text = line?.translateToString(true) ?? '';
			if (line?.isWrapped) lines.push((lines.pop() ?? '') + text);
			else lines.push(text);
		}
		return lines;
	}

	/**
	 * Resolves with the text of the first frame that shows what is wanted. Rejects, telling what was
	 * on the screen, when time is up or the program has ended. Of a program that is killed the last frame
	 * may stay a half, so that what its shell says has to be waited for `inHalves` too.
	 */
	waitFor(wanted: Wanted, milliseconds = patience, inHalves = false): Promise<string> {
		return new Promise((resolve, reject) => {
			const check = () => {
				const text = this.text();
				if (shows(text, wanted)) settle(() => resolve(text));
				else if (this.#ended) settle(() => reject(unmet('it ended', wanted, text)));
			};
			const timer = setTimeout(
				() => settle(() => reject(unmet(`${milliseconds} ms are over`, wanted, this.text()))),
				milliseconds,
			);
			const settle = (then: () => void) => {
				clearTimeout(timer);
				this.#checks.delete(check);
				then();
			};
			this.#checks.set(check, inHalves);
			if (inHalves || this.#isWhole()) check();
		});
	}

	#check(): void {
		for (const [check, inHalves] of [...this.#checks]) if (inHalves || this.#isWhole()) check();
	}

	/** Between these two marks a frame is drawn, and half of it tells nothing. */
	#isWhole(): boolean {
		return this.#ended || !this.terminal.modes.synchronizedOutputMode;
	}
}

function shows(text: string, wanted: Wanted): boolean {
	if (typeof wanted === 'string') return text.includes(wanted);
	return wanted instanceof RegExp ? wanted.test(text) : wanted(text);
}

function unmet(why: string, wanted: Wanted, text: string): Error {
	return new Error(`${why}, and the screen does not show ${String(wanted)}:\n${text}`);
}
