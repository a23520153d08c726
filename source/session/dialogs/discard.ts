import type {SessionState} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import type {Focus} from './dialog.js';
import {changedFields, type FormDialog} from './form.js';
import {buttonKeys, close, closed, withDialog} from './handlers.js';
import type {DialogRecord} from './record.js';

/** Asks before what was typed into a form is lost. */
export type DiscardDialog = {
	readonly kind: 'discard';
	/** The titles of the fields that were changed. */
	readonly changed: readonly string[];
	readonly focus: Focus;
	/** The form, which stays as it is unless it is discarded. */
	readonly returnTo: FormDialog;
};

declare module './dialog.js' {
	interface Dialogs {
		discard: DiscardDialog;
	}
}

export const discardDialog: DialogRecord<DiscardDialog> = {
	keys: {choice: buttonKeys((state, {returnTo}) => step(closed(state, returnTo)))},
};

/** Closes a form; one that would be stored, and was changed, only after a question. */
export function leaveForm(state: SessionState, form: FormDialog): Step {
	const changed = changedFields(form);
	return changed.length === 0
		? close(state, form)
		: step(withDialog(state, {kind: 'discard', changed, focus: 'cancel', returnTo: form}));
}
