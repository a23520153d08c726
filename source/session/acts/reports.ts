import {reasonWords} from '../../text/reason/reason-words.js';
import {withBucketChanged} from '../buckets/known-buckets.js';
import type {ActionOf} from '../core/action.js';
import type {Effect} from '../core/effect.js';
import type {Notice, SessionState} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import {withNotice} from '../frame/notice.js';
import {askAgainToAbort} from './abort-dialog.js';
import {findAct, isActShown, withAct} from './act-changes.js';
import {actNames, subjectOf} from './act-facts.js';
import type {ActId} from './acts-state.js';
import {askAgainToComplete} from './complete-dialog.js';

/** The Complete ended. */
export function completeEnded(
	state: SessionState,
	{act: id, result}: ActionOf<'complete-ended'>,
): Step {
	const asked = result.kind === 'changed' ? askAgainToComplete(state, id, result) : undefined;
	if (asked !== undefined) return asked;
	const act = findAct(state, id, 'complete');
	if (act === undefined) return step(state);
	const {target} = act.plan;
	const ended = withAct(state, id, 'complete', each => ({
		...each,
		outcome: result,
		ended: state.here,
	}));
	const isGone = result.kind === 'done' || result.kind === 'accepted';
	const forget: Effect[] = isGone ? [{type: 'forget-uploads', targets: [target]}] : [];
	const text = `Complete of ${target.key}: ${
		result.kind === 'changed'
			? 'nothing was sent, the upload changed meanwhile.'
			: `${result.kind}. ${reasonWords(result.reason)}`
	}`;
	const changed = isGone
		? withBucketChanged(ended, act.through?.endpoint, target.bucket, 'complete')
		: ended;
	return notifiedUnlessShown(changed, id, text, isGone ? 'good' : 'bad', forget);
}

/** The abort of one upload ended. */
export function abortEnded(state: SessionState, action: ActionOf<'abort-ended'>): Step {
	const asked = askAgainToAbort(state, action);
	if (asked !== undefined) return asked;
	const {act: id, result} = action;
	const ended = withAct(state, id, 'abort', each => ({...each, result, ended: state.here}));
	const isGone = result.kind === 'gone' || result.kind === 'accepted';
	const forget: Effect[] = isGone ? [{type: 'forget-uploads', targets: [result.target]}] : [];
	const text = `Abort of ${result.target.key}: ${result.kind}. ${reasonWords(result.reason)}`;
	const changed = isGone
		? withBucketChanged(ended, state.connection?.endpoint, result.target.bucket, 'abort')
		: ended;
	return notifiedUnlessShown(changed, id, text, isGone ? 'good' : 'bad', forget);
}

/** The outcome is seen wherever one is: in the dialog that shows the act, or else as a notice. */
export function notifiedUnlessShown(
	state: SessionState,
	id: ActId,
	text: string,
	tone: Notice['tone'],
	effects: readonly Effect[] = [],
): Step {
	if (isActShown(state, id)) return step(state, ...effects);
	const [notified, more] = withNotice(state, text, tone);
	return step(notified, ...effects, ...more);
}

/** What a look at an act with an unknown outcome found: a notice says it when that settles the act, or when the look was asked for. */
export function actLookedUp(
	state: SessionState,
	{intent, settlement, asked}: ActionOf<'act-looked-up'>,
): Step {
	const {kind, reason} = settlement;
	const isOver = kind === 'done' || kind === 'gone' || kind === 'accepted';
	const isOpen = kind === 'unknown' || kind === 'running' || kind === 'elsewhere';
	if (!asked && (isOpen || kind === 'settled')) return step(state);
	const [notified, effects] = withNotice(
		state,
		`${actNames[intent.act]} of ${subjectOf(intent)}: ${kind}. ${reasonWords(reason)}`,
		isOver || kind === 'settled' ? 'good' : 'bad',
	);
	return isOver && (intent.act === 'complete' || intent.act === 'abort')
		? step(
				withBucketChanged(notified, intent.endpoint, intent.bucket, intent.act),
				{type: 'forget-uploads', targets: [intent]},
				...effects,
			)
		: step(notified, ...effects);
}
