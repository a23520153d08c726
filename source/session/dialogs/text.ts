import {key} from '../keys/binding.js';
import {endKeys, rowKeys, scroll} from '../keys/row-keys.js';
import {close} from './handlers.js';
import type {DialogRecord} from './record.js';

/** Something to read: what an imported parts file and the service say of each other. */
export type TextDialog = {
	readonly kind: 'text';
	readonly title: string;
	readonly sentences: readonly string[];
};

declare module './dialog.js' {
	interface Dialogs {
		text: TextDialog;
	}
}

export const textDialog: DialogRecord<TextDialog> = {
	keys: {
		menu: {
			...rowKeys(scroll),
			...endKeys(scroll),
			back: key('esc enter h left', 'close', 'Close', close, {priority: 1}),
		},
	},
};
