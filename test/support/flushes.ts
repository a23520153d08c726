import {open} from 'node:fs/promises';
import {vi} from 'vitest';

/** How often a file is flushed to the disk while something is done. */
export async function flushesOf(work: () => Promise<unknown>): Promise<number> {
	const handle = await open(import.meta.filename, 'r');
	const flush = vi.spyOn(Object.getPrototypeOf(handle) as typeof handle, 'sync');
	await handle.close();
	try {
		await work();
		return flush.mock.calls.length;
	} finally {
		flush.mockRestore();
	}
}
