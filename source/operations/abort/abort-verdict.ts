import {unclear} from '../journal/acting.js';
import type {Heard} from '../reason/heard.js';
import type {Verdict} from '../reason/verdict.js';
import {factsOfGap} from '../scan/listed.js';
import type {Reply} from './abort-sent.js';
import {type GoneProof, unproven} from './gone.js';

/** What became of an Abort: see `product.md`'s words; `unknown` is looked up again. */
export type AbortVerdict = Verdict<'gone' | 'accepted' | 'failed' | 'unknown'> & {
	/** Of the last Abort that was answered by a yes. */
	readonly requestId?: string;
};

/** Milliseconds before an Abort is repeated: parts that were in flight may land after it (S3 API reference). */
export const repeatAfter: readonly number[] = [250, 1000];

/** What an upload comes to that is still listed after so many Aborts were answered by a yes. */
export function saidYesInVain(times: number): AbortVerdict {
	return {kind: 'failed', reason: {code: 'repeated-in-vain', times}};
}

/** What the answer and the look after it amount to; undefined when the Abort is to be repeated. */
export function judgeAbort({kind, failure}: Reply, proof: GoneProof): AbortVerdict | undefined {
	const isUnsure = kind === 'lost' || kind === 'declined' || kind === 'none';
	const heard: Heard = kind === 'lost' ? unclear(failure) : kind;
	if (proof.kind === 'gone')
		return {
			kind: 'gone',
			reason: {
				code:
					kind === 'no-such-upload'
						? 'gone-and-unlisted'
						: proof.byListing
							? 'gone-by-listing'
							: 'gone',
			},
		};
	if (proof.kind === 'unproven') {
		if (isUnsure && !proof.partsGone)
			return {
				kind: 'unknown',
				reason: {code: 'heard-and-unproven', heard, ...factsOfGap(proof)},
				failure,
			};
		const reason = unproven(proof.partsGone ? 'no-such-upload' : 'yes', proof);
		return {kind: 'accepted', reason, failure: proof.failure};
	}
	if (proof.kind === 'no-answer')
		return {
			kind: 'unknown',
			reason: {code: 'heard-and-unchecked', heard},
			failure: failure ?? proof.failure,
		};
	switch (kind) {
		case 'no-such-upload':
			return {kind: 'failed', reason: {code: 'stray'}, failure};
		case 'declined':
		case 'refused':
			return {kind: 'failed', reason: {code: 'heard-and-listed', heard}, failure};
		case 'lost':
			return {kind: 'unknown', reason: {code: 'heard-and-listed', heard}, failure};
		case 'yes':
		case 'none':
			return undefined;
	}
}
