import {isDeepStrictEqual} from 'node:util';
import type {ScratchClient} from '../../s3/conformance/scratch-client.js';
import type {Check} from './check.js';
import {type CheckId, checks} from './checks/checks.js';
import type {Ledger} from './ledger.js';
import {removeMade} from './remove.js';
import {Trial} from './trial.js';
import {type CheckResult, NotSeen, type Removal} from './types.js';

/** What a run sends, removing included, to a service that does all as S3 documents it; tests hold the numbers. */
export const expectedRun = {requests: 300, uploads: 46, bytes: 10.1 * 1024 * 1024} as const;

export type Conformance = {
	/** In the order of the checks; those that an interruption left out are not there. */
	readonly results: ReadonlyArray<CheckResult<CheckId>>;
	readonly removal: Removal;
	readonly isInterrupted: boolean;
	/** What tells which service it is. */
	readonly uploadId?: string;
	readonly requestId?: string;
	/** Its Server header. */
	readonly server?: string;
};

export type ConformanceDeps = {
	readonly client: ScratchClient;
	readonly ledger: Ledger;
	/** Of the run; it ends with a slash. */
	readonly prefix: string;
	readonly isVersioned: boolean;
	/** Ends the checks; what was made is removed all the same. */
	readonly signal?: AbortSignal;
	/** `removing` once all checks are done, or an interruption ended them. */
	readonly onProgress?: (progress: {
		readonly done: number;
		readonly next: CheckId | 'removing';
	}) => void;
};

/** Tries every check within the prefix, one request after the other, and removes what it made. */
export async function runConformance(deps: ConformanceDeps): Promise<Conformance> {
	const {client, ledger, prefix, signal, onProgress} = deps;
	const trial = new Trial(client, prefix, ledger, signal);
	const results: Array<CheckResult<CheckId>> = [];
	const passed = new Set<string>();
	let removal: Removal | undefined;
	try {
		for (const check of checks) {
			if (signal?.aborted) break;
			onProgress?.({done: results.length, next: check.id});
			const result = await tryCheck(check, trial, passed);
			if (result === undefined) break;
			if (result.verdict === 'pass') passed.add(check.id);
			results.push({...result, id: check.id} as CheckResult<CheckId>);
		}
	} finally {
		onProgress?.({done: results.length, next: 'removing'});
		removal = await removeMade({...deps, listShows: trial.listShows});
	}
	return {results, removal, isInterrupted: signal?.aborted === true, ...trial.seen};
}

/** Undefined where the run was interrupted meanwhile. */
async function tryCheck(
	{id, want, needs, observe}: Check,
	trial: Trial,
	passed: ReadonlySet<string>,
): Promise<CheckResult | undefined> {
	if (needs !== undefined && !passed.has(needs))
		return {id, verdict: 'unknown', reason: {code: 'needs', id: needs}, requests: []};
	trial.takeEvidence();
	try {
		const got = await observe(trial);
		const requests = trial.takeEvidence();
		return isDeepStrictEqual(got, want)
			? {id, verdict: 'pass'}
			: {id, verdict: 'differs', want, got, requests};
	} catch (error) {
		if (trial.isInterrupted) return undefined;
		if (!(error instanceof NotSeen)) throw error;
		return {id, verdict: 'unknown', reason: error.reason, requests: trial.takeEvidence()};
	}
}
