import type {UploadTarget} from '../../multipart/upload.js';
import type {Journal, PastAct} from '../journal/journal.js';
import {targetIdentity} from '../journal/journal-acts.js';
import {
	type SettleDeps,
	type Settlement,
	settleAborts,
	type UnprovenAct,
} from '../journal/settle.js';
import type {RunHeader} from './run-record.js';

/** What names a run, and where its uploads are listed. */
export type RunPlace = Pick<RunHeader, 'id' | 'time' | 'bucket' | 'prefix'>;

/** An upload that a look found to be gone after an Abort of ours. */
export type GoneUpload = UploadTarget & {
	/** What was listed before the Abort; absent where it could not be read. */
	readonly bytes?: number;
};

/** How much is gone. */
export type Proven = {
	readonly uploads: number;
	/** Bytes that were listed before the Aborts. */
	readonly freed: number;
};

export function provenOf(gone: readonly GoneUpload[]): Proven {
	const freed = gone.reduce((sum, {bytes = 0}) => sum + bytes, 0);
	return {uploads: gone.length, freed};
}

/** The acts of a run, oldest first: none is older than it, but for clocks that differ by less than an hour. */
export async function actsOfRun(
	journal: Journal,
	{id, time}: Pick<RunPlace, 'id' | 'time'>,
): Promise<readonly PastAct[]> {
	const {acts} = await journal.history(Date.parse(time) - 60 * 60_000);
	return acts.filter(({intent}) => intent.run === id);
}

/**
 * Looks up, by one listing, the Aborts of a run of which no outcome is known, or which the service said
 * yes to and nothing has proven; writes what is known now. Returns what is gone, each upload once.
 *
 * @throws JournalError, or the signal's reason.
 */
export async function settleRun(
	deps: SettleDeps,
	run: RunPlace,
	signal?: AbortSignal,
): Promise<GoneUpload[]> {
	const {bucket, prefix} = run;
	const acts = (await actsOfRun(deps.journal, run)).flatMap(act => unprovenOf(act));
	const settlements = await settleAborts(deps, acts, {bucket, prefix}, signal);
	return goneAmong(acts, settlements);
}

/** Of several acts on one upload the last one tells. */
export function goneAmong(
	acts: ReadonlyArray<Pick<PastAct, 'intent' | 'outcome'>>,
	settlements: readonly Settlement[],
): GoneUpload[] {
	const gone = new Map<string, GoneUpload>();
	for (const [nth, {intent, outcome}] of acts.entries()) {
		if (settlements[nth]?.kind !== 'gone') continue;
		const {bucket, key, uploadId} = intent;
		const bytes = outcome?.bytes ?? intent.bytes;
		gone.set(targetIdentity(intent), {bucket, key, uploadId, bytes});
	}
	return [...gone.values()];
}

function unprovenOf(act: PastAct): Array<UnprovenAct & PastAct> {
	const {standing} = act;
	switch (standing) {
		case 'unknown':
		case 'probably-failed':
		case 'accepted':
			return [{...act, state: standing}];
		default:
			return [];
	}
}
