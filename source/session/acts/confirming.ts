import {hintWords} from '../../text/failure/hint-words.js';
import type {Action} from '../core/action.js';
import type {SessionState} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import type {DialogOf} from '../dialogs/dialog.js';
import {buttonCommands, close, closed, whenTyped, withDialog} from '../dialogs/handlers.js';
import type {DialogCommands} from '../dialogs/record.js';
import {withNotice} from '../frame/notice.js';

/**
 * The keys of the confirmation of one act. Until it can go on (it is being prepared, or cannot be done)
 * every way out of it closes it; then the word that it asks for is typed, or a button pressed.
 */
export function confirmCommands<D extends DialogOf<'complete'> | DialogOf<'abort'>>(
	canGoOn: (dialog: D) => boolean,
	go: (state: SessionState, dialog: D) => Step,
): DialogCommands<D> {
	const press = buttonCommands<D>(go);
	const leave = (state: SessionState, dialog: D) =>
		step(closed(state, dialog), {type: 'stop-preparing'});
	// The focus stays on cancel until there is something to agree to.
	const switchButton = (state: SessionState, dialog: D) =>
		canGoOn(dialog) ? press['next-choice'](state, dialog) : step(state);
	return {
		'next-choice': switchButton,
		'previous-choice': switchButton,
		back: (state, dialog) => (canGoOn(dialog) ? close : leave)(state, dialog),
		confirm(state, dialog) {
			if (!canGoOn(dialog)) return leave(state, dialog);
			const {word} = dialog;
			return word === undefined
				? press.confirm(state, dialog)
				: whenTyped(state, word, () => go(state, dialog));
		},
	};
}

/** An act that could not be prepared or was refused: its confirmation says so, or a notice. */
export function actRefused(
	state: SessionState,
	{trouble, act}: Extract<Action, {type: 'act-refused'}>,
): Step {
	const {dialog} = state;
	if (act === undefined && (dialog?.kind === 'complete' || dialog?.kind === 'abort'))
		return step(withDialog(state, {...dialog, trouble}));
	return withNotice(
		state,
		typeof trouble === 'string' ? trouble : hintWords(trouble.hint, 'app'),
		'bad',
	);
}
