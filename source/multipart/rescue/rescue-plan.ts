import type {Part} from '../part.js';
import {s3Limits} from '../services/service.js';
import {
	countOfParts,
	equalLayout,
	layoutOf,
	lengthOf,
	type PartLayout,
	rangeOfPart,
	type WhyNoLayout,
} from './part-layout.js';
import {isOurs, type JudgedPart, judgePart} from './proof.js';
import {livenessOfOthers, rescueFindings} from './rescue-findings.js';
import type {PartToSend, RescueChoice, RescueFacts, RescuePlan} from './rescue-types.js';

export type {
	PartToSend,
	RescueChoice,
	RescueFacts,
	RescueFile,
	RescuePlan,
} from './rescue-types.js';

/**
 * The layout that was chosen, or that the parts tell. What a rescue of before has sent was cut by the parts of others: those tell it
 * still where numbers between are missing by now.
 */
export function chosenLayout(
	parts: readonly Part[],
	fileSize: number,
	{partSize}: RescueChoice,
	sent: RescueFacts['sent'],
): PartLayout | WhyNoLayout {
	if (partSize !== undefined) return equalLayout(fileSize, partSize);
	const found = layoutOf(parts, fileSize);
	if (found !== 'sizes-differ') return found;
	const others = parts.filter(part => !isOurs(part, sent.get(part.partNumber)));
	return others.length === 0 || others.length === parts.length ? found : layoutOf(others, fileSize);
}

/** More parts than S3 has numbers for are not even counted one by one: a part size may be a byte. */
export function hasTooMany(layout: PartLayout): boolean {
	return countOfParts(layout) > s3Limits.maxPartCount;
}

/** Judges every part that is there, and says what is to be sent. */
export function planRescue(known: RescueFacts): RescuePlan {
	const {completion, file, choice, digests, sent} = known;
	const found = chosenLayout(completion.listed, file.size, choice, sent);
	const layout = typeof found === 'string' ? undefined : found;
	const trustsEtags = completion.facts.etagPredictable !== 'no';
	// A file that makes too many was not compared: nothing is said of its parts.
	const parts =
		layout === undefined || hasTooMany(layout)
			? []
			: completion.listed.map(part => {
					const {partNumber} = part;
					const range = rangeOfPart(layout, partNumber);
					return judgePart(part, range, digests.get(partNumber), sent.get(partNumber), trustsEtags);
				});
	const toSend =
		layout === undefined || hasTooMany(layout) ? [] : leftToSend(layout, parts, choice);
	const plan = {
		...{file, choice, completion, layout, parts, toSend, known},
		partCount: layout === undefined ? 0 : countOfParts(layout),
		sendBytes: toSend.reduce((sum, part) => sum + lengthOf(part), 0),
		savedBytes: provenBytes(parts),
		liveness: livenessOfOthers(known),
	};
	const why = typeof found === 'string' ? found : undefined;
	return {...plan, findings: rescueFindings(plan, why)};
}

function leftToSend(
	layout: PartLayout,
	parts: readonly JudgedPart[],
	{replaceDifferent, resendUnproven}: RescueChoice,
): PartToSend[] {
	const there = new Map(parts.map(({part, judgement}) => [part.partNumber, judgement]));
	const left: PartToSend[] = [];
	for (let partNumber = 1; partNumber <= countOfParts(layout); partNumber++) {
		const range = rangeOfPart(layout, partNumber);
		if (range === undefined) continue;
		const judgement = there.get(partNumber);
		if (judgement === undefined) left.push({partNumber, ...range, why: 'missing'});
		else if (judgement === 'different' && replaceDifferent)
			left.push({partNumber, ...range, why: judgement});
		else if (judgement === 'unproven' && resendUnproven)
			left.push({partNumber, ...range, why: judgement});
	}
	return left;
}

function provenBytes(parts: readonly JudgedPart[]): number {
	return parts.reduce(
		(sum, {judgement, range}) =>
			judgement === 'proven' && range !== undefined ? sum + lengthOf(range) : sum,
		0,
	);
}

/** The same upload and file as they were read, with other words said. Another part size has to be proven anew. */
export function replanRescue(plan: RescuePlan, choice: Omit<RescueChoice, 'partSize'>): RescuePlan {
	return planRescue({...plan.known, choice: {...choice, partSize: plan.choice.partSize}});
}

/** Whether anything certain speaks against it. */
export function isRescueBlocked({findings}: Pick<RescuePlan, 'findings'>): boolean {
	return findings.some(({level}) => level === 'blocks');
}
