import {plural} from '../../multipart/text/units.js';
import type {S3Failure} from '../../s3/failure/failure.js';
import {unclearWords} from '../journal/acting.js';
import type {Reply} from './abort-sent.js';
import type {GoneProof} from './gone.js';

/** What became of an Abort: see `product.md`'s words; `unknown` is looked up again. */
export type AbortVerdict = {
	readonly kind: 'gone' | 'accepted' | 'failed' | 'unknown';
	/** A sentence for the user, without text from outside. */
	readonly sentence: string;
	readonly failure?: S3Failure;
	/** Of the last Abort that was answered by a yes. */
	readonly requestId?: string;
};

/** Milliseconds before an Abort is repeated: parts that were in flight may land after it (S3 API reference). */
export const repeatAfter: readonly number[] = [250, 1000];

/** What an upload comes to that is still listed after so many Aborts were answered by a yes. */
export function saidYesInVain(times: number): AbortVerdict {
	return {
		kind: 'failed',
		sentence: `The service reported success ${plural(times, 'time')} and still lists the upload: parts may still be landing.`,
	};
}

/** What the answer and the look after it amount to; undefined when the Abort is to be repeated. */
export function judgeAbort({kind, failure}: Reply, proof: GoneProof): AbortVerdict | undefined {
	const isUnsure = kind === 'lost' || kind === 'declined' || kind === 'none';
	if (proof.kind === 'gone')
		return {
			kind: 'gone',
			sentence:
				kind === 'no-such-upload'
					? 'It was gone already, and is not listed any more.'
					: 'It is gone: the service neither knows nor lists it.',
		};
	if (proof.kind === 'unproven') {
		if (isUnsure && !proof.partsGone)
			return {
				kind: 'unknown',
				sentence: `${heardOf(kind, failure)}, and ${proof.why}.`,
				failure,
			};
		const said = proof.partsGone
			? 'The service no longer knows it'
			: 'The service reported success';
		return {
			kind: 'accepted',
			sentence: `${said}; not verified, because ${proof.why}.`,
			failure: proof.failure,
		};
	}
	if (proof.kind === 'no-answer')
		return {
			kind: 'unknown',
			sentence: `${heardOf(kind, failure)}, ${isUnsure ? 'and' : 'but'} checking the upload failed.`,
			failure: failure ?? proof.failure,
		};
	switch (kind) {
		case 'no-such-upload':
			return {
				kind: 'failed',
				sentence:
					'The service does not know this key, and still lists the upload: nothing has changed.',
				failure,
			};
		case 'declined':
		case 'refused':
			return {
				kind: 'failed',
				sentence: `${heard[kind]}, and the upload is still listed: nothing has changed.`,
				failure,
			};
		case 'lost':
			return {
				kind: 'unknown',
				sentence: `${unclearWords(failure)}, and the upload is still listed.`,
				failure,
			};
		case 'yes':
		case 'none':
			return undefined;
	}
}

function heardOf(kind: Reply['kind'], failure: S3Failure | undefined): string {
	return kind === 'lost' ? unclearWords(failure) : heard[kind];
}

const heard: Readonly<Record<Exclude<Reply['kind'], 'lost'>, string>> = {
	yes: 'The service reported success',
	none: 'The service reported success and still listed the upload',
	'no-such-upload': 'The service said that there is no such upload',
	refused: 'The service refused it',
	declined: 'The service says that it did not do it',
};
