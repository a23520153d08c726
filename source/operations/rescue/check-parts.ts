import {type PartChange, type PlanChange, planChanges} from '../../multipart/completion/changes.js';
import type {CompletionPlan} from '../../multipart/completion/completion.js';
import {sameEtag} from '../../multipart/etag.js';
import type {Part} from '../../multipart/part.js';
import {countOfParts, lengthOf, rangeOfPart} from '../../multipart/rescue/part-layout.js';
import {type Digests, isOurs} from '../../multipart/rescue/proof.js';
import type {RescuePlan} from '../../multipart/rescue/rescue-plan.js';
import type {RescueReason} from '../reason/rescue-reason.js';
import type {PartsSent} from './send-parts.js';

/**
 * Why the parts as they are listed now are not to be completed: each has to be one that was proven, as it was listed
 * then, or one that was sent from here, and every part of the file has to be there. Undefined where all is so.
 */
export function whyNotWhole(
	plan: RescuePlan,
	answers: PartsSent['answers'],
	now: readonly Part[],
): RescueReason | undefined {
	const {layout} = plan;
	if (layout === undefined) return {code: 'rescue-blocked'};
	const kept = new Map(
		plan.parts.flatMap(({part, judgement}) =>
			judgement === 'proven' || (judgement === 'unproven' && plan.choice.noComplete)
				? [[part.partNumber, part] as const]
				: [],
		),
	);
	const landed: number[] = [];
	const replaced: number[] = [];
	const lost = new Set(Array.from({length: countOfParts(layout)}, (_, at) => at + 1));
	for (const part of now) {
		const {partNumber} = part;
		lost.delete(partNumber);
		const before = kept.get(partNumber);
		const answer = answers.get(partNumber);
		const isKnown =
			answer === undefined
				? before !== undefined && sameListed(before, part)
				: isAsSent(plan, answer, part);
		if (isKnown) continue;
		if (before === undefined && answer === undefined) landed.push(partNumber);
		else replaced.push(partNumber);
	}
	const changes = (
		[
			{code: 'landed', partNumbers: landed},
			{code: 'replaced', partNumbers: replaced},
		] satisfies PartChange[]
	).filter(({partNumbers}) => partNumbers.length > 0);
	if (changes.length > 0) return {code: 'rescue-foreign-parts', changes};
	return lost.size > 0 ? {code: 'rescue-parts-lost', partNumbers: [...lost]} : undefined;
}

function sameListed(before: Part, now: Part): boolean {
	return (
		before.size === now.size &&
		before.lastModified === now.lastModified &&
		sameEtag(before.etag, now.etag)
	);
}

/** By its size, and by the ETag that it was answered by; where none came, by what it shows. */
function isAsSent(
	{layout}: RescuePlan,
	{digests, etag}: {readonly digests: Digests; readonly etag?: string},
	part: Part,
): boolean {
	const range = layout && rangeOfPart(layout, part.partNumber);
	if (range === undefined || (part.size !== undefined && part.size !== lengthOf(range)))
		return false;
	if (etag !== undefined) return sameEtag(etag, part.etag);
	return isOurs(part, {partNumber: part.partNumber, range, digests});
}

/**
 * What differs from what was agreed to. A part that is to be sent and that a rescue of before had under way when it was
 * killed may have landed since: it is sent again, and is no other client's.
 */
export function changesSince(plan: RescuePlan, now: CompletionPlan): PlanChange[] {
	const toSend = new Set(plan.toSend.map(({partNumber}) => partNumber));
	const late = new Set(
		now.listed
			.filter(part => toSend.has(part.partNumber))
			.filter(part => isOurs(part, plan.known.sent.get(part.partNumber)))
			.map(({partNumber}) => partNumber),
	);
	return planChanges(plan.completion, now).flatMap(change => {
		if (!('partNumbers' in change) || change.code === 'removed') return [change];
		const partNumbers = change.partNumbers.filter(partNumber => !late.has(partNumber));
		return partNumbers.length === 0 ? [] : [{...change, partNumbers}];
	});
}

/** What became of the key and of the upload's checksum type since the confirmation, whatever parts came. */
export function changesAtKey(agreed: CompletionPlan, now: CompletionPlan): PlanChange[] {
	return planChanges(
		{...now, existing: agreed.existing, checksumType: agreed.checksumType, liveness: now.liveness},
		now,
	);
}
