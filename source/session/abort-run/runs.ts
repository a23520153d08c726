import type {Upload} from '../../multipart/upload.js';
import type {AbortRunPlan, AbortRunResult} from '../../operations/abort-run/abort-run.js';
import type {InterruptedRun} from '../../operations/abort-run/run-resume.js';
import type {Act, ActId, RunAct} from '../acts/acts-state.js';
import type {Action} from '../core/action.js';
import type {Command} from '../core/command.js';
import type {Effect} from '../core/effect.js';
import type {SessionState} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import {choose, withoutDialog, wordToType} from '../dialogs/choice.js';
import type {ResumeRunDialog, RunDialog} from '../dialogs/dialog-state.js';
import {dialogRows} from '../frame/layout.js';
import {moveCursor, startOfList} from '../frame/list-cursor.js';
import {withNotice} from '../frame/notice.js';
import {failuresForm} from './failures-form.js';
import {runSummary} from './run-facts.js';

/** The confirmed aborts are on their way; the dialog shows them. */
export function beginRun(state: SessionState, plan: AbortRunPlan): Step {
	const {bucket, uploads} = plan;
	return begin(state, {bucket, what: 'abort', total: uploads.length}, act => ({
		type: 'start-run',
		act,
		plan,
	}));
}

export function beginEmptying(
	state: SessionState,
	where: {readonly bucket: string; readonly prefix?: string},
	killed?: InterruptedRun,
): Step {
	const left = withoutCut(state, killed?.file);
	return begin(left, {bucket: where.bucket, what: 'empty', total: 0}, act => ({
		type: 'start-emptying',
		act,
		...where,
		after: killed?.file,
	}));
}

function withoutCut(state: SessionState, file: string | undefined): SessionState {
	const cut = state.acts.cut.filter(run => run.file !== file);
	return {...state, acts: {...state.acts, cut}};
}

function resumed(state: SessionState, run: InterruptedRun): Step {
	const {bucket} = run.header;
	return begin(withoutCut(state, run.file), {bucket, what: 'abort', total: run.total}, act => ({
		type: 'resume-run',
		act,
		bucket,
		file: run.file,
	}));
}

function begin(
	state: SessionState,
	facts: Pick<RunAct, 'bucket' | 'what' | 'total'>,
	effect: (act: ActId) => Effect,
): Step {
	const {acts} = state;
	const id = acts.nextId;
	const endpoint = state.connection?.endpoint;
	const act: RunAct = {kind: 'run', id, endpoint, started: state.here, ...facts, results: []};
	return step(
		{
			...state,
			acts: {...acts, nextId: id + 1, acts: [...acts.acts, act]},
			dialog: {kind: 'run', act: id, cursor: startOfList},
		},
		effect(id),
	);
}

/** The run that the dialog shows. */
export function shownRun({dialog, acts}: SessionState): RunAct | undefined {
	if (dialog?.kind !== 'run') return undefined;
	const act = acts.acts.find(({id}) => id === dialog.act);
	return act?.kind === 'run' ? act : undefined;
}

export function runDialogCommand(state: SessionState, dialog: RunDialog, command: Command): Step {
	const act = shownRun(state);
	if (act === undefined) return step(withoutDialog(state));
	const {results} = act;
	const cursor = moveCursor(dialog.cursor, command, results.length, runRows(state));
	if (cursor !== undefined) return step({...state, dialog: {...dialog, cursor}});
	const control = (what: 'pause' | 'go-on' | 'stop') =>
		step(state, {type: 'control-run', act: act.id, what});
	switch (command) {
		case 'back':
			return step(withoutDialog(state));
		case 'pause':
			return act.ended !== undefined ? step(state) : control(isPaused(act) ? 'go-on' : 'pause');
		case 'go-on':
			return act.ended === undefined && isPaused(act) ? control('go-on') : step(state);
		case 'stop':
			return act.ended === undefined ? control('stop') : step(state);
		case 'export-failures':
			return results.length === 0
				? withNotice(state, 'There is nothing to write: everything is gone.')
				: step({...state, dialog: failuresForm(act)});
		default:
			return step(state);
	}
}

/** Whether nothing more is begun until the person says so. */
export function isPaused({facts, emptying}: RunAct): boolean {
	const state = emptying?.state ?? facts?.state;
	return state === 'paused' || state === 'pausing';
}

/** Rows for what is known of the result under the cursor. */
export const runDetail = 5;

/** Rows of the results in the view of a run. */
export function runRows(state: SessionState): number {
	return Math.max(1, dialogRows(state) - runDetail - 2);
}

