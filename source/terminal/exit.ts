import {closeSync} from 'node:fs';

// Not imported: a command that draws nothing does without the network code of Node that comes with it.
const isatty = (fd: number) => process.getBuiltinModule('node:tty').isatty(fd);

type ReallyExit = (code: number) => never;

/**
 * Ends the process and runs nothing before, in whatever it is. Libraries put their own in the place of Node's
 * and would draw once more: this is the one that was there when the program began: `cli.tsx` imports it, and the libraries come late.
 */
export const exitAtOnce = (process as unknown as {reallyExit: ReallyExit}).reallyExit.bind(process);

let terminals: readonly number[] = [];

/** Remembers which of stdin, stdout and stderr are terminals. It is called as the program begins to draw. */
export function rememberTerminals(): void {
	terminals = [0, 1, 2].filter(isatty);
}

/**
 * Closes what was a terminal when the program began and is none any more. Node puts the modes of its terminals
 * back when it ends, and aborts (134, a core dump) where one of them is gone.
 */
export function closeGoneTerminals(): void {
	for (const fd of terminals)
		try {
			if (!isatty(fd)) closeSync(fd);
		} catch {
			// It is closed already.
		}
}
