import {writeSync} from 'node:fs';
import {escapedUnits} from './json.js';
import {NoPlainFile, openPlainSync} from './plain-file.js';

/** Takes one entry for the log. */
export type WriteLog = (entry: Readonly<Record<string, unknown>>) => void;

/**
 * Opens a log file to append to, mode 0600. An entry is one line of JSON in plain ASCII, so that
 * reading it in a terminal is harmless. Throws when it cannot be opened, and where it is no regular file: a
 * pipe that nobody reads would hold the program. One that cannot be written later on is given up, since the
 * screen is where things are shown.
 */
export function openLog(path: string): WriteLog {
	const file = opened(path);
	let open = true;
	return entry => {
		if (!open) return;
		try {
			writeSync(file, `${JSON.stringify(entry).replace(/[\u007f-\uffff]/g, escapedUnits)}\n`);
		} catch {
			open = false;
		}
	};
}

function opened(path: string): number {
	try {
		return openPlainSync(path, 'a', 0o600, {orNull: true});
	} catch (error) {
		if (!(error instanceof NoPlainFile)) throw error;
		throw new Error(`${error.message}, and no regular file: ${path}`);
	}
}
