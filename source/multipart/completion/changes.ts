import {bareEtag} from '../etag.js';
import {checksumFields, type Part} from '../part.js';
import type {CompletionPlan} from './completion.js';
import {type Seen, sizesDiffer} from './evidence.js';

/** What happened to parts between two listings; their numbers ascend. */
export type PartChange = {
	readonly code: 'landed' | 'replaced' | 'removed';
	readonly partNumbers: readonly number[];
};

/** What differs between two plans of one upload; the sentence is made in `text/plan`. */
export type PlanChange =
	| PartChange
	| {
			readonly code:
				| 'active-now'
				| 'activity-unknown-now'
				| 'denied-now'
				| 'nothing-there'
				| 'object-gone'
				| 'checksum-type';
	  }
	/** Bytes; absent where they are not known. */
	| {readonly code: 'object-new' | 'object-seen' | 'object-other'; readonly size?: number};

/** Empty when the second may be sent as the first. */
export function planChanges(before: CompletionPlan, after: CompletionPlan): PlanChange[] {
	const parts = partChanges(before.listed, after.listed);
	return [
		...(parts.length > 0 ? parts : livenessChanges(before, after)),
		...destinationChanges(before.existing, after.existing),
		...(before.checksumType === after.checksumType ? [] : [{code: 'checksum-type'} as const]),
	];
}

/** What happened to the parts of an upload between two listings. */
export function partChanges(before: readonly Part[], after: readonly Part[]): PartChange[] {
	const old = new Map(before.map(part => [part.partNumber, part]));
	const landed: number[] = [];
	const replaced: number[] = [];
	for (const part of after) {
		const known = old.get(part.partNumber);
		if (known === undefined) landed.push(part.partNumber);
		else if (!samePart(known, part)) replaced.push(part.partNumber);
		old.delete(part.partNumber);
	}
	const changes: PartChange[] = [
		{code: 'landed', partNumbers: landed},
		{code: 'replaced', partNumbers: replaced},
		{code: 'removed', partNumbers: [...old.keys()]},
	];
	return changes.filter(({partNumbers}) => partNumbers.length > 0);
}

function samePart(one: Part, other: Part): boolean {
	return (
		one.size === other.size &&
		one.lastModified === other.lastModified &&
		bareEtag(one.etag) === bareEtag(other.etag) &&
		checksumFields.every(field => one.checksums[field] === other.checksums[field])
	);
}

function destinationChanges(before: Seen, after: Seen): PlanChange[] {
	if (before === after) return [];
	if (after === 'denied') return [{code: 'denied-now'}];
	if (after === undefined) return [{code: before === 'denied' ? 'nothing-there' : 'object-gone'}];
	const {size} = after;
	if (before === undefined) return [{code: 'object-new', size}];
	if (before === 'denied') return [{code: 'object-seen', size}];
	const same =
		!sizesDiffer(before, after) &&
		before.etag === after.etag &&
		before.lastModified === after.lastModified &&
		before.versionId === after.versionId;
	return same ? [] : [{code: 'object-other', size}];
}

/** That it is alive now, or may be, though its parts are the same: it was agreed to as a quiet one. */
function livenessChanges(before: CompletionPlan, after: CompletionPlan): PlanChange[] {
	if (after.liveness === before.liveness) return [];
	if (after.liveness === 'active') return [{code: 'active-now'}];
	return after.liveness === 'unknown' && before.liveness !== 'active'
		? [{code: 'activity-unknown-now'}]
		: [];
}
