import type {SessionState} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import {dialogRows} from '../frame/layout.js';
import {type ListCursor, startOfList} from '../frame/list-cursor.js';
import type {CopyItem} from './copy-commands.js';
import type {Dialog} from './dialog.js';
import {closed, menuKeys, moveIn, withDialog} from './handlers.js';
import type {DialogRecord} from './record.js';

/** What can be copied, to choose from. */
export type CopyDialog = {
	readonly kind: 'copy';
	readonly items: readonly CopyItem[];
	readonly cursor: ListCursor;
	/** What a command does otherwise than the dialog that offers it. */
	readonly note?: string;
	/** The dialog that it was opened from. */
	readonly returnTo?: Dialog;
};

declare module './dialog.js' {
	interface Dialogs {
		copy: CopyDialog;
	}
}

export const copyDialog: DialogRecord<CopyDialog> = {
	keys: {
		menu: menuKeys(
			moveIn((_, {items}) => items.length, dialogRows),
			(state, dialog) => {
				const {items, cursor} = dialog;
				const item = items[cursor.position];
				const shut = closed(state, dialog);
				return item === undefined
					? step(shut)
					: step(shut, {type: 'copy', value: item.value, title: item.title});
			},
		),
	},
};

/** Asks what is to be copied. */
export function askToCopy(
	state: SessionState,
	items: readonly CopyItem[],
	returnTo?: Dialog,
	note?: string,
): Step {
	return step(withDialog(state, {kind: 'copy', items, cursor: startOfList, returnTo, note}));
}
