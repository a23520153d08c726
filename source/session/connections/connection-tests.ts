import type {Action} from '../core/action.js';
import type {Command} from '../core/command.js';
import type {SessionState} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import {withoutDialog} from '../dialogs/choice.js';
import type {FormDialog, TestDialog, TestSubject} from '../dialogs/dialog-state.js';
import {connectionTested} from './connection-form.js';
import {type ConnectionForm, isConnectionForm, profileIn} from './typed-connection.js';

/** Tests a connection by its name: `own:NAME`, `aws:NAME`, `environment:`. */
export function testNamed(state: SessionState, name: string): Step {
	return begin(state, name, {kind: 'named', name});
}

/** Tests what is typed into the form, which needs no name for that. Nothing is stored. */
export function testTyped(state: SessionState, dialog: ConnectionForm): Step {
	const profile = profileIn(dialog, {named: false});
	return 'kind' in profile
		? step({...state, dialog: profile})
		: begin(state, `${profile.name}, as typed`, {kind: 'typed', profile}, dialog);
}

function begin(state: SessionState, label: string, subject: TestSubject, over?: FormDialog): Step {
	const id = state.nextScreenId;
	const dialog: TestDialog = {kind: 'test', id, label, subject, ...(over && {over})};
	return step(
		{...state, nextScreenId: id + 1, dialog, scroll: 0},
		{type: 'test-connection', test: id, subject},
	);
}

/** What a key means while a test is shown: Esc ends it. */
export function testCommand(state: SessionState, dialog: TestDialog, command: Command): Step {
	const {over, label, subject} = dialog;
	if (command === 'refresh') {
		const [again, effects] = begin(state, label, subject, over);
		return step(again, {type: 'stop-test'}, ...effects);
	}
	return command === 'back'
		? step(over === undefined ? withoutDialog(state) : {...state, dialog: over}, {
				type: 'stop-test',
			})
		: step(state);
}

/** Something is known, of the test that is shown and of no other. */
export function testProgressed(
	state: SessionState,
	action: Extract<Action, {type: 'test-progress' | 'test-refused'}>,
): Step {
	const {dialog} = state;
	if (dialog?.kind !== 'test' || dialog.id !== action.test) return step(state);
	if (action.type === 'test-refused')
		return step({...state, dialog: {...dialog, refused: action.sentence}});
	const {over} = dialog;
	const {label, found} = action;
	const told =
		over !== undefined && isConnectionForm(over) && found.service !== undefined
			? {over: connectionTested(over, found.service.id)}
			: {};
	return step({...state, dialog: {...dialog, ...told, label, test: found}});
}
