import {applyEdit, type Edit} from '../../terminal/line-editor.js';
import {
	abortManyCommand,
	emptyBucketCommand,
	includeActiveOnes,
	leavesActiveOut,
	startAbortAgain,
} from '../abort-run/ask-many.js';
import {leftOf, resumeRunCommand, runDialogCommand, shownRun, uploadOf} from '../abort-run/runs.js';
import {showPartOfAct} from '../acts/act-part.js';
import {actDialogCommand, actsDialogCommand} from '../acts/acts.js';
import {abortCommand} from '../acts/ask-abort.js';
import {completeCommand, withoutCondition} from '../acts/ask-complete.js';
import {makePublicCommand} from '../acts/public.js';
import {testCommand} from '../connections/connection-tests.js';
import type {Command} from '../core/command.js';
import {type SessionState, topScreen, type UploadsScreen, withScreen} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import {dialogRows} from '../frame/layout.js';
import {moveCursor} from '../frame/list-cursor.js';
import {withNotice} from '../frame/notice.js';
import {closeActCommand, pastActCommand} from '../history/history.js';
import {openParts} from '../parts/parts.js';
import {readVisible} from '../uploads/uploads.js';
import {choose, withoutDialog} from './choice.js';
import type {CopyDialog, Dialog, ReadMoreDialog, RemoveDialog, RunDialog} from './dialog-state.js';
import {formCommand, formEdit} from './forms.js';

/** What a key means while a dialog is open. */
export function dialogCommand(state: SessionState, dialog: Dialog, command: Command): Step {
	switch (dialog.kind) {
		case 'complete':
			return completeCommand(state, dialog, command);
		case 'abort':
			return abortCommand(state, dialog, command);
		case 'abort-many':
			return abortManyCommand(state, dialog, command);
		case 'empty-bucket':
			return emptyBucketCommand(state, dialog, command);
		case 'run':
			return runCommand(state, dialog, command);
		case 'resume-run':
			return resumeRunCommand(state, dialog, command);
		case 'form':
			return formCommand(state, dialog, command);
		case 'act':
			return (
				showPartOfAct(state, dialog, command) ??
				withoutCondition(state, dialog, command) ??
				actDialogCommand(state, dialog, command)
			);
		case 'acts':
			return actsDialogCommand(state, dialog, command);
		case 'past-act':
			return pastActCommand(state, dialog, command);
		case 'close-act':
			return closeActCommand(state, dialog, command);
		case 'text':
			return step(command === 'back' || command === 'enter' ? withoutDialog(state) : state);
		case 'copy':
			return copyCommand(state, dialog, command);
		case 'read-more':
			return readMoreCommand(state, dialog, command);
		case 'make-public':
			return makePublicCommand(state, dialog, command);
		case 'test':
			return testCommand(state, dialog, command);
		case 'remove-connection':
			return removeCommand(state, dialog, command);
	}
}

/** What typing means while a dialog is open. */
export function dialogEdit(state: SessionState, dialog: Dialog, edit: Edit): Step {
	if (dialog.kind === 'form') return formEdit(state, dialog, edit);
	// A count holds no letter: the key means what it says beside it.
	if (
		dialog.kind === 'abort-many' &&
		edit.kind === 'insert' &&
		edit.text === 'i' &&
		leavesActiveOut(dialog)
	)
		return includeActiveOnes(state, dialog);
	if ('word' in dialog && dialog.word !== undefined) {
		const word = {...dialog.word, line: applyEdit(dialog.word.line, edit)};
		return step({...state, dialog: {...dialog, word}});
	}
	return step(state);
}

/** Enter opens the upload under the cursor, `t` asks anew for what is left; everything else the run knows itself. */
function runCommand(state: SessionState, dialog: RunDialog, command: Command): Step {
	const act = shownRun(state);
	const elsewhere = act !== undefined && act.endpoint !== state.connection?.endpoint;
	if (elsewhere && (command === 'enter' || command === 'retry'))
		return withNotice(state, `It was sent to ${act.endpoint}: connect there first.`, 'bad');
	if (command === 'enter') {
		const result = act?.results[dialog.cursor.position];
		if (act === undefined || result === undefined) return step(withoutDialog(state));
		const upload = uploadOf(result);
		const {key, uploadId} = upload;
		return openParts(withoutDialog(state), {bucket: act.bucket, key, uploadId}, upload);
	}
	if (command !== 'retry' || act === undefined) return runDialogCommand(state, dialog, command);
	if (act.ended === undefined) return withNotice(state, 'It still runs.');
	const left = leftOf(act);
	return left.length === 0
		? withNotice(state, 'There is nothing to try again.')
		: startAbortAgain(state, act, left);
}

function copyCommand(state: SessionState, dialog: CopyDialog, command: Command): Step {
	if (command === 'back') return step(withoutDialog(state));
	if (command === 'enter') {
		const item = dialog.items[dialog.cursor.position];
		return item === undefined
			? step(withoutDialog(state))
			: step(withoutDialog(state), {type: 'copy', value: item.value, title: item.title});
	}
	const cursor = moveCursor(dialog.cursor, command, dialog.items.length, dialogRows(state));
	return cursor === undefined ? step(state) : step({...state, dialog: {...dialog, cursor}});
}

function readMoreCommand(state: SessionState, dialog: ReadMoreDialog, command: Command): Step {
	const choice = choose(dialog, command);
	if (choice === 'close') return step(withoutDialog(state));
	if (choice === 'cancel' || choice === 'go')
		return step({...state, dialog: {...dialog, focus: choice}});
	const screen = topScreen(state);
	if (choice !== 'pressed-go' || screen?.kind !== 'uploads') return step(state);
	const unlimited = {...screen, readBudget: Number.POSITIVE_INFINITY};
	const changed = withScreen<UploadsScreen>(state, screen.id, 'uploads', () => unlimited);
	return step(withoutDialog(changed), readVisible(changed, unlimited));
}

function removeCommand(state: SessionState, dialog: RemoveDialog, command: Command): Step {
	const choice = choose(dialog, command);
	if (choice === 'close') return step(withoutDialog(state));
	if (choice === 'cancel' || choice === 'go')
		return step({...state, dialog: {...dialog, focus: choice}});
	return choice === 'pressed-go'
		? step(withoutDialog(state), {type: 'remove-connection', name: dialog.name})
		: step(state);
}
