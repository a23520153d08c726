import {partChanges} from '../../multipart/completion/changes.js';
import type {CompletionPlan} from '../../multipart/completion/completion.js';
import type {FindingCode} from '../../multipart/completion/finding.js';
import {s3Limits} from '../../multipart/services/service.js';
import type {S3Failure} from '../../s3/failure/failure.js';
import type {CompleteReason} from '../reason/complete-reason.js';
import type {RefusalReason} from '../reason/refusal-reason.js';
import type {CompletionLook} from './look.js';
import {saysUnmet} from './refused-condition.js';

/** Why a service refused a Complete, and the parts that it is about. */
export type Refusal = {
	readonly reason: CompleteReason | RefusalReason;
	/** Ascending; absent where it is about none, or nothing tells which. */
	readonly partNumbers?: readonly number[];
};

/** What there is to explain a refusal by. */
type Refused = {
	readonly failure: S3Failure;
	readonly plan?: CompletionPlan;
	readonly look?: CompletionLook;
};

/**
 * Explains a refusal. The part comes from the error where the service names it, else from the
 * plan, since Ceph RGW names none and sends no message (measured on 16.2).
 */
export function explainRefusal(refused: Refused): Refusal {
	const {failure, plan, look} = refused;
	if (failure.status === undefined) return {reason: {code: 'not-delivered'}};
	if (saysUnmet(failure)) return {reason: overwritten(refused)};
	switch (failure.code) {
		case 'EntityTooSmall':
			return tooSmall(refused);
		case 'InvalidPart':
			return invalidPart(refused);
		case 'InvalidPartOrder':
			return {
				reason: {code: 'part-order'},
				partNumbers: foundIn(plan, 'parts-missing', 'parts-left-out'),
			};
		case 'InvalidRequest':
			return invalidRequest(refused);
		case 'BadDigest':
			return {reason: {code: 'data-damaged'}};
		case 'AccessDenied':
			return {reason: {code: 'complete-denied'}};
		case 'NoSuchKey':
			return {reason: {code: 'replaced-gone'}};
		case 'ConditionalRequestConflict':
			return {reason: {code: 'written-meanwhile', upload: look?.upload.kind ?? 'unseen'}};
		case 'NoSuchBucket':
			return {reason: {code: 'bucket-gone'}};
		default:
			return {reason: {code: 'service-refused'}};
	}
}

function about<R extends CompleteReason & {readonly partNumbers: readonly number[]}>(
	reason: R,
): Refusal {
	return {reason, partNumbers: reason.partNumbers};
}

/** The parts that the plan warned of. */
function foundIn(plan: CompletionPlan | undefined, ...codes: readonly FindingCode[]): number[] {
	const found = plan?.findings.filter(({code}) => codes.includes(code)) ?? [];
	return [...new Set(found.flatMap(({partNumbers}) => partNumbers))].sort((a, b) => a - b);
}

function tooSmall({failure: {named}, plan}: Refused): Refusal {
	const limit = named.minSizeAllowed ?? plan?.facts.limits.minPartSize ?? s3Limits.minPartSize;
	const partNumbers =
		named.partNumber === undefined ? foundIn(plan, 'part-too-small') : [named.partNumber];
	const [only] = partNumbers;
	const size = named.proposedSize ?? plan?.listed.find(({partNumber}) => partNumber === only)?.size;
	return about({code: 'parts-too-small', limit, size, partNumbers});
}

function invalidPart({failure: {named}, plan, look}: Refused): Refusal {
	const {partNumber} = named;
	if (partNumber !== undefined)
		return {reason: {code: 'part-differs', partNumber}, partNumbers: [partNumber]};
	if (plan !== undefined && look?.upload.kind === 'listed') {
		const changes = partChanges(plan.listed, look.upload.listing.parts);
		const partNumbers = changes.flatMap(change => change.partNumbers).sort((a, b) => a - b);
		if (changes.length > 0) return {reason: {code: 'parts-changed', changes}, partNumbers};
	}
	const leftOut = foundIn(plan, 'parts-left-out');
	if (plan !== undefined && leftOut.length > 0)
		return about({code: 'parts-left-out', service: plan.facts.name, partNumbers: leftOut});
	const unequal = foundIn(plan, 'parts-unequal');
	if (unequal.length > 0) return about({code: 'parts-unequal', partNumbers: unequal});
	return {reason: {code: 'part-not-as-listed'}};
}

function invalidRequest({failure, plan}: Refused): Refusal {
	if (failure.hint.code === 'customer-key') return {reason: {code: 'service-refused'}};
	// AWS names the part in its message alone: "It was missing for part 2 in the request".
	const [, number] = /\bfor part (\d{1,5})\b/.exec(failure.serverMessage ?? '') ?? [];
	const partNumbers = number === undefined ? foundIn(plan, 'checksums-missing') : [Number(number)];
	return partNumbers.length > 0
		? about({code: 'checksums-lacking', partNumbers})
		: {reason: {code: 'list-differs'}};
}

function overwritten({plan, look}: Refused): CompleteReason {
	if (plan?.overwrite && look?.evidence === 'absent') return {code: 'replaced-gone'};
	if (plan?.overwrite && typeof plan.existing === 'object') return {code: 'replaced-by-another'};
	return plan?.existing === 'denied' || look?.evidence === 'absent'
		? {code: 'object-is-there'}
		: {code: 'object-appeared'};
}
