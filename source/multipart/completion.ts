import {type ExpectedEtag, expectedEtag} from './etag.js';
import type {Seen} from './evidence.js';
import {
	type CompletionFacts,
	completionFindings,
	type Finding,
	type FindingLevel,
} from './findings.js';
import type {Part} from './part.js';
import type {ServiceFacts} from './service.js';
import type {UploadTarget} from './upload.js';

/** What completing an upload would do, decided from what was read of it and of its destination. */
export type CompletionPlan = {
	readonly target: UploadTarget;
	readonly facts: ServiceFacts;
	/** The parts to name, ascending, with the checksums to repeat. */
	readonly parts: readonly Part[];
	readonly partCount: number;
	/** Bytes of the object. */
	readonly size: number;
	readonly expected: ExpectedEtag;
	/** Absent where the upload was created without checksums. */
	readonly checksumAlgorithm?: string;
	/** To be repeated. */
	readonly checksumType?: string;
	/** What is at the key now. */
	readonly existing: Seen;
	/** Blocking ones first. */
	readonly findings: readonly Finding[];
};

const order: Readonly<Record<FindingLevel, number>> = {blocks: 0, warns: 1, notes: 2};

/** Plans the completion with every part that is listed. */
export function planCompletion(known: CompletionFacts): CompletionPlan {
	const {target, listing, facts, existing} = known;
	const {parts, checksumAlgorithm, checksumType} = listing;
	return {
		target,
		facts,
		parts,
		partCount: parts.length,
		size: parts.reduce((sum, part) => sum + part.size, 0),
		expected: etagOf(parts, facts),
		checksumAlgorithm,
		checksumType,
		existing,
		findings: completionFindings(known).sort((a, b) => order[a.level] - order[b.level]),
	};
}

/** Whether anything certain speaks against sending it. */
export function isBlocked(plan: CompletionPlan): boolean {
	return plan.findings.some(finding => finding.level === 'blocks');
}

function etagOf(parts: readonly Part[], facts: ServiceFacts): ExpectedEtag {
	return facts.etagPredictable === 'no'
		? {reason: `${facts.name} does not make its ETags from those of the parts`}
		: expectedEtag(parts);
}
