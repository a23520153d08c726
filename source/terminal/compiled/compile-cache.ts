import {lstatSync, mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {userFolder} from '../user-folders.js';
import {type Extensions, keepCode} from './code-cache.js';
import {sweep} from './sweep.js';

type NodeModule = {
	/** Node 22.8 and newer. */
	readonly enableCompileCache?: (folder: string) => unknown;
	readonly _extensions: Extensions;
};

/**
 * Has what was compiled before taken from a folder of the user: below PARTWAY_STATE_DIR, else in the platform's folder
 * for caches (`~/.cache/partway`). What is in it is run, so it is not used where anybody else could write.
 * NODE_DISABLE_COMPILE_CACHE=1 turns it off.
 *
 * @param program the folder of the files that are taken and kept.
 * @returns to be called where there is work: makes the folder, and has kept in it what is compiled.
 */
export function takeCompiledCode(
	program: string,
	env: Readonly<Record<string, string | undefined>> = process.env,
	node = process.getBuiltinModule?.('node:module') as unknown as NodeModule,
): () => void {
	if (env['NODE_DISABLE_COMPILE_CACHE']) return () => {};
	const base = env['PARTWAY_STATE_DIR'] || userFolder('cache', env);
	const folder = join(base, 'compiled');
	let keep: (() => void) | undefined;
	const use = () => {
		if (keep !== undefined || !isOnlyOurs(folder)) return;
		if (node.enableCompileCache) {
			node.enableCompileCache(folder);
			keep = () => {};
		} else keep = keepCode(folder, program, node._extensions);
	};
	attempt(use);
	return () =>
		attempt(() => {
			mkdirSync(folder, {recursive: true, mode: 0o700});
			use();
			if (keep !== undefined) process.once('exit', keep).once('exit', () => sweep(folder));
		});
}

/** Without kept code everything is compiled anew. */
function attempt(work: () => void): void {
	try {
		work();
	} catch {}
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
