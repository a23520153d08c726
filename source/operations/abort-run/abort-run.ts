import {randomUUID} from 'node:crypto';
import {sumOfHeld} from '../../multipart/part.js';
import type {ActDeps} from '../journal/acting.js';
import type {AbortRun, AbortRunOptions, AbortRunPlan} from './abort-run-types.js';
import {AbortRunner} from './abort-runner.js';
import {carrier, createRunFile} from './run-file.js';
import {removeOldRuns, runFilePath} from './run-folder.js';

export type * from './abort-run-types.js';

/**
 * Aborts what the confirmation named: each upload is read again and left alone when it moved or is active, then
 * aborted at once, and one listing at the end proves them gone. Begins at once; the journal keeps the
 * acts, a file of its own the plan and the results.
 */
export function startAbortRun(
	deps: ActDeps,
	plan: AbortRunPlan,
	options: AbortRunOptions = {},
): AbortRun {
	const id = randomUUID();
	const {folder} = deps.journal;
	const {bucket, prefix, listed, everything, includesHeld, uploads} = plan;
	const header = {
		id,
		...carrier(),
		connection: deps.connection,
		endpoint: deps.gateway.endpoint,
		...{bucket, prefix, listed, everything, includesHeld},
		confirmed: {uploads: uploads.length, bytes: sumOfHeld(uploads)},
	};
	async function openNew() {
		await removeOldRuns(folder);
		return createRunFile(folder, header, uploads);
	}
	return new AbortRunner(
		deps,
		{
			id,
			plan,
			path: runFilePath(folder, id),
			openFile: () => openNew().catch(() => undefined),
		},
		options,
	);
}
