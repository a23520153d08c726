import {defaultThresholds, type Liveness, livenessOf} from '../liveness.js';
import {lastPartOf, numbersOf} from '../part.js';
import type {CompletionFacts, Finding} from './finding.js';

/** Whether somebody may still be uploading, by all the parts that are listed, left out or not. */
export function livenessOfListing(known: CompletionFacts): Liveness {
	const {parts} = known.listing;
	const lacksDates = parts.some(({lastModified}) => lastModified === undefined);
	const facts = {partCount: parts.length, lastPart: lastPartOf(parts), lacksDates};
	return livenessOf({...facts, initiated: known.initiated}, known.now, known.thresholds);
}

/** Says that somebody may still be uploading, or that it cannot be known. */
export function livenessFindings(known: CompletionFacts): Finding[] {
	const {parts} = known.listing;
	const liveness = livenessOfListing(known);
	if (parts.length === 0 || (liveness !== 'active' && liveness !== 'unknown')) return [];
	if (liveness === 'unknown') {
		const undated = parts.filter(({lastModified}) => lastModified === undefined);
		return [{level: 'warns', code: 'activity-unknown', partNumbers: numbersOf(undated)}];
	}
	const {now, thresholds: {activeWithin: within} = defaultThresholds} = known;
	const recent = parts.filter(
		({lastModified}) => lastModified !== undefined && now - lastModified < within,
	);
	return [{level: 'warns', code: 'parts-recent', within, partNumbers: numbersOf(recent)}];
}
