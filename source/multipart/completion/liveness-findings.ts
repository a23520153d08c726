import {defaultThresholds, type Liveness, livenessOf} from '../liveness.js';
import {lastPartOf, type Part} from '../part.js';
import type {CompletionFacts, Finding} from './finding.js';

/** Whether somebody may still be uploading, by all the parts that are listed, left out or not. */
export function livenessOfListing({
	listing: {parts},
	initiated,
	now,
	thresholds,
}: CompletionFacts): Liveness {
	const lacksDates = parts.some(({lastModified}) => lastModified === undefined);
	const facts = {initiated, partCount: parts.length, lastPart: lastPartOf(parts), lacksDates};
	return livenessOf(facts, now, thresholds);
}

/** Says that somebody may still be uploading, or that it cannot be known. */
export function livenessFindings(known: CompletionFacts): Finding[] {
	const {parts} = known.listing;
	const liveness = livenessOfListing(known);
	if (parts.length === 0 || (liveness !== 'active' && liveness !== 'unknown')) return [];
	if (liveness === 'unknown')
		return [
			{
				level: 'warns',
				code: 'activity-unknown',
				partNumbers: numbersOf(parts.filter(({lastModified}) => lastModified === undefined)),
			},
		];
	const {now, thresholds: {activeWithin} = defaultThresholds} = known;
	const recent = parts.filter(
		({lastModified}) => lastModified !== undefined && now - lastModified < activeWithin,
	);
	return [
		{
			level: 'warns',
			code: 'parts-recent',
			within: activeWithin,
			partNumbers: numbersOf(recent),
		},
	];
}

function numbersOf(parts: readonly Part[]): number[] {
	return parts.map(({partNumber}) => partNumber);
}
