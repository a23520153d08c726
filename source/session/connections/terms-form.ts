import {checkBucketOwner, noOwnerAt} from '../../profiles/store/bucket-terms.js';
import type {BucketTerms} from '../../s3/client/connection.js';
import type {SessionState} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import type {DialogOf} from '../dialogs/dialog.js';
import {
	choiceField,
	type FormDialog,
	type FormField,
	field,
	formOf,
	noOrYes,
} from '../dialogs/form.js';
import type {ConnectionInfo} from './connection-info.js';
import {termsOf} from './terms.js';

type CompleteDialog = DialogOf<'complete'>;

/** The two fields, for a connection and for a single act. */
export function termFields({expectedBucketOwner, requestPayer}: BucketTerms): FormField[] {
	return [
		field(
			'expectedBucketOwner',
			'bucket owner',
			'12 digits: any other owner is refused; may be empty',
			expectedBucketOwner,
			'any',
		),
		choiceField(
			'requestPayer',
			'requester pays',
			'yes: you pay for the requests (Requester Pays bucket)',
			noOrYes,
			requestPayer && 'yes',
		),
	];
}

/** Asks for the terms of one act; those it would have stand in the fields. */
export function termsForm(of: CompleteDialog, connection: ConnectionInfo | undefined): FormDialog {
	const fields = termFields(termsOf(of, connection));
	return formOf({kind: 'terms', of}, 'Options of this Complete alone', fields, of);
}

/** Back to the confirmation: what is there is read again under the new terms, before anything can be sent. */
export function termsChosen(
	state: SessionState,
	{terms: _, trouble: __, plan, ...of}: CompleteDialog,
	value: (name: string) => string,
): Step | {readonly field: string; readonly problem: string} {
	const owner = value('expectedBucketOwner').trim();
	const wrongOwner =
		owner === '' ? undefined : (noOwnerAt(state.connection?.endpoint) ?? checkBucketOwner(owner));
	if (wrongOwner !== undefined) return {field: 'expectedBucketOwner', problem: wrongOwner};
	const terms: BucketTerms = {
		expectedBucketOwner: owner === '' ? undefined : owner,
		requestPayer: value('requestPayer') === 'yes' ? 'requester' : undefined,
	};
	const {target, upload, excluded, unconditional} = of;
	return step(
		{...state, dialog: {...of, word: undefined, focus: 'cancel', terms}},
		{type: 'prepare-complete', target, upload, excluded, unconditional, terms},
	);
}
