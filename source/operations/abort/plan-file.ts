import {randomUUID} from 'node:crypto';
import {sumOfHeld} from '../../multipart/part.js';
import type {AbortRunPlan} from '../abort-run/abort-run-types.js';
import {RunFileError} from '../abort-run/error.js';
import {carrier, type RunHeader, readRunFile} from '../abort-run/run-file.js';
import {encodeRunLine, type RunLine} from '../abort-run/run-record.js';
import {expandPath, LocalFileError, writeNewFile} from '../typed-file.js';

/** A plan to abort uploads, and over which connection it was made. */
export type PlannedRun = AbortRunPlan & Pick<RunHeader, 'connection' | 'endpoint' | 'time'>;

/**
 * Writes a plan as a new file, in the lines that the file of a run begins with, and gives back its whole
 * path. @throws LocalFileError, also when the file is there.
 */
export async function writePlanFile(
	path: string,
	{uploads, everything: _, listedBy: __, ...plan}: Omit<PlannedRun, 'time'>,
): Promise<string> {
	const confirmed = {uploads: uploads.length, bytes: sumOfHeld(uploads)};
	const lines: RunLine[] = [
		{type: 'run', header: {id: randomUUID(), ...carrier(), ...plan, confirmed}},
		...uploads.map(upload => ({type: 'upload', upload}) as const),
		{type: 'planned', uploads: uploads.length},
	];
	return writeNewFile(path, lines.map(line => `${encoded(line)}\n`).join(''));
}

function encoded(line: RunLine): string {
	try {
		return encodeRunLine(line);
	} catch (error) {
		if (!(error instanceof RunFileError)) throw error;
		throw new LocalFileError(`The plan cannot be written: a line of it ${error.message}.`);
	}
}

/**
 * Reads a plan that `writePlanFile` wrote. What is not exactly that is refused: a plan that was cut short,
 * the file of a run, one that names everything whatever it is.
 *
 * @throws RunFileError when the file cannot be read, or is no such plan.
 */
export async function readPlanFile(typed: string): Promise<PlannedRun> {
	const path = expandPath(typed);
	const {header, uploads, results, ended, whole} = await readRunFile(path);
	if (!whole) throw new RunFileError(`The plan was cut short: ${path}`);
	if (ended || results.size > 0 || header.everything === true)
		throw new RunFileError(`This is what a run came to, and no plan: ${path}`);
	const {connection, endpoint, time, bucket, prefix, listed} = header;
	return {connection, endpoint, time, bucket, prefix, listed, uploads};
}
