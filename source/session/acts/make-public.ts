import type {UploadTarget} from '../../multipart/upload.js';
import {reasonWords} from '../../text/reason/reason-words.js';
import type {ActionOf} from '../core/action.js';
import type {SessionState} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import type {Dialog, Focus} from '../dialogs/dialog.js';
import {buttonKeys, closed, withDialog} from '../dialogs/handlers.js';
import type {DialogRecord} from '../dialogs/record.js';
import {withAct} from './act-changes.js';
import type {ActId, CompleteAct} from './acts-state.js';
import {notifiedUnlessShown} from './reports.js';

/** Asks before an object is opened to everybody. */
export type MakePublicDialog = {
	readonly kind: 'make-public';
	readonly act: ActId;
	readonly target: UploadTarget;
	readonly focus: Focus;
	readonly returnTo: Dialog;
};

declare module '../dialogs/dialog.js' {
	interface Dialogs {
		'make-public': MakePublicDialog;
	}
}

export const makePublicDialog: DialogRecord<MakePublicDialog> = {
	keys: {
		choice: buttonKeys((state, dialog) => {
			const {act, target} = dialog;
			const sending = withAct(closed(state, dialog), act, 'complete', each => ({
				...each,
				made: 'sending',
			}));
			return step(sending, {type: 'make-public', act, target});
		}),
	},
};

/** Asks before the object that a Complete made is opened to everybody. */
export function askToMakePublic(state: SessionState, {id, plan}: CompleteAct): Step {
	return step(
		withDialog(state, {
			kind: 'make-public',
			act: id,
			target: plan.target,
			focus: 'cancel',
			returnTo: {kind: 'act', act: id},
		}),
	);
}

/** Asks the service, without credentials, whether anybody can read the object that a Complete made. */
export function checkPublic(state: SessionState, {id, plan}: CompleteAct): Step {
	return step(
		withAct(state, id, 'complete', each => ({...each, reading: 'asking'})),
		{type: 'read-publicly', act: id, target: plan.target},
	);
}

/** What came of asking whether anybody can read it. */
export function publicRead(state: SessionState, {act, reading}: ActionOf<'public-read'>): Step {
	return step(withAct(state, act, 'complete', each => ({...each, reading})));
}

/** What came of the ACL; a notice says it where the act is not shown. */
export function madePublic(state: SessionState, {act, result}: ActionOf<'made-public'>): Step {
	const changed = withAct(state, act, 'complete', each => ({
		...each,
		made: result,
		reading: ('reading' in result ? result.reading : undefined) ?? each.reading,
	}));
	const text = `ACL public-read: ${result.kind}. ${reasonWords(result.reason)}`;
	return notifiedUnlessShown(changed, act, text, result.kind === 'done' ? 'good' : 'bad');
}
