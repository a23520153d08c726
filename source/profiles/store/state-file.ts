import {lstatSync, mkdirSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {terminalJson} from '../../terminal/json.js';
import {NoPlainFile, readPlainSync} from '../../terminal/plain-file.js';
import {whileLocked} from './lock.js';

/** Bytes: far more than what is kept takes. */
const longest = 1024 * 1024;

/** What a file of state holds, as `parse` makes it of the JSON; it throws where that is something else. */
export type StateRead<T> =
	| {readonly kind: 'read'; readonly content: T}
	| {readonly kind: 'absent'}
	/** `why` begins with a colon, or is empty where there is nothing to say. */
	| {readonly kind: 'unusable'; readonly why: string};

/** Reads a file of state. Never throws. */
export function readStateFile<T>(file: string, parse: (json: unknown) => T): StateRead<T> {
	try {
		return {
			kind: 'read',
			content: parse(JSON.parse(readPlainSync(file, longest).toString('utf8'))),
		};
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {kind: 'absent'};
		return {kind: 'unusable', why: error instanceof NoPlainFile ? `: ${error.message}` : ''};
	}
}

/**
 * Writes a file of state anew: `make` reads what other processes wrote before. The file is whole at any moment, mode
 * 0600. Throws what the system says of a folder that cannot be written.
 */
export async function writeStateFile(file: string, make: () => unknown): Promise<void> {
	mkdirSync(path.dirname(file), {recursive: true, mode: 0o700});
	await whileLocked(file, stillOurs => {
		// What is no file of ours is not taken away either.
		const there = lstatSync(file, {throwIfNoEntry: false});
		if (there !== undefined && !there.isFile() && !there.isSymbolicLink()) return;
		const content = make();
		const next = `${file}.tmp-${process.pid}`;
		try {
			writeFileSync(next, `${terminalJson(content, '\t')}\n`, {mode: 0o600});
			stillOurs();
			renameSync(next, file);
		} catch (error) {
			rmSync(next, {force: true});
			throw error;
		}
	});
}
