import {type ChildProcess, spawn} from 'node:child_process';
import {closeSync, openSync} from 'node:fs';
import {program} from '../pty.js';

/** What a shell sees of a command that ended. */
export type Ended = {
	readonly code: number | null;
	readonly stdout: string;
	readonly stderr: string;
};

/** The built program in pipes, as cron and scripts run it. */
export class Piped {
	readonly child: ChildProcess;
	/** Resolves once it has ended and all that it wrote is read. */
	readonly ended: Promise<Ended>;
	#stdout = '';
	#stderr = '';
	#onText: () => void = () => {};

	/**
	 * @param input what it reads from stdin; nothing when there is none.
	 * @param output the file that is its stdout, instead of a pipe.
	 */
	constructor(
		args: readonly string[],
		env: Readonly<Record<string, string | undefined>>,
		input?: string,
		output?: string,
	) {
		const stdout = output === undefined ? undefined : openSync(output, 'a');
		this.child = spawn(process.execPath, [program, ...args], {
			env: {...env},
			cwd: env['HOME'],
			stdio: [input === undefined ? 'ignore' : 'pipe', stdout ?? 'pipe', 'pipe'],
		});
		if (stdout !== undefined) closeSync(stdout);
		this.child.stdin?.end(input);
		this.child.stdout?.setEncoding('utf8').on('data', text => {
			this.#stdout += text;
			this.#onText();
		});
		this.child.stderr?.setEncoding('utf8').on('data', text => {
			this.#stderr += text;
			this.#onText();
		});
		this.ended = new Promise(resolve => {
			this.child.on('close', code => {
				resolve({code, stdout: this.#stdout, stderr: this.#stderr});
			});
		});
	}

	/** Resolves when stdout or stderr holds the text; rejects when the program ends without it. */
	async has(text: string, stream: 'stdout' | 'stderr' = 'stdout'): Promise<void> {
		const found = () => (stream === 'stdout' ? this.#stdout : this.#stderr).includes(text);
		const seen = new Promise<void>(resolve => {
			this.#onText = () => {
				if (found()) resolve();
			};
			this.#onText();
		});
		await Promise.race([
			seen,
			this.ended.then(end => {
				if (!found()) throw new Error(`it ended without "${text}": ${JSON.stringify(end)}`);
			}),
		]);
	}

	/** The reader goes away, as `head` does. */
	closeStdout(): void {
		this.child.stdout?.destroy();
	}
}

/** The lines of JSON of a text. */
export function jsonLines<T = Record<string, unknown>>(text: string): T[] {
	return text
		.split('\n')
		.filter(line => line !== '')
		.map(line => JSON.parse(line) as T);
}
