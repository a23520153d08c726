import type {Edit} from '../../terminal/line-editor.js';
import {emptyBucketDialog} from '../abort-run/empty-dialog.js';
import {abortManyDialog} from '../abort-run/many-dialog.js';
import {resumeRunDialog} from '../abort-run/resume-dialog.js';
import {runDialog} from '../abort-run/run-dialog.js';
import {abortDialog} from '../acts/abort-dialog.js';
import {actDialog} from '../acts/act-dialog.js';
import {actsDialog} from '../acts/acts-dialog.js';
import {completeDialog} from '../acts/complete-dialog.js';
import {makePublicDialog} from '../acts/make-public.js';
import {testDialog} from '../connections/connection-tests.js';
import {removeDialog} from '../connections/remove-connection.js';
import type {Command} from '../core/command.js';
import type {SessionState} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import {closeActDialog} from '../history/close-act.js';
import {pastActDialog} from '../history/past-act.js';
import {readMoreDialog} from '../uploads/read-more.js';
import {copyDialog} from './copy.js';
import type {Dialog, DialogKind, DialogOf} from './dialog.js';
import {formDialog} from './form-dialog.js';
import type {DialogRecord} from './record.js';
import {textDialog} from './text.js';

/** Every dialog of the program, once. */
const dialogs: {readonly [K in DialogKind]: DialogRecord<DialogOf<K>>} = {
	complete: completeDialog,
	abort: abortDialog,
	'abort-many': abortManyDialog,
	'empty-bucket': emptyBucketDialog,
	run: runDialog,
	'resume-run': resumeRunDialog,
	act: actDialog,
	acts: actsDialog,
	'make-public': makePublicDialog,
	'past-act': pastActDialog,
	'close-act': closeActDialog,
	'read-more': readMoreDialog,
	form: formDialog,
	test: testDialog,
	'remove-connection': removeDialog,
	copy: copyDialog,
	text: textDialog,
};

/** What is known of the kind of a dialog. */
export function recordOf<D extends Dialog>({kind}: D): DialogRecord<D> {
	// The compiler does not see that the kind and the record go together.
	return dialogs[kind] as unknown as DialogRecord<D>;
}

/** What a key means while a dialog is open. */
export function dialogCommand(state: SessionState, dialog: Dialog, command: Command): Step {
	return recordOf(dialog).commands[command]?.(state, dialog) ?? step(state);
}

/** What typing means while a dialog is open. */
export function dialogEdit(state: SessionState, dialog: Dialog, edit: Edit): Step {
	return recordOf(dialog).onEdit?.(state, dialog, edit) ?? step(state);
}
