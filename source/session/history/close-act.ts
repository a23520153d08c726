import type {PastAct} from '../../operations/journal/journal.js';
import {subjectOf} from '../acts/act-facts.js';
import type {SessionState} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import type {Dialog, TypedWord} from '../dialogs/dialog.js';
import {
	closed,
	editWord,
	whenTyped,
	withDialog,
	wordKeys,
	wordToType,
} from '../dialogs/handlers.js';
import type {DialogRecord} from '../dialogs/record.js';

/** Asks before an act with an unknown outcome is closed by hand. */
export type CloseActDialog = {
	readonly kind: 'close-act';
	readonly act: PastAct;
	readonly word: TypedWord;
	readonly returnTo: Dialog;
};

declare module '../dialogs/dialog.js' {
	interface Dialogs {
		'close-act': CloseActDialog;
	}
}

export const closeActDialog: DialogRecord<CloseActDialog> = {
	keys: {
		word: wordKeys((state, dialog) =>
			whenTyped(state, dialog.word, () =>
				step(closed(state, dialog), {type: 'close-act', intent: dialog.act.intent}),
			),
		),
	},
	onEdit: editWord,
};

/** Asks for the key of the act; its view comes back, whatever is chosen. */
export function askToCloseAct(state: SessionState, act: PastAct): Step {
	const what = act.intent.act === 'rules' ? 'the name of the bucket' : 'the key';
	const word = wordToType(subjectOf(act.intent), `type ${what} to close it`);
	return step(withDialog(state, {kind: 'close-act', act, word, returnTo: {kind: 'past-act', act}}));
}
