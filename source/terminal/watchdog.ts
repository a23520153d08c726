import {closeSync, writeSync} from 'node:fs';
import {Worker} from 'node:worker_threads';
import {closeGoneTerminals, exitAtOnce} from './exit.js';
import {restoreTerminal} from './restore.js';

/** Milliseconds between two signs of life of the thread that draws: waking up for one costs half a millisecond, in each of two threads. */
export const beatEvery = 500;

export type WatchdogData = {
	/** Counted up as long as the thread that draws turns round. */
	readonly beats: Int32Array;
};

/** What the watchdog calls in the thread that draws, by its name: see `watchdog-thread.ts`. */
export const endingName = 'partwayEnds';

const lastWords =
	'partway did not answer any more and was ended. What was under way is checked at the next start.\n';

/**
 * Starts a thread that ends the process where the thread that draws is busy for longer than two seconds:
 * by ctrl-c, by INT, TERM, HUP and QUIT, and when the terminal is gone. Whoever is busy hears of none of them, and a
 * raw terminal has no other way out. Keys that were typed meanwhile are given to `type` once it turns round again.
 *
 * @param entry the built `watchdog-thread.ts`.
 * @returns the function that ends the watch.
 */
export function startWatchdog(
	entry: URL,
	type: (bytes: Uint8Array) => void = bytes => process.stdin.push(bytes),
): () => void {
	const beats = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
	const beating = setInterval(() => Atomics.add(beats, 0, 1), beatEvery).unref();
	const ends = globalThis as {[endingName]?: (code: number) => void};
	ends[endingName] = endAtOnce;
	const workerData: WatchdogData = {beats};
	const worker = new Worker(entry, {
		workerData,
		// To hear signals: see there.
		execArgv: ['--expose-internals'],
		env: {PATH: process.env['PATH']},
		// Node warns there of the internals: that belongs on no screen.
		stdout: true,
		stderr: true,
		resourceLimits: {maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 4},
	});
	worker.stdout.resume();
	worker.stderr.resume();
	worker.unref();
	worker.on('message', type);
	// Without it everything works as long as nothing is busy for long.
	worker.on('error', () => {});
	return () => {
		clearInterval(beating);
		delete ends[endingName];
		void worker.terminate();
	};
}

/** Called in the middle of whatever keeps this thread busy: nothing but what cannot hang. */
function endAtOnce(code: number): void {
	restoreTerminal();
	try {
		writeSync(process.stderr.fd, lastWords);
		// Node would say there that it waits for a debugger: the watchdog reached this thread as one does.
		closeSync(process.stderr.fd);
	} catch {
		// The terminal is gone.
	}
	closeGoneTerminals();
	exitAtOnce(code);
}
