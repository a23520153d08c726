import type {InterruptedRun} from '../../operations/abort-run/run-resume.js';
import type {SessionState} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import type {Focus} from '../dialogs/dialog.js';
import {buttonKeys, withDialog} from '../dialogs/handlers.js';
import type {DialogRecord} from '../dialogs/record.js';
import {resumeRun} from './begin.js';
import {askToEmpty} from './empty-dialog.js';

/** Asks whether a run that was killed goes on. */
export type ResumeRunDialog = {
	readonly kind: 'resume-run';
	readonly run: InterruptedRun;
	readonly focus: Focus;
};

declare module '../dialogs/dialog.js' {
	interface Dialogs {
		'resume-run': ResumeRunDialog;
	}
}

export const resumeRunDialog: DialogRecord<ResumeRunDialog> = {
	keys: {choice: buttonKeys((state, {run}) => resumeRun(state, run))},
};

/** A run that was killed goes on when that is confirmed; an emptying, when its bucket is named again. */
export function askToResume(state: SessionState, run: InterruptedRun): Step {
	const {bucket, prefix = '', includesHeld} = run.header;
	return run.wasEmptying
		? askToEmpty(state, {bucket, prefix, killed: run, includesHeld})
		: step(withDialog(state, {kind: 'resume-run', run, focus: 'cancel'}));
}
