import {spawnSync} from 'node:child_process';
import {closeSync, constants, openSync, readSync, writeSync} from 'node:fs';
import {Session} from 'node:inspector';
import {createRequire} from 'node:module';
import {constants as system} from 'node:os';
import {parentPort, workerData} from 'node:worker_threads';
import {signals, terminalReset} from './restore.js';
import {beatEvery, endingName, type WatchdogData} from './watchdog.js';

// What a thread runs: built as a file of its own. See `startWatchdog`.

/** Milliseconds that the thread that draws may be busy. */
const patience = 2000;
const {beats} = workerData as WatchdogData;
const terminal = '/dev/tty';
const ctrlC = 3;

/**
 * Ends the process: the thread that draws is interrupted, as a debugger does, and gives the terminal back
 * itself. What no debugger can interrupt (JSON of hundreds of megabytes) is killed.
 */
function end(code: number): void {
	setTimeout(kill, patience / 2);
	const session = new Session();
	session.connectToMainThread();
	session.post('Runtime.evaluate', {expression: `${endingName}(${code})`});
}

function kill(): void {
	try {
		const tty = openSync(terminal, constants.O_RDWR | constants.O_NOCTTY);
		writeSync(tty, terminalReset);
		spawnSync('stty', ['sane'], {stdio: [tty, 'ignore', 'ignore']});
	} catch {
		// The terminal is gone.
	}
	process.kill(process.pid, 'SIGKILL');
}

type SignalWrap = new () => {onsignal: (number: number) => void; start(number: number): number};

type Internals = {
	internalBinding(name: 'signal_wrap'): {readonly Signal: SignalWrap};
};

/**
 * Hears signals in this thread; the thread that draws hears them too, and ends the process long before
 * where it can. Node tells signals to its main thread alone, but what it hears them by works in every thread: it is
 * no public part of Node, and this thread is started with what gives it (tried on Node 20 and 24). Without it
 * a signal waits until the main thread turns round, and ctrl-c works as it does.
 */
function hearSignals(): void {
	try {
		const internals = createRequire(import.meta.url)('internal/test/binding') as Internals;
		const {Signal} = internals.internalBinding('signal_wrap');
		for (const name of signals) {
			const number = system.signals[name];
			const signal = new Signal();
			signal.onsignal = () => setTimeout(end, patience, 128 + number);
			signal.start(number);
		}
	} catch {
		// As above.
	}
}

let lastBeat = -1;
let missed = 0;
/** The terminal, while keys are read here. */
let tty: number | undefined;
let typed: Uint8Array[] = [];

function look(): void {
	const beat = Atomics.load(beats, 0);
	missed = beat === lastBeat ? missed + 1 : 0;
	lastBeat = beat;
	if (missed * beatEvery >= patience) readKeys();
	else if (tty !== undefined) handBack();
}

/** Takes what was typed: the thread that draws does not. */
function readKeys(): void {
	const bytes = new Uint8Array(1024);
	try {
		tty ??= openTerminal();
		for (;;) {
			const count = readSync(tty, bytes);
			typed.push(bytes.slice(0, count));
			if (count === 0 || typed.at(-1)?.includes(ctrlC)) break;
		}
		end(128 + system.signals[typed.at(-1)?.length === 0 ? 'SIGHUP' : 'SIGINT']);
	} catch (error) {
		const {code} = error as NodeJS.ErrnoException;
		if (code === 'EIO') end(128 + system.signals.SIGHUP);
	}
}

/** A descriptor of its own, since reading from the one that Ink reads would wait. */
function openTerminal(): number {
	const flags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY;
	try {
		return openSync(terminal, flags);
	} catch {
		// It has no terminal of its own, or no more: what it was started with tells which (EIO, when it is gone).
		return openSync('/dev/stdin', flags);
	}
}

function handBack(): void {
	closeSync(tty!);
	tty = undefined;
	for (const bytes of typed) parentPort?.postMessage(bytes);
	typed = [];
}

hearSignals();
setInterval(look, beatEvery);
