import type {Totals} from '../../multipart/index/upload-index.js';
import type {InterruptedRun} from '../../operations/abort-run/run-resume.js';
import type {SessionState} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import type {TypedWord} from '../dialogs/dialog.js';
import {editWord, whenTyped, withDialog, wordKeys, wordToType} from '../dialogs/handlers.js';
import type {DialogRecord} from '../dialogs/record.js';
import {beginEmptying} from './begin.js';

/** Asks before everything in progress in a bucket is aborted. */
export type EmptyBucketDialog = {
	readonly kind: 'empty-bucket';
	readonly bucket: string;
	readonly prefix: string;
	/** What the list knows of it; absent where an emptying that was killed is taken up. */
	readonly totals?: Totals;
	readonly killed?: InterruptedRun;
	readonly word: TypedWord;
};

declare module '../dialogs/dialog.js' {
	interface Dialogs {
		'empty-bucket': EmptyBucketDialog;
	}
}

export const emptyBucketDialog: DialogRecord<EmptyBucketDialog> = {
	keys: {
		word: wordKeys((state, {bucket, prefix, word, killed}) =>
			whenTyped(state, word, () =>
				beginEmptying(state, {bucket, ...(prefix === '' ? {} : {prefix})}, killed),
			),
		),
	},
	onEdit: editWord,
};

/** Asks for the name of the bucket: everything in progress in it is aborted, or under the prefix. */
export function askToEmpty(
	state: SessionState,
	about: Pick<EmptyBucketDialog, 'bucket' | 'prefix' | 'totals' | 'killed'>,
): Step {
	const word = wordToType(about.bucket, 'type the name of the bucket to go on');
	return step(withDialog(state, {kind: 'empty-bucket', ...about, word}));
}
