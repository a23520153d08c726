import {plural} from '../../multipart/text/units.js';
import type {UploadTarget} from '../../multipart/upload.js';
import {S3Failure} from '../../s3/failure/failure.js';
import type {Gateway} from '../../s3/gateway/gateway.js';
import {unclearWords} from '../journal/acting.js';
import {type Decision, endStillListed, refusedSentence} from './abort-decision.js';
import {type Reply, replyOf, type SentAborts} from './abort-sent.js';
import {type GoneProof, proveGone} from './gone.js';

/** What became of an Abort: see `product.md`'s words; `unknown` is looked up again. */
export type AbortVerdict = {
	readonly kind: 'gone' | 'accepted' | 'failed' | 'unknown';
	/** For the person; holds no foreign text. */
	readonly sentence: string;
	readonly failure?: S3Failure;
	/** Of the last Abort that was answered by a yes. */
	readonly requestId?: string;
};

/** Milliseconds before an Abort is repeated: parts that were in flight may land after it (S3 API reference). */
export const repeatAfter: readonly number[] = [250, 1000];

/** What a second Abort needs: the first one's yes may have been none, and parts may have landed since. */
export type Again = {
	/** Reads the upload once more; gives back why it is not sent again. */
	readonly judge: () => Promise<Decision | undefined>;
	readonly sleep: (milliseconds: number) => Promise<void>;
};

/**
 * Sends an Abort and proves what it did; repeats it when the service said yes and the upload is
 * still there as it was. Never cancelled: what was sent is waited for. `keyProven` as in `proveGone`.
 *
 * @param sent what was sent before, and may have taken effect.
 */
export async function sendAbort(
	gateway: Gateway,
	target: UploadTarget,
	{
		actId,
		keyProven,
		sent,
		again,
	}: {
		readonly actId: string;
		readonly keyProven: boolean;
		readonly sent: SentAborts;
		readonly again: Again;
	},
): Promise<AbortVerdict> {
	let requestId: string | undefined;
	for (let attempt = 0; ; attempt++) {
		const {failure, ...answer} = await sendOnce(gateway, target);
		requestId = answer.requestId ?? requestId;
		const reply = replyOf(failure);
		sent.add({actId, reply});
		if (failure !== undefined && sent.isEmpty && reply.kind === 'refused')
			return {
				kind: 'failed',
				sentence: refusedSentence(failure),
				failure,
			};
		const proof = await proveGone(gateway, target, {keyProven});
		const verdict = judgeAbort(sent.reply ?? reply, proof);
		if (verdict !== undefined) return {...verdict, requestId};
		sent.takeBackYes();
		const pause = repeatAfter[attempt];
		if (pause === undefined)
			return {
				kind: 'failed',
				sentence: `The service said yes ${plural(attempt + 1, 'time')} and still lists the upload: parts may still be landing.`,
				requestId,
			};
		await again.sleep(pause);
		const decision = await again.judge();
		if (decision === undefined) continue;
		const said = sent.reply ?? reply;
		if (decision.kind === 'left-alone') return {...endStillListed(said, decision), requestId};
		const now = judgeAbort(said, await proveGone(gateway, target, {keyProven}));
		return {...(now ?? endStillListed(said, decision)), requestId};
	}
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
					: 'It is gone: the service does not know it, nor does it list it.',
		};
	if (proof.kind === 'unproven') {
		if (isUnsure && !proof.partsGone)
			return {
				kind: 'unknown',
				sentence: `${heardOf(kind, failure)}, and ${proof.why}.`,
				failure,
			};
		const said = proof.partsGone ? 'The service does not know it any more' : 'The service said yes';
		return {
			kind: 'accepted',
			sentence: `${said}; not proven, since ${proof.why}.`,
			failure: proof.failure,
		};
	}
	if (proof.kind === 'no-answer')
		return {
			kind: 'unknown',
			sentence: `${heardOf(kind, failure)}, ${isUnsure ? 'and' : 'but'} looking at the upload failed.`,
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
	yes: 'The service said yes',
	none: 'The service said yes and still listed the upload',
	'no-such-upload': 'The service said that there is no such upload',
	refused: 'The service refused it',
	declined: 'The service did not take it by its own words',
};

/** Sends one Abort; gives back the failure, if there is one. */
export async function sendOnce(
	gateway: Gateway,
	target: UploadTarget,
): Promise<{
	readonly failure?: S3Failure;
	readonly leftAt?: number;
	readonly requestId?: string;
}> {
	try {
		return await gateway.abort(target);
	} catch (error) {
		if (error instanceof S3Failure) return {failure: error};
		throw error;
	}
}
