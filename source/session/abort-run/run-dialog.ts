import type {Upload} from '../../multipart/upload.js';
import type {AbortRunResult} from '../../operations/abort-run/abort-run.js';
import type {ActId, RunAct} from '../acts/acts-state.js';
import {whyReadOnly} from '../acts/rights.js';
import type {SessionState} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import {close, moveIn, withDialog, withoutDialog} from '../dialogs/handlers.js';
import type {DialogRecord} from '../dialogs/record.js';
import type {ListCursor} from '../frame/list-cursor.js';
import {key} from '../keys/binding.js';
import {endKeys, rowKeys} from '../keys/row-keys.js';
import {openParts} from '../parts/open.js';
import {failuresForm} from './failures-form.js';
import {startAbortAgain} from './many-dialog.js';
import {isPaused, runRows, shownRun} from './run-facts.js';

/** Shows an abort of many, running or ended; the cursor is in the uploads that are still there. */
export type RunDialog = {readonly kind: 'run'; readonly act: ActId; readonly cursor: ListCursor};

declare module '../dialogs/dialog.js' {
	interface Dialogs {
		run: RunDialog;
	}
}

const move = moveIn<RunDialog>(
	(state, dialog) => shownRun(state, dialog)?.results.length ?? 0,
	runRows,
);
const whileItRuns = {priority: 2, needsOwnKeypress: true, rare: true};

export const runDialog: DialogRecord<RunDialog> = {
	keys: {
		run: {
			pause: key(
				'p',
				'pause/go on',
				'Pause: waits for what was sent, begins nothing more; again goes on',
				control('pause'),
				{...whileItRuns, disabled: whyRunEnded},
			),
			stop: key(
				's',
				'stop',
				'Stop for good: sends no more aborts; what was sent is verified',
				control('stop'),
				{...whileItRuns, disabled: whyRunEnded},
			),
			'go-on': key(
				'r',
				'go on',
				'Resume, once the credentials or the network are back',
				control('go-on'),
				{...whileItRuns, priority: 1, disabled: whyNotPaused},
			),
			enter: key('enter l right', 'open', 'Open the upload under the cursor', openUpload, {
				priority: 4,
				// Where all are gone it closes.
				isNamed: (dialog, state) => (shownRun(state, dialog)?.results ?? []).length > 0,
				disabled: whyElsewhere,
			}),
			retry: key(
				't',
				'try again',
				'Try again to abort what is left: reads it again, and asks before anything is sent',
				retry,
				{...whileItRuns, priority: 3, disabled: whyNoRetry},
			),
			'export-failures': key(
				'e',
				'export',
				'Write the uploads that are left to a file, a JSON line for each',
				(state, dialog) => {
					const run = shownRun(state, dialog);
					return step(run === undefined ? state : withDialog(state, failuresForm(run)));
				},
				{priority: 3, rare: true, disabled: whyNothingLeft},
			),
			...rowKeys(move),
			...endKeys(move),
			back: key('esc h left', 'close', 'Close; the run continues', close, {priority: 1}),
		},
	},
};

/** Pauses, goes on or stops; `pause` goes on with what is paused. */
function control(wanted: 'pause' | 'go-on' | 'stop') {
	return (state: SessionState, dialog: RunDialog): Step => {
		const run = shownRun(state, dialog);
		const what = wanted === 'pause' && run !== undefined && isPaused(run) ? 'go-on' : wanted;
		return step(state, {type: 'control-run', act: dialog.act, what});
	};
}

/** Opens the parts of the upload under the cursor. */
function openUpload(state: SessionState, dialog: RunDialog): Step {
	const shut = withoutDialog(state);
	const {bucket, results = []} = shownRun(state, dialog) ?? {};
	const result = results[dialog.cursor.position];
	if (bucket === undefined || result === undefined) return step(shut);
	const upload = uploadOf(result);
	const {key, uploadId} = upload;
	return openParts(shut, {bucket, key, uploadId}, upload);
}

/** What can be tried again: not what another act stands in the way of. */
function leftOf({results}: RunAct): readonly Upload[] {
	return results.filter(({kind}) => kind !== 'refused').map(uploadOf);
}

/** Asks anew for what is left. */
function retry(state: SessionState, dialog: RunDialog): Step {
	const run = shownRun(state, dialog);
	return run === undefined ? step(state) : startAbortAgain(state, run, leftOf(run));
}

/** The upload of a result, as the lists know it. */
function uploadOf({upload: {key, uploadId, initiated}}: AbortRunResult): Upload {
	return {key, uploadId, initiated, keyCertain: true};
}

/** Why nothing of it can be asked for here; undefined where it was sent to what is connected now. */
function whyElsewhere(state: SessionState, dialog: RunDialog): string | undefined {
	const run = shownRun(state, dialog);
	return run === undefined || run.endpoint === state.connection?.endpoint
		? undefined
		: `it was sent to ${run.endpoint}: connect there first`;
}

/** Why there is nothing to pause or stop; undefined while the run goes on. */
function whyRunEnded(state: SessionState, dialog: RunDialog): string | undefined {
	const run = shownRun(state, dialog);
	return run !== undefined && run.ended === undefined ? undefined : 'it has ended';
}

/** Why there is nothing to go on with; undefined while the run is paused. */
function whyNotPaused(state: SessionState, dialog: RunDialog): string | undefined {
	const run = shownRun(state, dialog);
	return run !== undefined && run.ended === undefined && isPaused(run)
		? undefined
		: 'it is not paused';
}

/** Why nothing can be tried again; undefined when the run has ended and an upload is still there. */
function whyNoRetry(state: SessionState, dialog: RunDialog): string | undefined {
	const run = shownRun(state, dialog);
	if (run?.ended === undefined) return 'it still runs';
	return (
		whyElsewhere(state, dialog) ??
		whyReadOnly(state) ??
		whyNothingLeft(state, dialog) ??
		(leftOf(run).length === 0 ? 'other operations block what is left' : undefined)
	);
}

/** Why nothing can be written; undefined when an upload is still there. */
function whyNothingLeft(state: SessionState, dialog: RunDialog): string | undefined {
	return shownRun(state, dialog)?.results.length ? undefined : 'everything is gone so far';
}
