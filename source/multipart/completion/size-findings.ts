import {numbersOf, type Part} from '../part.js';
import type {ServiceFacts} from '../services/service.js';
import type {ChosenParts, Finding, FindingFacts} from './finding.js';

/** What the sizes and the count of the named parts say, by the limits of the service. */
export function sizeFindings({named, facts}: ChosenParts): Finding[] {
	return [
		...aboutCount(named, facts),
		...aboutUnknown(named),
		...aboutSmall(named, facts),
		...aboutLarge(named, facts),
		...aboutUnequal(named, facts),
		...aboutLast(named),
	];
}

type Limited = Extract<FindingFacts, {limit: number}>;

/** A limit that is certain blocks; another one warns, since the service may be set up otherwise. */
function limited(facts: ServiceFacts, found: Limited, parts: readonly Part[] = []): Finding {
	const partNumbers = numbersOf(parts);
	return facts.limits.certain
		? {...found, level: 'blocks', partNumbers}
		: {...found, service: facts.name, level: 'warns', partNumbers, mayBeRefused: true};
}

function aboutCount(named: readonly Part[], facts: ServiceFacts): Finding[] {
	const {maxPartCount} = facts.limits;
	const count = named.length;
	return count <= maxPartCount
		? []
		: [limited(facts, {code: 'too-many-parts', count, limit: maxPartCount})];
}

/** A size that is none says that the listing is not to be trusted; one that is missing says nothing. */
function aboutUnknown(named: readonly Part[]): Finding[] {
	const bad = numbersOf(named.filter(({badSize}) => badSize));
	const unsized = numbersOf(named.filter(({size, badSize}) => size === undefined && !badSize));
	const code = 'part-size-unknown';
	const found: Finding[] = [];
	if (bad.length > 0) found.push({level: 'blocks', code, isImpossible: true, partNumbers: bad});
	if (unsized.length > 0)
		found.push({level: 'warns', code, isImpossible: false, partNumbers: unsized});
	return found;
}

function aboutSmall(named: readonly Part[], facts: ServiceFacts): Finding[] {
	const {minPartSize} = facts.limits;
	const small = named
		.slice(0, -1)
		.filter(isSized)
		.filter(part => part.size < minPartSize);
	const [first] = small;
	if (first === undefined) return [];
	return [limited(facts, {code: 'part-too-small', size: first.size, limit: minPartSize}, small)];
}

function aboutLarge(named: readonly Part[], facts: ServiceFacts): Finding[] {
	const {maxPartSize, maxObjectSize} = facts.limits;
	const found: Finding[] = [];
	const large = named.filter(isSized).filter(part => part.size > maxPartSize);
	if (large.length > 0)
		found.push(limited(facts, {code: 'part-too-large', limit: maxPartSize}, large));
	const size = named.reduce((sum, part) => sum + (part.size ?? 0), 0);
	if (size > maxObjectSize)
		found.push(limited(facts, {code: 'object-too-large', size, limit: maxObjectSize}));
	return found;
}

function aboutUnequal(named: readonly Part[], facts: ServiceFacts): Finding[] {
	const sized = named.filter(isSized);
	const [first] = sized;
	const last = sized.at(-1);
	if (!facts.equalParts || first === undefined || last === undefined) return [];
	// The first part may be the odd one itself; the size of most of them would be a guess as well.
	const odd = sized.slice(0, -1).filter(part => part.size !== first.size);
	if (odd.length === 0 && last.size > first.size) odd.push(last);
	if (odd.length === 0) return [];
	const {name: service} = facts;
	const common = {code: 'parts-unequal', sizeOf: first.partNumber, service} as const;
	return [{...common, level: 'blocks', partNumbers: numbersOf(odd)}];
}

function aboutLast(named: readonly Part[]): Finding[] {
	const sized = named.filter(isSized);
	const others = sized.slice(0, -1);
	const last = sized.at(-1);
	if (last === undefined || last !== named.at(-1) || others.length === 0) return [];
	const largest = others.reduce((most, part) => Math.max(most, part.size), 0);
	if (last.size < largest) return [];
	return [{level: 'notes', code: 'last-part-as-large', partNumbers: numbersOf([last])}];
}

function isSized(part: Part): part is Part & {readonly size: number} {
	return part.size !== undefined;
}
