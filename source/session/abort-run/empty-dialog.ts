import type {Totals} from '../../multipart/index/upload-index.js';
import type {InterruptedRun} from '../../operations/abort-run/run-resume.js';
import {notPossible, whyReadOnly} from '../acts/rights.js';
import type {SessionState, UploadsScreen} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import type {TypedWord} from '../dialogs/dialog.js';
import {close, editWord, whenTyped, withDialog, wordToType} from '../dialogs/handlers.js';
import type {DialogRecord} from '../dialogs/record.js';
import {withNotice} from '../frame/notice.js';
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
	contexts: () => ['word'],
	body: 'text',
	commands: {
		back: close,
		confirm: (state, {bucket, prefix, word, killed}) =>
			whenTyped(state, word, () =>
				beginEmptying(state, {bucket, ...(prefix === '' ? {} : {prefix})}, killed),
			),
	},
	onEdit: editWord,
};

/** Opens the confirmation of emptying: everything in progress under the list's prefix. */
export function startEmptying(state: SessionState, {bucket, prefix, totals}: UploadsScreen): Step {
	const reason = whyReadOnly(state);
	if (reason !== undefined) return withNotice(state, notPossible('empty', reason), 'bad');
	return askToEmpty(state, {bucket, prefix, totals});
}

/** Asks for the name of the bucket. */
export function askToEmpty(
	state: SessionState,
	about: Pick<EmptyBucketDialog, 'bucket' | 'prefix' | 'totals' | 'killed'>,
): Step {
	const word = wordToType(about.bucket, 'type the name of the bucket to go on');
	return step(withDialog(state, {kind: 'empty-bucket', ...about, word}));
}
