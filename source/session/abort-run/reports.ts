import {findAct, isActShown, withAct, withoutAct} from '../acts/act-changes.js';
import {notifiedUnlessShown} from '../acts/reports.js';
import {withBucketChanged} from '../buckets/known-buckets.js';
import type {ActionOf} from '../core/action.js';
import type {Effect} from '../core/effect.js';
import type {SessionState} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import {withoutDialog} from '../dialogs/handlers.js';
import {withNotice} from '../frame/notice.js';
import {pausedBy, runSummary} from './run-facts.js';

/** The run went on: how far it is, and which uploads are gone since the last time. */
export function runProgress(state: SessionState, action: ActionOf<'run-progress'>): Step {
	const before = findAct(state, action.act, 'run');
	const going = withAct(state, action.act, 'run', run => ({
		...run,
		facts: action.facts ?? run.facts,
		emptying: action.emptying ?? run.emptying,
		isKept: action.isKept ?? run.isKept,
		results: action.results,
		aborted: action.aborted,
		total: action.facts?.total ?? run.total,
	}));
	const isAny = action.gone.length > 0 || (action.aborted?.size ?? 0) > 0;
	const isChanged = before !== undefined && isAny;
	const changed = isChanged
		? withBucketChanged(going, before.endpoint, before.bucket, 'abort')
		: going;
	const effects: readonly Effect[] =
		action.gone.length === 0 ? [] : [{type: 'forget-uploads', targets: action.gone}];
	const isNewlyPaused =
		before !== undefined && pausedBy(before) === undefined && pausedBy(action) !== undefined;
	if (!isNewlyPaused || isActShown(state, action.act)) return step(changed, ...effects);
	// Whoever looks at something else would wait for it in vain.
	const [notified, more] = withNotice(
		changed,
		`The abort in ${before.bucket} is paused: ! shows why, and how it goes on.`,
		'bad',
	);
	return step(notified, ...effects, ...more);
}

/** The run ended. */
export function runEnded(state: SessionState, action: ActionOf<'run-ended'>): Step {
	const ended = withAct(state, action.act, 'run', run => ({
		...run,
		ended: state.here,
		aborted: undefined,
		end: action.end,
		results: action.results ?? run.results,
	}));
	const act = findAct(ended, action.act, 'run');
	if (act === undefined) return step(ended);
	const targets = (accepted: boolean) =>
		act.results
			.filter(({kind}) => (kind === 'accepted') === accepted)
			.map(({upload: {key, uploadId}}) => ({bucket: act.bucket, key, uploadId}));
	const {accepted = 0} = act.facts?.counts ?? {};
	const changed =
		accepted > 0 ? withBucketChanged(ended, act.endpoint, act.bucket, 'abort') : ended;
	return notifiedUnlessShown(
		changed,
		act.id,
		`Abort in ${act.bucket}: ${runSummary(act)}. ! shows it.`,
		act.results.length > 0 ? 'bad' : 'good',
		[
			{type: 'forget-uploads', targets: targets(true)},
			{type: 'look-at-uploads', targets: targets(false)},
		],
	);
}

/** The run could not be taken up again. */
export function runRefused(state: SessionState, {act, sentence}: ActionOf<'run-refused'>): Step {
	return withNotice(withoutAct(withoutDialog(state), act), sentence, 'bad');
}
