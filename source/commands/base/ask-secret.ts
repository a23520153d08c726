import type {Readable} from 'node:stream';
import type {Run} from './command.js';
import {CommandError, exitCodes, usageError} from './exit.js';

/** Bytes. No secret is longer; what is may be a file that was named by mistake. */
const longest = 16 * 1024;

type RawTerminal = Readable & {setRawMode?(on: boolean): unknown};

/**
 * Asks on stderr for a secret that the terminal does not show.
 *
 * @throws CommandError (interrupted) when ctrl-c is the answer, the signal's reason when it is aborted.
 */
export async function askSecret(run: Run, question: string): Promise<string> {
	const terminal = run.stdin as RawTerminal;
	// Before it asks: what is typed at once would be echoed.
	terminal.setRawMode?.(true);
	try {
		await run.stderr.write(`${question}: `);
		return await typedLine(terminal, run.signal);
	} finally {
		terminal.setRawMode?.(false);
		terminal.pause();
		await run.say('');
	}
}

/** One line of keys in raw mode: erase and kill work, nothing is echoed. */
function typedLine(terminal: Readable, signal: AbortSignal): Promise<string> {
	return new Promise((resolve, reject) => {
		let typed: string[] = [];
		const end = (how: () => void) => {
			terminal.off('data', take);
			terminal.off('end', finish);
			signal.removeEventListener('abort', abort);
			how();
		};
		const finish = () => end(() => resolve(typed.join('')));
		const abort = () => end(() => reject(signal.reason));
		const take = (chunk: Buffer | string) => {
			for (const sign of String(chunk)) {
				if (sign === '\r' || sign === '\n' || sign === '\u0004') return finish();
				if (sign === '\u0003')
					return end(() => reject(new CommandError('Interrupted.', exitCodes.interrupted)));
				if (sign === '\u007f' || sign === '\b') typed.pop();
				else if (sign === '\u0015') typed = [];
				else if (sign >= ' ') typed.push(sign);
			}
		};
		terminal.on('data', take);
		terminal.on('end', finish);
		signal.addEventListener('abort', abort, {once: true});
	});
}

/** The secret that comes over stdin: a line, its end left out. @throws CommandError (usage) for anything else. */
export async function secretFromStdin({stdin, signal}: Run): Promise<string> {
	const chunks: Buffer[] = [];
	let bytes = 0;
	const stop = () => stdin.destroy();
	signal.addEventListener('abort', stop, {once: true});
	try {
		for await (const chunk of stdin) {
			chunks.push(Buffer.from(chunk));
			bytes += chunks.at(-1)?.length ?? 0;
			if (bytes > longest) throw usageError('Stdin holds too much for a secret.');
		}
	} finally {
		signal.removeEventListener('abort', stop);
	}
	signal.throwIfAborted();
	const secret = Buffer.concat(chunks)
		.toString('utf8')
		.replace(/\r?\n$/, '');
	if (secret === '') throw usageError('Stdin is empty: it should hold the secret.');
	if (/[\r\n]/.test(secret)) throw usageError('The secret must be one line; stdin has several.');
	return secret;
}
