import {setTimeout as sleep} from 'node:timers/promises';

/** Waits so many milliseconds without keeping the process alive. */
export function pause(milliseconds: number): Promise<void> {
	return sleep(milliseconds, undefined, {ref: false});
}
