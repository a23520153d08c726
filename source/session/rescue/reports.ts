import {reasonWords} from '../../text/reason/reason-words.js';
import {findAct, isActShown, withAct, withoutAct} from '../acts/act-changes.js';
import {sameUpload} from '../acts/act-facts.js';
import {notifiedUnlessShown} from '../acts/reports.js';
import {withBucketChanged} from '../buckets/known-buckets.js';
import type {ActionOf} from '../core/action.js';
import type {Effect} from '../core/effect.js';
import type {SessionState} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import {uploadOf} from '../parts/open.js';
import {startProving} from './confirm-dialog.js';

/** How a rescue goes. */
export function rescueProgress(
	state: SessionState,
	{act, pace, state: how, pausedBy}: ActionOf<'rescue-progress'>,
): Step {
	return step(withAct(state, act, 'rescue', each => ({...each, pace, state: how, pausedBy})));
}

/** A rescue ended. Where the upload had changed before anything was sent, it is compared anew and asked again. */
export function rescueEnded(
	state: SessionState,
	{act: id, result}: ActionOf<'rescue-ended'>,
): Step {
	const act = findAct(state, id, 'rescue');
	if (act === undefined) return step(state);
	const {through, upload, file, partSize, prepared} = act;
	const {target} = prepared.plan.completion;
	if (result.kind === 'changed' && isActShown(state, id))
		return startProving(withoutAct(state, id), {target, upload, file, partSize}, result.changes);
	const ended = withAct(state, id, 'rescue', each => ({...each, result, ended: state.here}));
	const isGone = result.kind === 'done' || result.kind === 'accepted';
	const text = `Rescue of ${target.key}: ${
		result.kind === 'changed'
			? 'nothing was sent, the upload changed meanwhile.'
			: `${result.kind}. ${reasonWords(result.reason)}`
	}`;
	const changed = isGone
		? withBucketChanged(ended, through?.endpoint, target.bucket, 'complete')
		: ended;
	const isGood = isGone || result.kind === 'sent';
	return notifiedUnlessShown(changed, id, text, isGood ? 'good' : 'bad', [
		isGone
			? {type: 'forget-uploads', targets: [target]}
			: {type: 'look-at-uploads', targets: [target]},
		...(isGone ? [] : partsAnew(state, target)),
	]);
}

/** What the screens show of the parts of the upload. */
function partsAnew(
	{screens}: SessionState,
	target: Parameters<typeof sameUpload>[0],
): readonly Effect[] {
	return screens.flatMap((screen): Effect[] =>
		screen.kind === 'parts' && sameUpload(screen.target, target)
			? [{type: 'load-parts', screen: screen.id, target: screen.target, upload: uploadOf(screen)}]
			: [],
	);
}
