import {readdirSync, statSync, unlinkSync} from 'node:fs';
import path from 'node:path';

/**
 * Removes what a partway that was killed in the middle of a write left beside the file: half of a
 * store may hold keys. Called under the lock, so that nobody is writing one now; the names are those of
 * conf's `atomically`.
 */
export function removeLeftovers(file: string): void {
	const {dir, base} = path.parse(file);
	for (const name of readdirSync(dir)) {
		const left = path.join(dir, name);
		if (name.startsWith(`${base}.tmp-`) && statSync(left, {throwIfNoEntry: false})?.isFile())
			unlinkSync(left);
	}
}
