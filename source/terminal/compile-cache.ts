import {lstatSync, mkdirSync} from 'node:fs';
import * as nodeModule from 'node:module';
import {join} from 'node:path';
import envPaths from 'env-paths';

/** Node 22.8 and newer. */
type EnableCompileCache = (folder: string) => unknown;

/**
 * Has Node keep what it compiles from here on in a folder of the user, and take it from there the next time: below
 * PARTWAY_STATE_DIR, else in the platform's folder for caches (`~/.cache/partway`). What is in it is run, so it is not
 * used where anybody else could write, nor where it cannot be made. NODE_DISABLE_COMPILE_CACHE=1 turns it off.
 */
export function keepCompiledCode(
	env: Readonly<Record<string, string | undefined>> = process.env,
	enable = (nodeModule as {enableCompileCache?: EnableCompileCache}).enableCompileCache,
): void {
	if (enable === undefined || env['NODE_DISABLE_COMPILE_CACHE']) return;
	const base = env['PARTWAY_STATE_DIR'] || envPaths('partway', {suffix: ''}).cache;
	const folder = join(base, 'compiled');
	try {
		mkdirSync(folder, {recursive: true, mode: 0o700});
		if (isOnlyOurs(folder)) enable(folder);
	} catch {
		// Without it everything is compiled anew.
	}
}

function isOnlyOurs(folder: string): boolean {
	const found = lstatSync(folder);
	// Windows has neither.
	const user = process.getuid?.();
	return (
		found.isDirectory() &&
		(user === undefined || (found.uid === user && (found.mode & 0o022) === 0))
	);
}
