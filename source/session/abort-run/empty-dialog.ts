import type {InterruptedRun} from '../../operations/abort-run/run-resume.js';
import type {SessionState} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import {commandOfMany, commandToAbortMany} from '../dialogs/commands-of-many.js';
import type {TypedWord} from '../dialogs/dialog.js';
import {close, editWord, whenTyped, withDialog, wordKeys, wordToType} from '../dialogs/handlers.js';
import type {DialogRecord} from '../dialogs/record.js';
import {key} from '../keys/binding.js';
import {beginEmptying} from './begin.js';

/** Asks before everything in progress in a bucket is aborted. */
export type EmptyBucketDialog = {
	readonly kind: 'empty-bucket';
	readonly bucket: string;
	readonly prefix: string;
	/** The emptying that is taken up. */
	readonly killed?: InterruptedRun;
	/** What makers hold open on purpose is named, too. */
	readonly includesHeld: boolean;
	readonly word: TypedWord;
};

declare module '../dialogs/dialog.js' {
	interface Dialogs {
		'empty-bucket': EmptyBucketDialog;
	}
}

export const emptyBucketDialog: DialogRecord<EmptyBucketDialog> = {
	keys: {
		word: wordKeys(
			(state, {bucket, prefix, word, killed, includesHeld}) =>
				whenTyped(state, word, () =>
					beginEmptying(state, {bucket, includesHeld, ...(prefix === '' ? {} : {prefix})}, killed),
				),
			close,
			{
				// A letter would be part of the bucket's name.
				'cover-held': key<EmptyBucketDialog>(
					'shift-tab',
					'held too',
					'Include uploads that a program holds open on purpose, or leave them; changes the word to type',
					(state, dialog) => askToEmpty(state, {...dialog, includesHeld: !dialog.includesHeld}),
					{priority: 2, rare: true},
				),
				...commandOfMany<EmptyBucketDialog>(
					(state, {bucket, prefix, includesHeld}) =>
						commandToAbortMany(
							state,
							{bucket, prefix, query: ''},
							{includeActive: true, includeHeld: includesHeld, includeUnknown: true},
						),
					undefined,
					'Unlike X it lists once, and leaves out and names uploads whose parts it cannot read.',
				),
			},
		),
	},
	onEdit: editWord,
};

/** Asks for the name of the bucket: everything in progress in it is aborted, or under the prefix. */
export function askToEmpty(
	state: SessionState,
	{
		includesHeld = false,
		...about
	}: Pick<EmptyBucketDialog, 'bucket' | 'prefix' | 'killed'> & {
		readonly includesHeld?: boolean;
	},
): Step {
	const {bucket, prefix, killed} = about;
	const word = includesHeld
		? wordToType(`${bucket} held`, 'type the name of the bucket and held to abort held ones too')
		: wordToType(bucket, 'type the name of the bucket to go on');
	const dialog = {bucket, prefix, killed, includesHeld, word};
	return step(withDialog(state, {kind: 'empty-bucket', ...dialog}));
}
