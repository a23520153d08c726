import {changedParts, partChanges} from '../../multipart/completion/changes.js';
import type {CompletionPlan} from '../../multipart/completion/completion.js';
import type {FindingCode} from '../../multipart/completion/finding.js';
import {s3Limits} from '../../multipart/services/service.js';
import {formatBytes, formatLimit, plural} from '../../multipart/text/units.js';
import {partsSubject} from '../../multipart/text/words.js';
import type {S3Failure} from '../../s3/failure/failure.js';
import type {CompletionLook} from './look.js';
import {saysUnmet} from './refused-condition.js';

/** Why a service refused a Complete, and the parts that it is about. */
export type Refusal = {
	/** A sentence for the user, without text from outside. */
	readonly sentence: string;
	/** Ascending; empty where it is about none, or nothing tells which. */
	readonly partNumbers: readonly number[];
};

type Told = {
	readonly failure: S3Failure;
	readonly plan?: CompletionPlan;
	readonly look?: CompletionLook;
};

const unchanged = 'nothing has changed';

/**
 * Puts a refusal into words. The part comes from the error where the service names it, else from the
 * plan, since Ceph RGW names none and sends no message (measured on 16.2).
 */
export function explainRefusal(told: Told): Refusal {
	const {failure, plan} = told;
	if (failure.status === undefined)
		return about('It was not sent, or did not arrive: nothing has changed.');
	if (saysUnmet(failure)) return about(overwritten(told));
	switch (failure.code) {
		case 'EntityTooSmall':
			return tooSmall(told);
		case 'InvalidPart':
			return invalidPart(told);
		case 'InvalidPartOrder':
			return about(
				`The service needs part numbers in ascending order and, with checksums, every number from 1 on. It refused, and ${unchanged}.`,
				of(plan, 'parts-missing', 'parts-left-out'),
			);
		case 'InvalidRequest':
			return invalidRequest(told);
		case 'BadDigest':
			return about(
				`A checksum does not match the data that the service has: a part may be damaged. It refused, and ${unchanged}.`,
			);
		case 'AccessDenied':
			return about(
				`Completing is not allowed here: it needs s3:PutObject on this key, and the right to use the key that encrypts it. Nothing has changed.`,
			);
		case 'NoSuchKey':
			return about(
				`The object that was to be replaced is gone. The service refused, and ${unchanged}.`,
			);
		case 'ConditionalRequestConflict':
			return about(conflict(told));
		case 'NoSuchBucket':
			return about(`The bucket is gone: ${unchanged}.`);
		default:
			return about('The service refused it: nothing has changed.');
	}
}

function about(sentence: string, partNumbers: readonly number[] = []): Refusal {
	return {sentence, partNumbers};
}

/** The parts that the plan warned of. */
function of(plan: CompletionPlan | undefined, ...codes: readonly FindingCode[]): readonly number[] {
	const found = plan?.findings.filter(({code}) => codes.includes(code)) ?? [];
	return [...new Set(found.flatMap(({partNumbers}) => partNumbers))].sort((a, b) => a - b);
}

function tooSmall({failure: {named}, plan}: Told): Refusal {
	const least = named.minSizeAllowed ?? plan?.facts.limits.minPartSize ?? s3Limits.minPartSize;
	const limit = formatBytes(least);
	const rule = `every part except the last needs at least ${formatLimit(least)}. The service refused, and ${unchanged}.`;
	const small = named.partNumber === undefined ? of(plan, 'part-too-small') : [named.partNumber];
	const [only] = small;
	if (only === undefined)
		return about(`A part is too small, and the service does not say which: ${rule}`);
	const size = named.proposedSize ?? plan?.listed.find(({partNumber}) => partNumber === only)?.size;
	return about(
		small.length === 1 && size !== undefined
			? `Part ${only} holds ${formatBytes(size) === limit ? plural(size, 'byte') : formatBytes(size)}: ${rule}`
			: `${partsSubject(small, ['is', 'are'])} too small: ${rule}`,
		small,
	);
}

function invalidPart({failure: {named}, plan, look}: Told): Refusal {
	const end = `The service refused, and ${unchanged}.`;
	if (named.partNumber !== undefined)
		return about(
			`The service does not find part ${named.partNumber} with the ETag and checksum that it listed before. ${end}`,
			[named.partNumber],
		);
	if (plan !== undefined && look?.upload.kind === 'listed') {
		const now = look.upload.listing.parts;
		const {appeared, replaced, gone} = changedParts(plan.listed, now);
		const changed = [...appeared, ...replaced, ...gone].sort((a, b) => a - b);
		if (changed.length > 0)
			return about(`${partChanges(plan.listed, now).join(' ')} ${end}`, changed);
	}
	const leftOut = of(plan, 'parts-left-out');
	if (leftOut.length > 0)
		return about(
			`${partsSubject(leftOut, ['was', 'were'])} left out, but ${plan?.facts.name} needs every uploaded part to be named. ${end}`,
			leftOut,
		);
	const unequal = of(plan, 'parts-unequal');
	if (unequal.length > 0)
		return about(
			`${partsSubject(unequal, ['is', 'are'])} not of the size of the others. ${end}`,
			unequal,
		);
	return about(`A part is not as it was listed, and the service does not say which. ${end}`);
}

function invalidRequest({failure, plan}: Told): Refusal {
	// AWS names the part in its message alone: "It was missing for part 2 in the request".
	const [, number] = /\bfor part (\d{1,5})\b/.exec(failure.serverMessage ?? '') ?? [];
	const parts = number === undefined ? of(plan, 'checksums-missing') : [Number(number)];
	const end = `The service refused, and ${unchanged}.`;
	return about(
		parts.length > 0
			? `${partsSubject(parts, ['lacks', 'lack'])} a checksum that the upload asks for. ${end}`
			: `The list does not match the upload: checksums, checksum type or size differ from what the service has. ${end}`,
		parts,
	);
}

function overwritten({plan, look}: Told): string {
	if (plan?.overwrite && look?.evidence === 'absent')
		return `The object that was to be replaced is gone. The service refused, and ${unchanged}.`;
	if (plan?.overwrite && typeof plan.existing === 'object')
		return 'Another object is at the key than the one that was to be replaced; the service refused to overwrite it.';
	return plan?.existing === 'denied' || look?.evidence === 'absent'
		? 'The service says that an object is at the key, and refused to overwrite it.'
		: 'An object appeared at the key meanwhile; the service refused to overwrite it.';
}

/** S3 API reference, CompleteMultipartUpload: after a 409 the upload is to be started anew. */
function conflict({look}: Told): string {
	const what =
		'Another request wrote or deleted this key at the same moment, so the service refused';
	if (look?.upload.kind === 'listed')
		return `${what}. The upload is still there: check the key, then complete it again.`;
	if (look?.upload.kind === 'gone')
		return `${what}, and the upload is gone: its parts must be uploaded again.`;
	return `${what}. Whether the upload is still there could not be checked.`;
}
