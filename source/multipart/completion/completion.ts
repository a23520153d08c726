import {type ExpectedEtag, expectedEtag} from '../etag.js';
import type {Liveness} from '../liveness.js';
import type {Part} from '../part.js';
import type {ServiceFacts} from '../services/service.js';
import {sumOfSizes} from '../sizes.js';
import type {UploadTarget} from '../upload.js';
import {destinationFindings, isGuarded} from './destination-findings.js';
import type {Planned, Seen} from './evidence.js';
import {
	agreedByOverwrite,
	type CompletionFacts,
	type Finding,
	type FindingLevel,
} from './finding.js';
import {livenessFindings, livenessOfListing} from './liveness-findings.js';
import {checksumFindings, partFindings} from './part-findings.js';
import {sizeFindings} from './size-findings.js';

/** What completing an upload would do, decided from what was read of it and of its destination. */
export type CompletionPlan = {
	readonly target: UploadTarget;
	readonly facts: ServiceFacts;
	/** Every part that the service lists, ascending. */
	readonly listed: readonly Part[];
	/** The numbers that are not to be named, listed or not. */
	readonly excluded: ReadonlySet<number>;
	/** The parts to name, ascending, with the checksums to repeat. */
	readonly parts: readonly Part[];
	/** How many are named. */
	readonly partCount: number;
	/** Bytes of the object; absent where a part has no size. */
	readonly size?: number;
	readonly expected: ExpectedEtag;
	/** Absent where the upload was created without checksums. */
	readonly checksumAlgorithm?: string;
	/** To be repeated. */
	readonly checksumType?: string;
	/** What is at the key now. */
	readonly existing: Seen;
	/** Whether the user agreed to replace it. */
	readonly overwrite: boolean;
	/** Whether it is sent without If-None-Match and If-Match. */
	readonly unconditional: boolean;
	/** Whether somebody may still be uploading. */
	readonly liveness: Liveness;
	/** Blocking ones first, then those that the service may refuse for. */
	readonly findings: readonly Finding[];
	/** What it was made from, for another choice. */
	readonly known: CompletionFacts;
};

const order: Readonly<Record<FindingLevel, number>> = {blocks: 0, warns: 1, notes: 2};
const nothing: ReadonlySet<number> = new Set();

/** Each finds something that speaks for care before a Complete. */
const finders = [
	partFindings,
	sizeFindings,
	checksumFindings,
	destinationFindings,
	livenessFindings,
];

function rank({level, mayBeRefused}: Finding): number {
	return order[level] - (mayBeRefused ? 0.5 : 0);
}

/** Plans the completion with every part that is listed and not excluded. */
export function planCompletion(known: CompletionFacts): CompletionPlan {
	const {target, listing, facts, existing, excluded = nothing} = known;
	const {overwrite = false, unconditional = false} = known;
	const {parts: listed, checksumAlgorithm, checksumType} = listing;
	const parts =
		excluded.size === 0 ? listed : listed.filter(({partNumber}) => !excluded.has(partNumber));
	return {
		target,
		facts,
		listed,
		excluded,
		parts,
		partCount: parts.length,
		size: sumOfSizes(parts),
		expected: etagOf(parts, facts),
		checksumAlgorithm,
		checksumType,
		existing,
		overwrite,
		unconditional,
		liveness: livenessOfListing(known),
		findings: finders
			.flatMap(find => find({...known, named: parts}))
			.sort((a, b) => rank(a) - rank(b)),
		known,
	};
}

/** The same upload as it was read, with another choice of parts, or of what is agreed to. */
export function replan(
	plan: CompletionPlan,
	choice: Pick<CompletionFacts, 'excluded' | 'overwrite' | 'unconditional'>,
): CompletionPlan {
	return planCompletion({...plan.known, ...choice});
}

/** Whether anything certain speaks against sending it. */
export function isBlocked(plan: CompletionPlan): boolean {
	return plan.findings.some(finding => finding.level === 'blocks');
}

/** Whether nothing but the object that is at the key, or may be, blocks it, so that typing the key allows it. */
export function asksToOverwrite(plan: CompletionPlan): boolean {
	const blocking = plan.findings.filter(finding => finding.level === 'blocks');
	return blocking.length > 0 && blocking.every(({code}) => agreedByOverwrite.has(code));
}

/** What keeps a writer between look and Complete from being overwritten: the service, or nothing but the look. */
export function guardOf(plan: CompletionPlan): 'server' | 'look' {
	const {facts, existing, overwrite, unconditional} = plan;
	return !unconditional && isGuarded(facts, existing, overwrite) ? 'server' : 'look';
}

/** What the plan promises, as the outcome is judged by it. */
export function plannedOf({size, partCount, expected}: CompletionPlan): Planned {
	return {size, partCount, etag: expected.etag};
}

function etagOf(parts: readonly Part[], facts: ServiceFacts): ExpectedEtag {
	return facts.etagPredictable === 'no'
		? {reason: `${facts.name} does not derive its ETags from those of the parts`}
		: expectedEtag(parts);
}
