import {expect, test} from 'vitest';
import {termsChosen, termsForm} from '../../../source/session/connections/terms-form.js';
import type {FormDialog} from '../../../source/session/dialogs/form.js';
import {askToComplete, kinds, stage, upload} from '../stage.js';

const owner = '111122223333';

/** The confirmation of a Complete. */
function asked() {
	const on = stage();
	askToComplete(on, upload('a'));
	const {dialog} = on.state;
	if (dialog?.kind !== 'complete') throw new Error('nothing is asked');
	return {on, dialog};
}

const texts = ({fields}: FormDialog) => fields.map(({line}) => line.text);

test('the form begins with the terms of the connection, then with those that were chosen', () => {
	const {on, dialog} = asked();
	const connection = {...on.state.connection!, expectedBucketOwner: owner};
	expect(texts(termsForm(dialog, connection))).toEqual([owner, '']);
	const terms = {requestPayer: 'requester'} as const;
	expect(texts(termsForm({...dialog, terms}, connection))).toEqual(['', 'yes']);
});

test('Cloudflare R2 knows no expected owner: the form says so and changes nothing', () => {
	const {on, dialog} = asked();
	const endpoint = 'https://a.r2.cloudflarestorage.com';
	const state = {...on.state, connection: {...on.state.connection!, endpoint}};
	const chosen = (typed: string) =>
		termsChosen(state, dialog, name => (name === 'expectedBucketOwner' ? typed : ''));
	expect(chosen(owner)).toEqual({
		field: 'expectedBucketOwner',
		problem: 'Cloudflare R2 has no ExpectedBucketOwner: it would refuse every request.',
	});
	expect(chosen('')).toMatchObject([{}, [{type: 'prepare-complete'}]]);
});

test('new terms: everything is read again before anything can be sent, and the focus is on Cancel', () => {
	const {on} = asked();
	on.press('act-options');
	on.type(owner);
	expect(kinds(on.press('confirm', 'confirm'))).toEqual(['prepare-complete']);
	expect(on.state.dialog).toMatchObject({
		kind: 'complete',
		focus: 'cancel',
		terms: {expectedBucketOwner: owner},
	});
	expect(on.state.dialog).not.toHaveProperty('plan');
	expect(kinds(on.press('next-choice', 'confirm'))).not.toContain('complete');
});

test('Esc brings the confirmation back as it was, and no connection forgets its own terms', () => {
	const {on, dialog} = asked();
	on.press('act-options');
	on.type('12');
	on.press('back');
	expect(on.state.dialog).toEqual(dialog);
	expect(kinds(on.press('confirm'))).toEqual(['complete']);
});
