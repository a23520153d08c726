import type {Action} from '../core/action.js';
import type {Command} from '../core/command.js';
import type {SessionState} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import {choose} from '../dialogs/choice.js';
import type {MakePublicDialog} from '../dialogs/dialog-state.js';
import {withNotice} from '../frame/notice.js';
import type {Act, ActId, CompleteAct} from './acts-state.js';

/** What keys do about who can read the object that a Complete made; undefined for every other command. */
export function publicCommand(state: SessionState, act: Act, command: Command): Step | undefined {
	if (act.kind !== 'complete') return undefined;
	const {target} = act.plan;
	if (command === 'check-public')
		return step(
			withCompleteAct(state, act.id, each => ({...each, reading: 'asking'})),
			{type: 'read-publicly', act: act.id, target},
		);
	if (command === 'make-public')
		return step({
			...state,
			dialog: {kind: 'make-public', act: act.id, target, focus: 'cancel'},
		});
	return undefined;
}

/** The confirmation: whatever is chosen, the view of the act comes back. */
export function makePublicCommand(
	state: SessionState,
	dialog: MakePublicDialog,
	command: Command,
): Step {
	const choice = choose(dialog, command);
	if (choice === undefined) return step(state);
	if (choice === 'cancel' || choice === 'go')
		return step({...state, dialog: {...dialog, focus: choice}});
	const back: SessionState = {...state, dialog: {kind: 'act', act: dialog.act}};
	return choice === 'close'
		? step(back)
		: step(
				withCompleteAct(back, dialog.act, each => ({...each, made: 'sending'})),
				{type: 'make-public', act: dialog.act, target: dialog.target},
			);
}

/** What came of asking, and of the ACL; told as a notice where the act is not looked at. */
export function publicUpdate(
	state: SessionState,
	action: Extract<Action, {type: 'public-read' | 'made-public'}>,
): Step {
	const {act} = action;
	if (action.type === 'public-read')
		return step(withCompleteAct(state, act, each => ({...each, reading: action.reading})));
	const {result} = action;
	const reading = 'reading' in result ? result.reading : undefined;
	const told = withCompleteAct(state, act, each => ({
		...each,
		made: result,
		reading: reading ?? each.reading,
	}));
	if (state.dialog?.kind === 'act' && state.dialog.act === act) return step(told);
	return withNotice(
		told,
		`ACL public-read: ${result.kind}. ${result.sentence}`,
		result.kind === 'done' ? 'good' : 'bad',
	);
}

function withCompleteAct(
	state: SessionState,
	id: ActId,
	change: (act: CompleteAct) => CompleteAct,
): SessionState {
	const {acts} = state;
	return {
		...state,
		acts: {
			...acts,
			acts: acts.acts.map(act => (act.id === id && act.kind === 'complete' ? change(act) : act)),
		},
	};
}
