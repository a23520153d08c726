import {findAct} from '../acts/act-changes.js';
import {rulesTarget, unsettledOn} from '../acts/act-facts.js';
import type {ActId} from '../acts/acts-state.js';
import {lookAgainKey} from '../acts/look-again.js';
import type {SessionState} from '../core/state.js';
import {step} from '../core/step.js';
import {close} from '../dialogs/handlers.js';
import type {DialogRecord} from '../dialogs/record.js';
import {key} from '../keys/binding.js';
import {rowKeys, scroll} from '../keys/row-keys.js';
import {askToPutBack} from './change-rule.js';

/** Shows a change of rules of this session, running or ended. */
export type RulesActDialog = {readonly kind: 'rules-act'; readonly act: ActId};

declare module '../dialogs/dialog.js' {
	interface Dialogs {
		'rules-act': RulesActDialog;
	}
}

const actOf = (state: SessionState, {act}: RulesActDialog) => findAct(state, act, 'rules');

/** What the journal holds open of the rules of its bucket. */
function unknownOf(state: SessionState, dialog: RulesActDialog) {
	const act = actOf(state, dialog);
	return act === undefined ? [] : unsettledOn(state, rulesTarget(act.bucket));
}

export const rulesActDialog: DialogRecord<RulesActDialog> = {
	keys: {
		'rules-act': {
			'put-back': key<RulesActDialog>(
				'p',
				'put back',
				'Put back the earlier rules: asks first',
				(state, dialog) => {
					const act = actOf(state, dialog);
					return act === undefined ? step(state) : askToPutBack(state, act);
				},
				{
					priority: 2,
					needsOwnKeypress: true,
					dangerous: true,
					rare: true,
					disabled: (state, dialog) =>
						actOf(state, dialog)?.putBack === undefined ? 'nothing has changed' : undefined,
				},
			),
			'look-again': lookAgainKey(unknownOf, {rare: true}),
			...rowKeys(scroll),
			back: key('esc enter h left', 'close', 'Close; a running operation continues', close, {
				priority: 1,
			}),
		},
	},
	staysWhenConnected: true,
};
