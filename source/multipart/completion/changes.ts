import {bareEtag} from '../etag.js';
import {checksumFields, type Part} from '../part.js';
import {sizeOrUnknown} from '../text/units.js';
import {partsSubject} from '../text/words.js';
import type {CompletionPlan} from './completion.js';
import {type Seen, sizesDiffer} from './evidence.js';

/** What differs between two plans of one upload, a sentence each; empty when the second may be sent as the first. */
export function planChanges(before: CompletionPlan, after: CompletionPlan): string[] {
	const parts = partChanges(before.listed, after.listed);
	const changes = [
		...(parts.length > 0 ? parts : livenessChanges(before, after)),
		...destinationChanges(before.existing, after.existing),
	];
	if (before.checksumType !== after.checksumType)
		changes.push('The checksum type of the upload has changed.');
	return changes;
}

/** The part numbers that came, were uploaded again or went between two listings, each ascending. */
export function changedParts(before: readonly Part[], after: readonly Part[]) {
	const old = new Map(before.map(part => [part.partNumber, part]));
	const appeared: number[] = [];
	const replaced: number[] = [];
	for (const part of after) {
		const known = old.get(part.partNumber);
		if (known === undefined) appeared.push(part.partNumber);
		else if (!samePart(known, part)) replaced.push(part.partNumber);
		old.delete(part.partNumber);
	}
	return {appeared, replaced, gone: [...old.keys()]};
}

/** What happened to the parts of an upload between two listings, a sentence each. */
export function partChanges(before: readonly Part[], after: readonly Part[]): string[] {
	const {appeared, replaced, gone} = changedParts(before, after);
	return [
		...(appeared.length > 0 ? [`${partsSubject(appeared, ['has', 'have'])} landed since.`] : []),
		...(replaced.length > 0 ? [`${partsSubject(replaced, ['was', 'were'])} uploaded again.`] : []),
		...(gone.length > 0 ? [`${partsSubject(gone, ['is', 'are'])} no longer listed.`] : []),
	];
}

function samePart(one: Part, other: Part): boolean {
	return (
		one.size === other.size &&
		one.lastModified === other.lastModified &&
		bareEtag(one.etag) === bareEtag(other.etag) &&
		checksumFields.every(field => one.checksums[field] === other.checksums[field])
	);
}

function destinationChanges(before: Seen, after: Seen): string[] {
	if (before === after) return [];
	if (after === 'denied') return ['HeadObject on the key is no longer allowed.'];
	if (after === undefined)
		return [
			before === 'denied'
				? 'HeadObject on the key is allowed now: nothing is there.'
				: 'The object that was at the key is gone.',
		];
	const size = sizeOrUnknown(after.size);
	if (before === undefined) return [`An object of ${size} appeared at the key.`];
	if (before === 'denied')
		return [`HeadObject on the key is allowed now: an object of ${size} is there.`];
	const same =
		!sizesDiffer(before, after) &&
		before.etag === after.etag &&
		before.lastModified === after.lastModified &&
		before.versionId === after.versionId;
	return same ? [] : [`Another object, of ${size}, is at the key now.`];
}

/** That it is alive now, or may be, though its parts are the same: it was agreed to as a quiet one. */
function livenessChanges(before: CompletionPlan, after: CompletionPlan): string[] {
	if (after.liveness === before.liveness) return [];
	if (after.liveness === 'active') return ['It is active now: somebody may still be uploading.'];
	return after.liveness === 'unknown' && before.liveness !== 'active'
		? ['Whether somebody is still uploading is unknown now.']
		: [];
}
