import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {onTestFinished} from 'vitest';
import {openIdentified} from '../../source/terminal/local-file/file-identity.js';
import type {FileRange} from '../../source/terminal/local-file/file-range.js';

/** A file with these bytes until the test is over. */
export async function localFile(bytes: Buffer): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), 'partway-bytes-'));
	onTestFinished(() => rm(folder, {recursive: true}));
	const path = join(folder, 'file');
	await writeFile(path, bytes);
	return path;
}

/** A range of a file as it is now; the whole of it unless said otherwise. */
export async function rangeOf(path: string, start = 0, end?: number): Promise<FileRange> {
	const {handle, identity} = await openIdentified(path);
	await handle.close();
	return {path, identity, start, end: end ?? identity.size};
}

/** Bytes that differ from piece to piece: a range that is off by one has another digest. */
export function someBytes(count: number): Buffer {
	const bytes = Buffer.alloc(count);
	let state = 1;
	for (let at = 0; at + 4 <= count; at += 4) {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		bytes.writeUInt32LE(state, at);
	}
	return bytes;
}
