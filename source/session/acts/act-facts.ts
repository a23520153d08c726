import type {UploadTarget} from '../../multipart/upload.js';
import type {InterruptedRun} from '../../operations/abort-run/run-resume.js';
import type {OpenAct} from '../../operations/journal/journal.js';
import {mayEndUpload} from '../../operations/journal/journal-acts.js';
import {rulesKey} from '../../operations/journal/written-rules.js';
import type {Reason} from '../../operations/reason/reason.js';
import {reasonWords} from '../../text/reason/reason-words.js';
import {runSummary} from '../abort-run/run-facts.js';
import type {SessionState} from '../core/state.js';
import type {Act, CompleteAct} from './acts-state.js';

/** The acts of this session that were sent and have not ended. */
export function runningActs({acts}: SessionState): readonly Act[] {
	return acts.acts.filter(
		act => act.ended === undefined || (act.kind === 'complete' && act.made === 'sending'),
	);
}

/** Each kind of act, as it is called in a sentence. */
export const actNames: Readonly<Record<OpenAct['intent']['act'], string>> = {
	complete: 'Complete',
	abort: 'Abort',
	rescue: 'Rescue',
	acl: 'ACL public-read',
	rules: 'Change of the rules',
};

export function sameUpload(a: UploadTarget, b: UploadTarget): boolean {
	return a.bucket === b.bucket && a.key === b.key && a.uploadId === b.uploadId;
}

/** Whether an act of this session on the upload is under way. */
export function isUnderWay(state: SessionState, target: UploadTarget): boolean {
	return runningActs(state).some(act => targetsOf(act).some(each => sameUpload(each, target)));
}

/** What the journal holds open on an upload. */
export function unsettledOn({acts}: SessionState, target: UploadTarget): readonly OpenAct[] {
	return acts.unsettled.filter(({intent}) => sameUpload(intent, target));
}

/** Whether an act on the upload probably failed and may be sent again, once its key is typed. */
export function probablyFailedOn(state: SessionState, target: UploadTarget): boolean {
	return unsettledOn(state, target).some(
		open => mayEndUpload(open.intent.act) && open.state === 'probably-failed',
	);
}

/** The uploads that an act is about. */
export function targetsOf(act: Act): readonly UploadTarget[] {
	// Of a run the journal knows what is under way.
	if (act.kind === 'rules') return [rulesTarget(act.bucket)];
	if (act.kind === 'rescue') return [act.prepared.plan.completion.target];
	return act.kind === 'run' ? [] : [act.plan.target];
}

/** What stands for the rules of a bucket in the journal. */
export function rulesTarget(bucket: string): UploadTarget {
	return {bucket, key: rulesKey, uploadId: rulesKey};
}

/** What an act of the journal is about: the upload by its key, or the rules of a bucket. */
export function subjectOf({act, bucket, key}: OpenAct['intent']): string {
	return act === 'rules' ? bucket : key;
}

/** The first part that the outcome of a Complete is about; undefined where it is about none. */
export function partOfAct({outcome}: CompleteAct): number | undefined {
	if (outcome === undefined || !('partNumbers' in outcome)) return undefined;
	return outcome.partNumbers?.[0];
}

/** One row of the list of acts. */
export type ActEntry =
	| {readonly kind: 'interrupted'; readonly run: InterruptedRun}
	| {readonly kind: 'act'; readonly act: Act}
	| {readonly kind: 'open'; readonly open: OpenAct};

/** The rows of the list of acts: runs that were interrupted and acts without an outcome first, then this session's, the newest first. */
export function actEntries({acts}: SessionState): readonly ActEntry[] {
	// Those of this session that run are among its acts.
	const own = acts.acts.filter(act => act.ended === undefined).flatMap(targetsOf);
	const runs = acts.acts.some(act => act.kind === 'run' && act.ended === undefined);
	const open = acts.unsettled
		.filter(
			({state, intent}) =>
				state !== 'running' || !(runs || own.some(target => sameUpload(target, intent))),
		)
		.map(each => ({kind: 'open' as const, open: each}));
	const interrupted = acts.interrupted.map(run => ({kind: 'interrupted' as const, run}));
	return [
		...interrupted,
		...open,
		...acts.acts.toReversed().map(act => ({kind: 'act' as const, act})),
	];
}

/** What of this session's acts failed or is not known, as a sentence; undefined when all went well. */
export function badActs({acts}: SessionState): string | undefined {
	const bad = acts.acts.flatMap((act): string[] => {
		if (act.kind === 'run') {
			const isBad = act.results.some(({kind}) => kind === 'failed' || kind === 'unknown');
			return !isBad ? [] : [`Abort in ${act.bucket}: ${runSummary(act)}.`];
		}
		if (act.kind === 'rules') {
			const {result, bucket} = act;
			return result === undefined ? [] : badAct(actNames.rules, bucket, result.kind, result.reason);
		}
		if (act.kind === 'rescue') {
			const {result, prepared} = act;
			const {key} = prepared.plan.completion.target;
			return result === undefined || result.kind === 'changed'
				? []
				: badAct(actNames.rescue, key, result.kind, result.reason);
		}
		if (act.kind === 'abort') {
			const {result} = act;
			return result === undefined
				? []
				: badAct('Abort', result.target.key, result.kind, result.reason);
		}
		const {outcome, plan} = act;
		return outcome === undefined || outcome.kind === 'changed'
			? []
			: badAct('Complete', plan.target.key, outcome.kind, outcome.reason);
	});
	const [first] = bad;
	if (first === undefined) return undefined;
	return bad.length === 1 ? first : `${first} And ${bad.length - 1} more.`;
}

function badAct(act: string, key: string, kind: string, reason: Reason): string[] {
	return kind === 'failed' || kind === 'unknown'
		? [`${act} of ${key}: ${kind}. ${reasonWords(reason)}`]
		: [];
}
