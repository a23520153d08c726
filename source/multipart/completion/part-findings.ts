import {isDirectoryBucket} from '../directory-bucket.js';
import {checksumFields, numbersOf} from '../part.js';
import {s3Limits} from '../services/service.js';
import {gapsIn, type PartRange} from '../text/words.js';
import type {ChosenParts, Finding, NeedsAll} from './finding.js';

/** What the numbers of the parts say: none, gaps, those left out. */
export function partFindings(chosen: ChosenParts): Finding[] {
	return [
		...aboutNone(chosen),
		...aboutNumbers(chosen),
		...aboutGaps(chosen),
		...aboutLeftOut(chosen),
	];
}

function aboutNone({listing, named}: ChosenParts): Finding[] {
	if (named.length > 0) return [];
	const allLeftOut = listing.parts.length > 0;
	return [{level: 'blocks', code: 'no-parts', allLeftOut, partNumbers: []}];
}

function aboutNumbers({named, facts}: ChosenParts): Finding[] {
	const {maxPartCount, certain} = facts.limits;
	const found: Finding[] = [];
	// Ceph RGW 16.2 accepts parts 0 and -1, and completes with none of them (measured).
	const below = numbersOf(named).filter(number => number < 1);
	const above = numbersOf(named).filter(number => number > maxPartCount);
	const code = 'part-number-out-of-range';
	if (below.length > 0) found.push({level: 'blocks', code, partNumbers: below});
	const tooHigh = {code, limit: maxPartCount, partNumbers: above} as const;
	if (above.length > 0)
		found.push(
			certain ? {...tooHigh, level: 'blocks'} : {...tooHigh, level: 'warns', mayBeRefused: true},
		);
	return found;
}

/** The numbers of the ranges, as far as S3 numbers parts. */
function numbersIn(ranges: readonly PartRange[]): number[] {
	return ranges.flatMap(([first, last]) => {
		const count = Math.min(last, s3Limits.maxPartCount) - first + 1;
		return Array.from({length: Math.max(0, count)}, (_, at) => first + at);
	});
}

/**
 * What a gap does. S3 API reference, CompletedPart: with a checksum on each part the numbers must be
 * consecutive from 1, in a directory bucket always. Where only the whole object has one, it is not said.
 */
function gapRule({target, listing: {checksumAlgorithm, checksumType}}: ChosenParts) {
	if (isDirectoryBucket(target.bucket)) return 'fatal';
	if (checksumAlgorithm === undefined) return 'legal';
	return checksumType === 'FULL_OBJECT' ? 'doubtful' : 'fatal';
}

function whatNeedsAll({target}: ChosenParts): NeedsAll {
	return isDirectoryBucket(target.bucket) ? 'directory-bucket' : 'checksums';
}

function aboutGaps(chosen: ChosenParts): Finding[] {
	const {listing, named} = chosen;
	const gaps = gapsIn(numbersOf(listing.parts), named.at(-1)?.partNumber ?? 0);
	if (gaps.length === 0) return [];
	const rule = gapRule(chosen);
	const common = {code: 'parts-missing', gaps, partNumbers: numbersIn(gaps)} as const;
	if (rule === 'fatal') return [{...common, level: 'blocks', needsAll: whatNeedsAll(chosen)}];
	return rule === 'legal'
		? [{...common, level: 'warns'}]
		: [{...common, level: 'warns', mayBeRefused: true}];
}

function aboutLeftOut(chosen: ChosenParts): Finding[] {
	const {listing, excluded, named, facts} = chosen;
	// Ceph RGW counts no part below 1 (measured on 16.2): leaving those out is right.
	const leftOut = numbersOf(listing.parts).filter(number => excluded?.has(number) && number >= 1);
	if (leftOut.length === 0) return [];
	const {name: service} = facts;
	const common = {code: 'parts-left-out', service, partNumbers: leftOut} as const;
	const last = named.at(-1)?.partNumber ?? 0;
	const gap = leftOut.some(number => number < last) ? gapRule(chosen) : 'legal';
	if (gap === 'fatal') return [{...common, level: 'blocks', rule: whatNeedsAll(chosen)}];
	if (facts.leftOutParts === 'refused')
		return [{...common, level: 'warns', rule: 'refused', mayBeRefused: true}];
	return facts.leftOutParts === 'dropped' && gap === 'legal'
		? [{...common, level: 'warns', rule: 'dropped'}]
		: [{...common, level: 'warns', rule: 'unknown', mayBeRefused: true}];
}

/** Checksums that the Complete must repeat, and those that the listing lacks. */
export function checksumFindings({listing, named}: ChosenParts): Finding[] {
	const {checksumAlgorithm, checksumType} = listing;
	if (checksumAlgorithm === undefined) return [];
	const field = checksumFields.find(name => name === `Checksum${checksumAlgorithm.toUpperCase()}`);
	// What the Complete has to repeat could not even be read.
	if (field === undefined) {
		const algorithm = /^[\w.-]{1,32}$/.test(checksumAlgorithm) ? checksumAlgorithm : undefined;
		return [{level: 'blocks', code: 'checksum-unknown', algorithm, partNumbers: []}];
	}
	const without = numbersOf(named.filter(part => part.checksums[field] === undefined));
	const algorithm = field.slice('Checksum'.length);
	if (named.length === 0) return [];
	if (without.length === 0)
		return [{level: 'notes', code: 'checksums-repeated', algorithm, checksumType, partNumbers: []}];
	// A checksum of the full object needs none of the parts; and a service that lists none may keep them all the same.
	const isRequired = checksumType !== 'FULL_OBJECT' && without.length < named.length;
	const common = {code: 'checksums-missing', algorithm, isRequired, partNumbers: without} as const;
	return [
		isRequired ? {...common, level: 'blocks'} : {...common, level: 'warns', mayBeRefused: true},
	];
}
