import type {Part} from '../part.js';
import type {ServiceFacts} from '../services/service.js';
import {formatBytes, formatCount, plural} from '../text/units.js';
import {partsSubject} from '../text/words.js';
import type {ChosenParts, Finding} from './finding.js';

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

/** A limit that is certain blocks; another one warns, and the sentence says why. */
function limited(
	facts: ServiceFacts,
	code: Finding['code'],
	sentence: string,
	parts: readonly Part[] = [],
): Finding {
	const partNumbers = parts.map(part => part.partNumber);
	return facts.limits.certain
		? {level: 'blocks', code, sentence: `${sentence}.`, partNumbers}
		: {
				level: 'warns',
				code,
				sentence: `${sentence}, unless ${facts.name} is set up otherwise.`,
				partNumbers,
				mayBeRefused: true,
			};
}

function aboutCount(named: readonly Part[], facts: ServiceFacts): Finding[] {
	const {maxPartCount} = facts.limits;
	if (named.length <= maxPartCount) return [];
	const sentence = `There are ${plural(named.length, 'part')}: at most ${formatCount(maxPartCount)} are put together`;
	return [limited(facts, 'too-many-parts', sentence)];
}

/** A size that is none says that the listing is not to be trusted; one that is not told says nothing. */
function aboutUnknown(named: readonly Part[]): Finding[] {
	const bad = numbersOf(named.filter(({badSize}) => badSize));
	const untold = numbersOf(named.filter(({size, badSize}) => size === undefined && !badSize));
	const found: Finding[] = [];
	if (bad.length > 0)
		found.push({
			level: 'blocks',
			code: 'part-size-unknown',
			sentence: `${partsSubject(bad, ['has a size', 'have sizes'])} in the listing that no part can have: what the object would hold is not known.`,
			partNumbers: bad,
		});
	if (untold.length > 0)
		found.push({
			level: 'warns',
			code: 'part-size-unknown',
			sentence: `${partsSubject(untold, ['has', 'have'])} no size in the listing: what the object will hold is not known.`,
			partNumbers: untold,
		});
	return found;
}

function numbersOf(parts: readonly Part[]): number[] {
	return parts.map(({partNumber}) => partNumber);
}

function aboutSmall(named: readonly Part[], facts: ServiceFacts): Finding[] {
	const {minPartSize} = facts.limits;
	const small = named
		.slice(0, -1)
		.filter(isSized)
		.filter(part => part.size < minPartSize);
	const [first] = small;
	if (first === undefined) return [];
	const rule = `every part but the last needs at least ${formatSize(minPartSize)}`;
	const numbers = small.map(part => part.partNumber);
	const subject =
		small.length > 1
			? `${partsSubject(numbers, ['is', 'are'])} too small`
			: `Part ${first.partNumber} holds ${exactly(first.size, minPartSize)}`;
	return [limited(facts, 'part-too-small', `${subject}: ${rule}`, small)];
}

function aboutLarge(named: readonly Part[], facts: ServiceFacts): Finding[] {
	const {maxPartSize, maxObjectSize} = facts.limits;
	const found: Finding[] = [];
	const large = named.filter(isSized).filter(part => part.size > maxPartSize);
	if (large.length > 0) {
		const numbers = large.map(part => part.partNumber);
		const sentence = `${partsSubject(numbers, ['holds', 'hold'])} more than ${formatSize(maxPartSize)}, the most that a part may hold`;
		found.push(limited(facts, 'part-too-large', sentence, large));
	}
	const size = named.reduce((sum, part) => sum + (part.size ?? 0), 0);
	if (size > maxObjectSize) {
		const sentence = `The object would hold ${exactly(size, maxObjectSize)}: at most ${formatBytes(maxObjectSize)} are allowed`;
		found.push(limited(facts, 'object-too-large', sentence));
	}
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
	const numbers = odd.map(part => part.partNumber);
	return [
		{
			level: 'blocks',
			code: 'parts-unequal',
			sentence: `${partsSubject(numbers, ['is', 'are'])} not of the size of part ${first.partNumber}: ${facts.name} wants all of one size, and the last no larger.`,
			partNumbers: numbers,
		},
	];
}

function aboutLast(named: readonly Part[]): Finding[] {
	const sized = named.filter(isSized);
	const others = sized.slice(0, -1);
	const last = sized.at(-1);
	if (last === undefined || last !== named.at(-1) || others.length === 0) return [];
	const largest = others.reduce((most, part) => Math.max(most, part.size), 0);
	if (last.size < largest) return [];
	return [
		{
			level: 'notes',
			code: 'last-part-as-large',
			sentence: `The last part is as large as the others: nothing proves that the upload is whole.`,
			partNumbers: [last.partNumber],
		},
	];
}

function isSized(part: Part): part is Part & {readonly size: number} {
	return part.size !== undefined;
}

/** A limit in short: `5 MiB`. */
function formatSize(limit: number): string {
	return formatBytes(limit).replace('.0 ', ' ');
}

/** Rounded, a size that is off by a few bytes would read as the limit itself. */
function exactly(size: number, limit: number): string {
	const rounded = formatBytes(size);
	return rounded === formatBytes(limit) ? plural(size, 'byte') : rounded;
}
