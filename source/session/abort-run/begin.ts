import type {AbortRunPlan} from '../../operations/abort-run/abort-run.js';
import type {InterruptedRun} from '../../operations/abort-run/run-resume.js';
import {withNewAct} from '../acts/act-changes.js';
import type {ActId, RunAct} from '../acts/acts-state.js';
import type {Effect} from '../core/effect.js';
import type {SessionState} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import {startOfList} from '../frame/list-cursor.js';

/** The confirmed aborts are on their way; the dialog shows them. */
export function beginRun(state: SessionState, plan: AbortRunPlan): Step {
	const {bucket, uploads} = plan;
	return begin(state, {bucket, what: 'abort', total: uploads.length}, act => ({
		type: 'start-run',
		act,
		plan,
	}));
}

/** The confirmed emptying is on its way, or goes on after it was killed. */
export function beginEmptying(
	state: SessionState,
	where: {readonly bucket: string; readonly prefix?: string; readonly includesHeld: boolean},
	killed?: InterruptedRun,
): Step {
	const left = withoutInterrupted(state, killed?.file);
	return begin(left, {bucket: where.bucket, what: 'empty', total: 0}, act => ({
		type: 'start-emptying',
		act,
		...where,
		after: killed?.file,
	}));
}

/** The run that was killed goes on. */
export function resumeRun(state: SessionState, run: InterruptedRun): Step {
	const {bucket} = run.header;
	const left = withoutInterrupted(state, run.file);
	return begin(left, {bucket, what: 'abort', total: run.total}, act => ({
		type: 'resume-run',
		act,
		bucket,
		file: run.file,
	}));
}

function withoutInterrupted(state: SessionState, file: string | undefined): SessionState {
	const interrupted = state.acts.interrupted.filter(run => run.file !== file);
	return {...state, acts: {...state.acts, interrupted}};
}

function begin(
	state: SessionState,
	facts: Pick<RunAct, 'bucket' | 'what' | 'total'>,
	effect: (act: ActId) => Effect,
): Step {
	const id = state.acts.nextId;
	const {endpoint, price} = state.connection ?? {};
	const through = {endpoint, price};
	const act: RunAct = {kind: 'run', id, ...through, started: state.here, ...facts, results: []};
	return step(withNewAct(state, act, {kind: 'run', act: id, cursor: startOfList}), effect(id));
}
