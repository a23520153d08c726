import type {Readable} from 'node:stream';
import {type ExitCode, exitCodes} from './exit.js';
import {Output} from './output/output.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What a command has of the process it runs in; a test gives it streams of its own. */
export type Io = {
	/** Data, and nothing else. */
	readonly stdout: Output;
	/** Words. */
	readonly stderr: Output;
	readonly stdin: Readable & {readonly isTTY?: boolean};
	readonly env: Environment;
	/** From the call on, what would have ended the process (INT, TERM, HUP) aborts the signal instead; a second one ends it. */
	listenToSignals(): AbortSignal;
	/** Set by the command that ran. */
	exitCode: ExitCode;
};

/** That of this process. */
export function processIo(): Io {
	const {stdout, stderr, env} = process;
	return {
		stdout: new Output(stdout),
		stderr: new Output(stderr),
		// Node makes the stream when it is first asked for.
		get stdin() {
			return process.stdin;
		},
		env,
		exitCode: exitCodes.done,
		listenToSignals() {
			const ending = new AbortController();
			for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
				process.on(signal, () => {
					if (ending.signal.aborted) process.exit(130);
					ending.abort();
				});
			return ending.signal;
		},
	};
}
