import type {Upload} from '../../multipart/upload.js';
import type {AbortRunResult} from '../../operations/abort-run/abort-run.js';
import {findAct} from '../acts/act-changes.js';
import type {ActId, RunAct} from '../acts/acts-state.js';
import type {SessionState} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import {close, motionCommands, withDialog, withoutDialog} from '../dialogs/handlers.js';
import type {DialogRecord} from '../dialogs/record.js';
import {dialogRows} from '../frame/layout.js';
import type {ListCursor} from '../frame/list-cursor.js';
import {withNotice} from '../frame/notice.js';
import {openParts} from '../parts/parts.js';
import {failuresForm} from './failures-form.js';
import {startAbortAgain} from './many-dialog.js';
import {isPaused} from './run-facts.js';

/** Shows an abort of many, running or ended; the cursor is in the uploads that are still there. */
export type RunDialog = {readonly kind: 'run'; readonly act: ActId; readonly cursor: ListCursor};

declare module '../dialogs/dialog.js' {
	interface Dialogs {
		run: RunDialog;
	}
}

export const runDialog: DialogRecord<RunDialog> = {
	contexts: () => ['run', 'always'],
	body: 'list',
	commands: {
		...motionCommands(state => shownRun(state)?.results.length ?? 0, runRows),
		back: close,
		enter: openUpload,
		retry,
		pause: state => control(state, 'pause'),
		'go-on': state => control(state, 'go-on'),
		stop: state => control(state, 'stop'),
		'export-failures'(state) {
			const act = shownRun(state);
			if (act === undefined) return step(state);
			return act.results.length === 0
				? withNotice(state, 'There is nothing to write: everything is gone.')
				: step(withDialog(state, failuresForm(act)));
		},
	},
};

/** The run that the dialog shows. */
export function shownRun(state: SessionState): RunAct | undefined {
	const {dialog} = state;
	return dialog?.kind === 'run' ? findAct(state, dialog.act, 'run') : undefined;
}

/** Pauses, goes on or stops, while it runs; `pause` goes on with what is paused. */
function control(state: SessionState, wanted: 'pause' | 'go-on' | 'stop'): Step {
	const act = shownRun(state);
	if (act === undefined || act.ended !== undefined) return step(state);
	if (wanted === 'go-on' && !isPaused(act)) return step(state);
	const what = wanted === 'pause' && isPaused(act) ? 'go-on' : wanted;
	return step(state, {type: 'control-run', act: act.id, what});
}

/** The sentence where the run was sent to another endpoint than is connected now. */
function whyElsewhere(state: SessionState, {endpoint}: RunAct): string | undefined {
	return endpoint === state.connection?.endpoint
		? undefined
		: `It was sent to ${endpoint}: connect there first.`;
}

/** Opens the parts of the upload under the cursor. */
function openUpload(state: SessionState, {cursor}: RunDialog): Step {
	const act = shownRun(state);
	if (act === undefined) return step(withoutDialog(state));
	const elsewhere = whyElsewhere(state, act);
	if (elsewhere !== undefined) return withNotice(state, elsewhere, 'bad');
	const result = act.results[cursor.position];
	if (result === undefined) return step(withoutDialog(state));
	const upload = uploadOf(result);
	const {key, uploadId} = upload;
	return openParts(withoutDialog(state), {bucket: act.bucket, key, uploadId}, upload);
}

/** Asks anew for what is left; what another act stands in the way of is not tried. */
function retry(state: SessionState): Step {
	const act = shownRun(state);
	if (act === undefined) return step(withoutDialog(state));
	const elsewhere = whyElsewhere(state, act);
	if (elsewhere !== undefined) return withNotice(state, elsewhere, 'bad');
	if (act.ended === undefined) return withNotice(state, 'It still runs.');
	const left = act.results.filter(({kind}) => kind !== 'refused').map(uploadOf);
	return left.length === 0
		? withNotice(state, 'There is nothing to try again.')
		: startAbortAgain(state, act, left);
}

/** The upload of a result, as the lists know it. */
function uploadOf({upload: {key, uploadId, initiated}}: AbortRunResult): Upload {
	return {key, uploadId, initiated, keyCertain: true};
}

/** Rows for what is known of the result under the cursor. */
export const runDetail = 5;

/** Rows of the results in the view of a run. */
export function runRows(state: SessionState): number {
	return Math.max(1, dialogRows(state) - runDetail - 2);
}

/** Why there is nothing to pause or stop; undefined while the run goes on. */
export function whyRunEnded(state: SessionState): string | undefined {
	return shownRun(state)?.ended === undefined ? undefined : 'it has ended';
}

/** Why there is nothing to go on with; undefined while the run is paused. */
export function whyNotPaused(state: SessionState): string | undefined {
	const run = shownRun(state);
	return run !== undefined && run.ended === undefined && isPaused(run)
		? undefined
		: 'it is not paused';
}

/** Why nothing can be tried again or written; undefined when an upload is still there. */
export function whyNothingLeft(state: SessionState): string | undefined {
	const act = shownRun(state);
	return act === undefined || act.results.length > 0 ? undefined : 'everything is gone so far';
}
