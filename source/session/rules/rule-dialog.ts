import {askToCopy} from '../dialogs/copy.js';
import {close} from '../dialogs/handlers.js';
import type {DialogRecord} from '../dialogs/record.js';
import {key} from '../keys/binding.js';
import {endKeys, rowKeys, scroll} from '../keys/row-keys.js';
import {copyItemsOfRule} from './rules-commands.js';
import type {RuleRow} from './rules-facts.js';

/** Shows a rule as the service sent it. */
export type RuleDialog = {readonly kind: 'rule'; readonly row: RuleRow};

declare module '../dialogs/dialog.js' {
	interface Dialogs {
		rule: RuleDialog;
	}
}

export const ruleDialog: DialogRecord<RuleDialog> = {
	keys: {
		menu: {
			copy: key(
				'y',
				'copy',
				'Copy the rule or its id',
				(state, dialog) => askToCopy(state, copyItemsOfRule(dialog.row.rule), dialog),
				{priority: 2},
			),
			...rowKeys(scroll),
			...endKeys(scroll),
			back: key('esc enter h left i', 'close', 'Close', close, {priority: 1}),
		},
	},
};
