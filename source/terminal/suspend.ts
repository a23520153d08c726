import {once} from 'node:events';
import {writeSync} from 'node:fs';
import {setTimeout as delay} from 'node:timers/promises';
import {ownModes} from './restore.js';

/** Milliseconds to wait for a stop that may not come: where no shell minds the job, the system ignores it. */
const notStopped = 300;

/**
 * Stops the job that this process belongs to, as ctrl-z of a shell does; resolves once it goes on. The
 * terminal must have been given back before, and is the app's again afterwards.
 */
export async function stopJob(): Promise<void> {
	writeSync(process.stdout.fd, ownModes.restore);
	const goesOn = new AbortController();
	const {signal} = goesOn;
	const ignored = () => {};
	const continued = once(process, 'SIGCONT', {signal}).catch(ignored);
	// All of it: a wrapper such as npm would keep the terminal from the shell.
	process.kill(0, 'SIGTSTP');
	await Promise.race([continued, delay(notStopped, undefined, {signal}).catch(ignored)]);
	goesOn.abort();
	writeSync(process.stdout.fd, ownModes.set);
}
