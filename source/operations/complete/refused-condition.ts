import type {CompletionPlan} from '../../multipart/completion/completion.js';
import {sameEtag} from '../../multipart/etag.js';
import {notImplementedCodes, type S3Failure} from '../../s3/failure/failure.js';
import type {Condition} from '../reason/complete-reason.js';
import type {CompletionLook} from './look.js';

/** The condition that a Complete is sent with; undefined where the object that it replaces has no ETag to name. */
export function conditionSent({
	unconditional,
	overwrite,
	existing,
}: CompletionPlan): Condition | undefined {
	if (unconditional) return undefined;
	if (!overwrite || typeof existing !== 'object') return 'If-None-Match';
	return existing.etag === undefined ? undefined : 'If-Match';
}

/** Whether the service says that the condition is not met: some say so of every one. Swift words it InvalidRequest. */
export function saysUnmet({status, code}: S3Failure): boolean {
	return code === 'PreconditionFailed' || status === 412;
}

/**
 * Whether the service says that it cannot do the condition, and so did nothing: NotImplemented in an error of S3 (a
 * bare 501 may be a proxy's), or a complaint that names the header.
 */
export function saysCannot({code, serverMessage = '', named}: S3Failure): boolean {
	if (notImplementedCodes.test(code) && code !== 'MethodNotAllowed') return true;
	const isBadRequest = code === 'InvalidArgument' || code === 'InvalidRequest';
	return isBadRequest && /\bif-(none-)?match\b/i.test(`${serverMessage} ${named.header ?? ''}`);
}

/** Whether a look shows that the condition is met: nothing is at the key, or the very object that is to be replaced. */
export function isMet({evidence, seen}: CompletionLook, {existing}: CompletionPlan): boolean {
	if (existing === undefined) return evidence === 'absent';
	return (
		typeof existing === 'object' &&
		evidence !== 'agrees' &&
		typeof seen === 'object' &&
		sameEtag(seen.etag, existing.etag)
	);
}

/** Whether a Complete was refused for its condition, though that is met, or the service cannot do any. */
export function isRefusedFor(
	failure: S3Failure,
	look: CompletionLook,
	plan: CompletionPlan,
): boolean {
	if (saysUnmet(failure)) return isMet(look, plan);
	return saysCannot(failure) && look.evidence !== 'agrees';
}