/** What is not gone, to be named and confirmed anew; what another act stands in the way of is left. */
export function leftOf(act: RunAct): readonly Upload[] {
	return act.results.filter(({kind}) => kind !== 'refused').map(uploadOf);
}

/** The upload of a result, as the lists know it. */
export function uploadOf({upload: {key, uploadId, initiated}}: AbortRunResult): Upload {
	return {key, uploadId, initiated, keyCertain: true};
}

/** A run that was killed is gone on with when that is confirmed; an emptying, when its bucket is named again. */
export function askToResume(state: SessionState, run: InterruptedRun): Step {
	const {bucket, prefix = ''} = run.header;
	return step({
		...state,
		dialog: run.wasEmptying
			? {
					kind: 'empty-bucket',
					bucket,
					prefix,
					killed: run,
					word: wordToType(bucket, 'type the name of the bucket to go on'),
				}
			: {kind: 'resume-run', run, focus: 'cancel'},
	});
}

export function resumeRunCommand(
	state: SessionState,
	dialog: ResumeRunDialog,
	command: Command,
): Step {
	const choice = choose(dialog, command);
	if (choice === 'close') return step(withoutDialog(state));
	if (choice === 'cancel' || choice === 'go')
		return step({...state, dialog: {...dialog, focus: choice}});
	return choice === 'pressed-go' ? resumed(state, dialog.run) : step(state);
}

/** What runs report. */
export function runUpdate(state: SessionState, action: Action): Step {
	switch (action.type) {
		case 'run-told':
			return told(state, action);
		case 'run-ended':
			return ended(state, action);
		case 'run-refused': {
			const {acts} = state;
			const without = {...acts, acts: acts.acts.filter(({id}) => id !== action.act)};
			return withNotice({...withoutDialog(state), acts: without}, action.sentence, 'bad');
		}
		case 'runs-cut':
			return step({...state, acts: {...state.acts, cut: action.runs}});
		default:
			return step(state);
	}
}

function ended(state: SessionState, action: Extract<Action, {type: 'run-ended'}>): Step {
	const done = withRun(state, action.act, run => ({
		...run,
		ended: state.here,
		end: action.end,
		results: action.results ?? run.results,
	}));
	const act = done.acts.acts.find(({id}) => id === action.act);
	const shown = state.dialog?.kind === 'run' && state.dialog.act === action.act;
	if (act?.kind !== 'run') return step(done);
	const targets = (accepted: boolean) =>
		act.results
			.filter(({kind}) => (kind === 'accepted') === accepted)
			.map(({upload: {key, uploadId}}) => ({bucket: act.bucket, key, uploadId}));
	const effects: Effect[] = [
		{type: 'forget-uploads', targets: targets(true)},
		{type: 'look-at-uploads', targets: targets(false)},
	];
	if (shown) return step(done, ...effects);
	const [told, more] = withNotice(
		done,
		`Abort in ${act.bucket}: ${runSummary(act)}. ! shows it.`,
		act.results.length > 0 ? 'bad' : 'good',
	);
	return step(told, ...effects, ...more);
}

function withRun(state: SessionState, id: ActId, change: (run: RunAct) => RunAct): SessionState {
	const {acts} = state;
	return {
		...state,
		acts: {
			...acts,
			acts: acts.acts.map((act): Act => (act.id === id && act.kind === 'run' ? change(act) : act)),
		},
	};
}

function told(state: SessionState, action: Extract<Action, {type: 'run-told'}>): Step {
	const before = state.acts.acts.find(({id}) => id === action.act);
	const changed = withRun(state, action.act, run => ({
		...run,
		facts: action.facts ?? run.facts,
		emptying: action.emptying ?? run.emptying,
		isKept: action.isKept ?? run.isKept,
		results: action.results,
		total: action.facts?.total ?? run.total,
	}));
	const effects: readonly Effect[] =
		action.gone.length === 0 ? [] : [{type: 'forget-uploads', targets: action.gone}];
	const isSeen = state.dialog?.kind === 'run' && state.dialog.act === action.act;
	const isNew = before?.kind === 'run' && pausedBy(before) === undefined;
	if (pausedBy(action) === undefined || isSeen || !isNew) return step(changed, ...effects);
	// Whoever looks at something else would wait for it in vain.
	const [noticed, more] = withNotice(
		changed,
		`The abort in ${before.bucket} is paused: ! shows why, and how it goes on.`,
		'bad',
	);
	return step(noticed, ...effects, ...more);
}

/** What paused it, when it was not the person. */
export function pausedBy({facts, emptying}: Pick<RunAct, 'facts' | 'emptying'>) {
	return emptying?.pausedBy ?? facts?.pausedBy;
}
