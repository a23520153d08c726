import type {PartToSend} from '../../multipart/rescue/rescue-plan.js';
import {isThrottled, losesCredentials, type S3Failure} from '../../s3/failure/failure.js';
import {saysNoSuchUpload} from '../journal/acting.js';
import type {RescueReason} from '../reason/rescue-reason.js';

/**
 * How often a part leaves before it counts as failed, and how often where the service asks for fewer requests. A part may be
 * sent again: the same bytes under the same number replace themselves, and nothing comes of a part before a Complete.
 */
const mostTimes = 5;
const mostThrottled = 12;

/** Milliseconds before the nth time. */
export const waitBefore = (times: number) => Math.min(30_000, 500 * 2 ** (times - 1));

/** Codes by which bytes were damaged on their way: what is on the disk may be right. */
const damagedOnTheWay = new Set(['BadDigest', 'InvalidDigest', 'XAmzContentChecksumMismatch']);

/** Why a part is not sent again; undefined where it may help. */
export function whyNotAgain(
	failure: S3Failure,
	{partNumber}: PartToSend,
	times: number,
): RescueReason | undefined {
	if (saysNoSuchUpload(failure)) return {code: 'rescue-upload-gone'};
	if (losesCredentials(failure)) return {code: 'rescue-credentials'};
	if (failure.hint.code === 'customer-key') return {code: 'rescue-customer-key'};
	const mayHelp =
		failure.retryable || failure.effect === 'perhaps' || damagedOnTheWay.has(failure.code);
	const isThrottling: boolean = isThrottled(failure);
	const most = isThrottling ? mostThrottled : mostTimes;
	return mayHelp && times < most ? undefined : {code: 'rescue-part-failed', partNumber, times};
}
