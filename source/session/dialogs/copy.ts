import {step} from '../core/step.js';
import {dialogRows} from '../frame/layout.js';
import type {ListCursor} from '../frame/list-cursor.js';
import type {CopyItem} from './copy-items.js';
import {close, motionCommands, withoutDialog} from './handlers.js';
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
	contexts: () => ['menu', 'always'],
	body: 'list',
	commands: {
		...motionCommands((_, {items}) => items.length, dialogRows),
		back: close,
		enter(state, {items, cursor}) {
			const item = items[cursor.position];
			const shut = withoutDialog(state);
			return item === undefined
				? step(shut)
				: step(shut, {type: 'copy', value: item.value, title: item.title});
		},
	},
};
