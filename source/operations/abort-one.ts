import {plural} from '../multipart/units.js';
import type {UploadTarget} from '../multipart/upload.js';
import {S3Failure} from '../s3/failure.js';
import type {Gateway} from '../s3/gateway.js';
import {isCertainRefusal, refusedSentence} from './abort-decision.js';
import {saysNoSuchUpload} from './acting.js';
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

/**
 * Sends an Abort and proves what it did; repeats it when the service said yes and the upload is
 * still there. Never cancelled: what was sent is waited for. `keyProven` as in `proveGone`.
 */
export async function sendAbort(
	gateway: Gateway,
	target: UploadTarget,
	{keyProven, sleep}: {keyProven: boolean; sleep: (milliseconds: number) => Promise<void>},
): Promise<AbortVerdict> {
	let requestId: string | undefined;
	for (let attempt = 0; ; attempt++) {
		const {failure, ...answer} = await sendOnce(gateway, target);
		requestId = answer.requestId ?? requestId;
		if (failure !== undefined && isCertainRefusal(failure))
			return {
				kind: 'failed',
				sentence: refusedSentence(failure),
				failure,
			};
		const proof = await proveGone(gateway, target, {keyProven});
		const verdict = judgeAbort(failure, proof);
		if (verdict !== undefined) return {...verdict, requestId};
		const pause = repeatAfter[attempt];
		if (pause === undefined)
			return {
				kind: 'failed',
				sentence: `The service said yes ${plural(attempt + 1, 'time')} and still lists the upload: parts may still be landing.`,
				requestId,
			};
		await sleep(pause);
	}
}

/** What the answer and the look after it amount to; undefined when the Abort is to be repeated. */
export function judgeAbort(
	failure: S3Failure | undefined,
	proof: GoneProof,
): AbortVerdict | undefined {
	const unknownThere = failure !== undefined && saysNoSuchUpload(failure);
	const lost = failure !== undefined && !unknownThere;
	if (proof.kind === 'gone')
		return {
			kind: 'gone',
			sentence: unknownThere
				? 'It was gone already, and is not listed any more.'
				: 'It is gone: the service does not know it, nor does it list it.',
		};
	if (proof.kind === 'unproven') {
		if (lost && !proof.partsGone)
			return {
				kind: 'unknown',
				sentence: `The answer was lost, and ${proof.why}.`,
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
			sentence: lost
				? 'The answer was lost, and looking at the upload failed.'
				: 'The service said yes, but looking at the upload failed.',
			failure: failure ?? proof.failure,
		};
	if (unknownThere)
		return {
			kind: 'failed',
			sentence:
				'The service does not know this key, and still lists the upload: nothing has changed.',
			failure,
		};
	if (lost)
		return {
			kind: 'unknown',
			sentence: 'The answer was lost, and the upload is still listed.',
			failure,
		};
	return undefined;
}

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
