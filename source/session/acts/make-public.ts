import type {UploadTarget} from '../../multipart/upload.js';
import {reasonWords} from '../../text/reason/reason-words.js';
import type {Action} from '../core/action.js';
import type {SessionState} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import type {Dialog, Focus} from '../dialogs/dialog.js';
import {buttonKeys, closed, withDialog} from '../dialogs/handlers.js';
import type {DialogRecord} from '../dialogs/record.js';
import {withNotice} from '../frame/notice.js';
import {isActShown, withAct} from './act-changes.js';
import type {ActId, CompleteAct} from './acts-state.js';

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

/** What came of asking, and of the ACL; a notice says it where the act is not shown. */
export function publicUpdate(
	state: SessionState,
	action: Extract<Action, {type: 'public-read' | 'made-public'}>,
): Step {
	const {act} = action;
	if (action.type === 'public-read')
		return step(withAct(state, act, 'complete', each => ({...each, reading: action.reading})));
	const {result} = action;
	const reading = 'reading' in result ? result.reading : undefined;
	const changed = withAct(state, act, 'complete', each => ({
		...each,
		made: result,
		reading: reading ?? each.reading,
	}));
	if (isActShown(state, act)) return step(changed);
	return withNotice(
		changed,
		`ACL public-read: ${result.kind}. ${reasonWords(result.reason)}`,
		result.kind === 'done' ? 'good' : 'bad',
	);
}
