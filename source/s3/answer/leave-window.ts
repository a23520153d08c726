import {WireError} from './wire-error.js';

/**
 * When an act may leave, by this machine's clock: milliseconds since the epoch, both included. Before the first one the clock was put
 * back, and nothing tells how long it took.
 */
export type LeaveWindow = {readonly notBefore: number; readonly notAfter: number};

/** The name of the error of what would leave outside of its window. */
export const lateCode = 'LeavesTooLate';

/** By commands of the SDK, and by the headers of their requests: whichever way one goes, its window goes with it. */
const windows = new WeakMap<object, LeaveWindow>();

/** A command, or the headers of a request, that leaves in its window or not at all. */
export function leavingIn<Sent extends object>(window: LeaveWindow | undefined, sent: Sent): Sent {
	if (window !== undefined) windows.set(sent, window);
	return sent;
}

/** Undefined where a command, or the request of some headers, may leave at any time. */
export function windowOf(sent: object): LeaveWindow | undefined {
	return windows.get(sent);
}

/** Throws for what would leave at that time, and may not. */
export function refuseLate(window: LeaveWindow | undefined, time: number): void {
	if (window === undefined || (time >= window.notBefore && time <= window.notAfter)) return;
	throw new WireError(lateCode, 'It was too late to send it: nothing was sent.');
}
