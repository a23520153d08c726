import {setTimeout as delay} from 'node:timers/promises';
import type {UploadTarget} from '../../multipart/upload.js';
import {S3Failure} from '../../s3/failure/failure.js';
import type {Gateway} from '../../s3/gateway/gateway.js';
import {mayNotLook} from '../journal/acting.js';
import {mapBounded} from '../pool.js';
import {gapOf, type ListingGap, listedAmong} from '../scan/listed.js';
import {asksForFewer, pausesAll} from './abort-trouble.js';
import {isListed, type PartsProof, provePartsGone} from './gone.js';

/** How often a look that failed for a reason that may pass is repeated. */
const mostLooks = 6;

/** So few uploads are asked for key by key, however short the listing. */
const fewUploads = 8;

/** Rows of a page: what a listing costs is counted in these. */
const pageRows = 1000;

/** Milliseconds before the nth repetition. */
export function backoff(nth: number): number {
	return Math.min(5000, 100 * 2 ** nth);
}

export async function pause(milliseconds: number): Promise<void> {
	await delay(milliseconds);
}

/** What the looks need of the run that asks. */
export type Asking = {
	readonly width: () => number;
	readonly sleep: (milliseconds: number) => Promise<void>;
	/** A failure that concerns everything: resolves when it may be tried again, with false when it shall not be. */
	readonly paused: (failure: S3Failure) => Promise<boolean>;
	/** Whether the service answers for an upload that cannot exist as it answers for an empty one. */
	readonly isEmptyInconclusive: (target: UploadTarget) => Promise<boolean>;
};

/** One upload that is to be gone, and what ListParts said of it after the Abort. */
export type Sought = {
	readonly target: UploadTarget;
	/** As in `proveGone`. */
	readonly keyProven: boolean;
	/** Absent where it was not asked. */
	readonly parts?: PartsProof;
};

type Where = {readonly bucket: string; readonly prefix?: string; readonly listed?: number};

type Listed = boolean | ListingGap;

/**
 * Looks at many uploads after their Aborts: again at those whose look failed, and then at the listing,
 * once for all of them. What was not asked for after its Abort is proven by a listing that was read to its end, and
 * asked for now where there is none. To be called once every Abort is answered. A listing that fails for good leaves a gap.
 *
 * @returns what was seen of the nth of them.
 */
export async function lookAtEnd(
	gateway: Gateway,
	where: Where,
	sought: readonly Sought[],
	asking: Asking,
): Promise<(nth: number) => {parts: PartsProof; listed: Listed}> {
	const again = new Map<Sought, PartsProof>();
	const look = (those: readonly Sought[]) =>
		mapBounded(those, asking.width, async each => {
			const isEmptyInconclusive = () => asking.isEmptyInconclusive(each.target);
			const parts = await askAgain(async () => {
				const seen = await provePartsGone(gateway, each.target, {isEmptyInconclusive});
				return isUnanswered(seen) ? seen.failure : seen;
			}, asking);
			if (!(parts instanceof S3Failure)) again.set(each, parts);
			// The service said yes to it: a look that fails takes nothing of that back.
			else if (each.parts?.kind !== 'unasked') again.set(each, {kind: 'unseen', failure: parts});
		});
	await look(sought.filter(({parts}) => parts === undefined || isUnanswered(parts)));
	const unasked = sought.filter(({parts}) => parts?.kind === 'unasked');
	// So few cost less one by one than a listing of so many pages.
	if (unasked.length <= pagesOf(where)) await look(unasked);
	const partsOf = (each: Sought) => (again.get(each) ?? each.parts) as PartsProof;
	const isListed = await listEnds(
		gateway,
		where,
		sought,
		asking,
		each =>
			// A key may be listed in a way that no prefix finds: what no look has shown is proven by what has shown it.
			each.keyProven && partsOf(each).kind !== 'unasked',
	);
	await look(unasked.filter(each => !again.has(each) && typeof isListed(each) === 'object'));
	return nth => {
		const each = sought[nth] as Sought;
		return {parts: partsOf(each), listed: isListed(each)};
	};
}

/** Pages of the listing that showed them, where it is known how many uploads that held. */
function pagesOf({listed = 0}: Where): number {
	return listed / pageRows;
}

/** Whether a look failed for another reason than a lacking permission. */
export function isUnanswered(
	parts: PartsProof,
): parts is Extract<PartsProof, {readonly kind: 'unseen'}> {
	return parts.kind === 'unseen' && !mayNotLook(parts.failure);
}

/** By the one listing that showed them, or, where they are so few that this asks for less, key by key. */
async function listEnds(
	gateway: Gateway,
	where: Where,
	sought: readonly Sought[],
	asking: Asking,
	isFoundByKey: (sought: Sought) => boolean,
): Promise<(sought: Sought) => Listed> {
	const isFew = sought.length <= Math.max(fewUploads, pagesOf(where));
	const byKey = isFew ? sought.filter(isFoundByKey) : [];
	const answers = new Map<Sought, Listed>();
	await mapBounded(byKey, asking.width, async each => {
		const answer = await askAgain(() => isListed(gateway, each.target, each), asking);
		answers.set(each, withoutFailure(answer));
	});
	const others = sought.filter(each => !answers.has(each));
	if (others.length === 0) return each => answers.get(each) as Listed;
	const ids = new Set(others.map(({target}) => target.uploadId));
	const {bucket, prefix} = where;
	const answer = await askAgain(() => listedAmong(gateway, {bucket, prefix}, ids), asking);
	const listed = withoutFailure(answer);
	return each =>
		answers.get(each) ?? (listed instanceof Set ? listed.has(each.target.uploadId) : listed);
}

function withoutFailure<T>(answer: T | S3Failure): T | ListingGap {
	if (!(answer instanceof S3Failure)) return answer;
	const gap = gapOf(answer);
	return gap instanceof S3Failure ? {why: 'listing-failed', failure: gap} : gap;
}

/** Repeats a look while it fails for a reason that may pass; gives back the failure that remains. */
export async function askAgain<T>(
	look: () => Promise<T | S3Failure>,
	{sleep, paused}: Pick<Asking, 'sleep' | 'paused'>,
): Promise<T | S3Failure> {
	for (let nth = 1; ; ) {
		const answer = await look();
		if (!(answer instanceof S3Failure)) return answer;
		if (pausesAll(answer)) {
			if (!(await paused(answer))) return answer;
			continue;
		}
		if (!(answer.retryable || asksForFewer(answer)) || nth === mostLooks) return answer;
		await sleep(backoff(nth++));
	}
}
