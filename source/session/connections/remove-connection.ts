import {step} from '../core/step.js';
import type {Focus} from '../dialogs/dialog.js';
import {buttonKeys, withoutDialog} from '../dialogs/handlers.js';
import type {DialogRecord} from '../dialogs/record.js';

/** Asks before a connection is removed from the store. */
export type RemoveDialog = {
	readonly kind: 'remove-connection';
	readonly name: string;
	readonly focus: Focus;
};

declare module '../dialogs/dialog.js' {
	interface Dialogs {
		'remove-connection': RemoveDialog;
	}
}

export const removeDialog: DialogRecord<RemoveDialog> = {
	keys: {
		choice: buttonKeys((state, {name}) =>
			step(withoutDialog(state), {type: 'remove-connection', name}),
		),
	},
};
