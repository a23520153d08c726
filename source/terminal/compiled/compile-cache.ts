import {lstatSync, mkdirSync} from 'node:fs';
import {join} from 'node:path';
import envPaths from 'env-paths';
import {type Extensions, keepCode} from './code-cache.js';
import {sweep} from './sweep.js';

type NodeModule = {
	/** Node 22.8 and newer. */
	readonly enableCompileCache?: (folder: string) => unknown;
	readonly _extensions: Extensions;
};

/**
 * Has what is compiled from here on kept in a folder of the user, and taken from there the next time: below
 * PARTWAY_STATE_DIR, else in the platform's folder for caches (`~/.cache/partway`). What is in it is run, so it is not
 * used where anybody else could write, nor where it cannot be made. NODE_DISABLE_COMPILE_CACHE=1 turns it off.
 *
 * @param program the folder of the files that are loaded late.
 */
export function keepCompiledCode(
	program: string,
	env: Readonly<Record<string, string | undefined>> = process.env,
	node = process.getBuiltinModule('node:module') as unknown as NodeModule,
): void {
	if (env['NODE_DISABLE_COMPILE_CACHE']) return;
	const base = env['PARTWAY_STATE_DIR'] || envPaths('partway', {suffix: ''}).cache;
	const folder = join(base, 'compiled');
	try {
		mkdirSync(folder, {recursive: true, mode: 0o700});
		if (!isOnlyOurs(folder)) return;
		if (node.enableCompileCache) node.enableCompileCache(folder);
		else process.once('exit', keepCode(folder, program, node._extensions));
		process.once('exit', () => sweep(folder));
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
