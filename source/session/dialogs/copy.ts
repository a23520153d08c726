import type {SessionState} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import {dialogRows} from '../frame/layout.js';
import {type ListCursor, startOfList} from '../frame/list-cursor.js';
import type {CopyItem} from './copy-items.js';
import {menuKeys, moveIn, withDialog, withoutDialog} from './handlers.js';
import type {DialogRecord} from './record.js';

/** What can be copied, to choose from. */
export type CopyDialog = {
	readonly kind: 'copy';
	readonly items: readonly CopyItem[];
	readonly cursor: ListCursor;
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
			(state, {items, cursor}) => {
				const item = items[cursor.position];
				const shut = withoutDialog(state);
				return item === undefined
					? step(shut)
					: step(shut, {type: 'copy', value: item.value, title: item.title});
			},
		),
	},
};

/** Asks what is to be copied. */
export function askToCopy(state: SessionState, items: readonly CopyItem[]): Step {
	return step(withDialog(state, {kind: 'copy', items, cursor: startOfList}));
}
