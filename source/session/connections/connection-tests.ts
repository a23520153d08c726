import type {ConnectionTest} from '../../operations/connection-test/connection-test.js';
import type {ActionOf} from '../core/action.js';
import type {TestSubject} from '../core/effect.js';
import type {SessionState} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import type {FormDialog} from '../dialogs/form.js';
import {closed, withDialog} from '../dialogs/handlers.js';
import type {DialogRecord} from '../dialogs/record.js';
import {key} from '../keys/binding.js';
import {rowKeys, scroll} from '../keys/row-keys.js';
import {connectionTested} from './connection-form.js';
import {type ConnectionForm, isConnectionForm, profileIn} from './typed-connection.js';

/** Shows what a connection is good for; the form that it was asked from comes back. */
export type TestDialog = {
	readonly kind: 'test';
	/** Its own number: what comes late is of another test. */
	readonly id: number;
	readonly label: string;
	readonly subject: TestSubject;
	/** Absent until something is known. */
	readonly test?: ConnectionTest;
	/** Why nothing can be asked. */
	readonly refused?: string;
	readonly returnTo?: FormDialog;
};

declare module '../dialogs/dialog.js' {
	interface Dialogs {
		test: TestDialog;
	}
}

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

function begin(
	state: SessionState,
	label: string,
	subject: TestSubject,
	returnTo?: FormDialog,
): Step {
	const id = state.nextScreenId;
	const dialog: TestDialog = {kind: 'test', id, label, subject, returnTo};
	return step(
		{...state, nextScreenId: id + 1, dialog, scroll: 0},
		{type: 'test-connection', test: id, subject},
	);
}

export const testDialog: DialogRecord<TestDialog> = {
	keys: {
		test: {
			refresh: key(
				'r',
				'test again',
				'Ask again',
				(state, {label, subject, returnTo}) => {
					const [again, effects] = begin(state, label, subject, returnTo);
					return step(again, {type: 'stop-test'}, ...effects);
				},
				{priority: 2, needsOwnKeypress: true},
			),
			...rowKeys(scroll),
			back: key(
				'esc h left enter',
				'close',
				'Close; stops the test, and a form comes back',
				(state, dialog) => step(closed(state, dialog), {type: 'stop-test'}),
				{priority: 1},
			),
		},
	},
};

/** Something is known, of the test that is shown and of no other. */
export function testProgressed(
	state: SessionState,
	{test, label, found}: ActionOf<'test-progress'>,
): Step {
	return ofTest(state, test, ({returnTo}) => ({
		returnTo:
			returnTo !== undefined && isConnectionForm(returnTo) && found.service !== undefined
				? connectionTested(returnTo, found.service.id)
				: returnTo,
		label,
		test: found,
	}));
}

/** Nothing can be asked. */
export function testRefused(state: SessionState, {test, sentence}: ActionOf<'test-refused'>): Step {
	return ofTest(state, test, () => ({refused: sentence}));
}

function ofTest(
	state: SessionState,
	test: number,
	change: (dialog: TestDialog) => Partial<TestDialog>,
): Step {
	const {dialog} = state;
	return dialog?.kind === 'test' && dialog.id === test
		? step(withDialog(state, {...dialog, ...change(dialog)}))
		: step(state);
}
