import {formatBytes, plural} from '../multipart/units.js';
import type {UploadTarget} from '../multipart/upload.js';
import type {AbortResult} from '../operations/abort.js';
import type {OpenAct} from '../operations/journal.js';
import type {Act} from './acts-state.js';
import type {SessionState} from './state.js';

/** The acts of this session that were sent and have not ended. */
export function runningActs({acts}: SessionState): readonly Act[] {
	return acts.acts.filter(act => act.ended === undefined);
}

/** Each kind of act, as it is called in a sentence. */
export const actNames: Readonly<Record<OpenAct['intent']['act'], string>> = {
	complete: 'Complete',
	abort: 'Abort',
	acl: 'ACL public-read',
};

/** What the journal holds open on an upload. */
export function unsettledOn({acts}: SessionState, target: UploadTarget): readonly OpenAct[] {
	return acts.unsettled.filter(
		({intent}) =>
			intent.bucket === target.bucket &&
			intent.key === target.key &&
			intent.uploadId === target.uploadId,
	);
}

/** The uploads that an act is about. */
export function targetsOf(act: Act): readonly UploadTarget[] {
	return act.kind === 'complete' ? [act.plan.target] : act.plans.map(({target}) => target);
}

/** One row of the list of acts. */
export type ActEntry =
	| {readonly kind: 'act'; readonly act: Act}
	| {readonly kind: 'open'; readonly open: OpenAct};

/** What the list of acts shows: those without an outcome first, then this session's, the newest first. */
export function actEntries({acts}: SessionState): readonly ActEntry[] {
	const open = acts.unsettled
		.filter(({state}) => state !== 'running')
		.map(each => ({kind: 'open' as const, open: each}));
	return [...open, ...acts.acts.toReversed().map(act => ({kind: 'act' as const, act}))];
}

const resultTitles: ReadonlyArray<readonly [AbortResult['kind'], string]> = [
	['gone', 'gone'],
	['accepted', 'accepted, not proven'],
	['left-alone', 'left alone'],
	['failed', 'failed'],
	['unknown', 'unknown'],
	['refused', 'refused'],
	['stopped', 'not sent'],
];

/** `141 gone, 4 left alone, 3 failed; 1.2 TiB freed` */
export function abortSummary(results: readonly AbortResult[]): string {
	const counts = resultTitles.flatMap(([kind, title]) => {
		const count = results.filter(result => result.kind === kind).length;
		return count === 0 ? [] : [`${count} ${title}`];
	});
	const freed = results.reduce((sum, result) => sum + (result.freed ?? 0), 0);
	return `${counts.join(', ') || plural(0, 'upload')}${freed > 0 ? `; ${formatBytes(freed)} freed` : ''}`;
}
