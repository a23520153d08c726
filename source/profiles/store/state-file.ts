import {lstatSync, mkdirSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {terminalJson} from '../../terminal/json.js';
import {NoPlainFile, readPlainSync} from '../../terminal/plain-file.js';
import {whileLocked} from './lock.js';

/** Bytes: far more than what is kept takes. */
const longest = 1024 * 1024;

/** What a file of state holds; empty for one that is not there or cannot be used, which `problem` names then. */
export type StateRead<T> = {readonly content: readonly T[]; readonly problem?: string};

/**
 * Reads a file of state, a list. Never throws.
 *
 * @param parse makes the list of the JSON; it throws where that is something else.
 * @param lost what is lost with the file: the beginning of a sentence.
 */
export function readStateFile<T>(
	file: string,
	parse: (json: unknown) => readonly T[],
	lost: string,
): StateRead<T> {
	try {
		return {content: parse(JSON.parse(readPlainSync(file, longest).toString('utf8')))};
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {content: []};
		const why = error instanceof NoPlainFile ? `: ${error.message}` : '';
		return {content: [], problem: `${lost} are forgotten: ${file} cannot be read${why}.`};
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
