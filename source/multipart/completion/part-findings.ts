import {isDirectoryBucket} from '../directory-bucket.js';
import {checksumFields, type Part} from '../part.js';
import {s3Limits} from '../services/service.js';
import {formatCount} from '../text/units.js';
import {countIn, gapsIn, type PartRange, partsSubject, rangesSubject} from '../text/words.js';
import type {ChosenParts, Finding} from './finding.js';

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
	const sentence =
		listing.parts.length === 0
			? 'No part has been uploaded: there is nothing to make an object of.'
			: 'Every part is left out: there is nothing to make an object of.';
	return [{level: 'blocks', code: 'no-parts', sentence, partNumbers: []}];
}

function aboutNumbers({named, facts}: ChosenParts): Finding[] {
	const {maxPartCount, certain} = facts.limits;
	const found: Finding[] = [];
	// Ceph RGW 16.2 accepts parts 0 and -1, and completes with none of them (measured).
	const below = numbersOf(named).filter(number => number < 1);
	const above = numbersOf(named).filter(number => number > maxPartCount);
	if (below.length > 0)
		found.push({
			level: 'blocks',
			code: 'part-number-out-of-range',
			sentence: `${partsSubject(below, ['has a number', 'have numbers'])} below 1, which no service completes with.`,
			partNumbers: below,
		});
	if (above.length > 0)
		found.push({
			level: certain ? 'blocks' : 'warns',
			code: 'part-number-out-of-range',
			sentence: `${partsSubject(above, ['has a number', 'have numbers'])} above ${formatCount(maxPartCount)}, the highest of S3.`,
			partNumbers: above,
			...(certain ? {} : {mayBeRefused: true as const}),
		});
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

function whatNeedsAll({target}: ChosenParts): string {
	return isDirectoryBucket(target.bucket) ? 'a directory bucket' : 'an upload with checksums';
}

function aboutGaps(chosen: ChosenParts): Finding[] {
	const {listing, named} = chosen;
	const gaps = gapsIn(numbersOf(listing.parts), named.at(-1)?.partNumber ?? 0);
	if (gaps.length === 0) return [];
	const subject = rangesSubject(gaps, ['is missing', 'are missing']);
	const rule = gapRule(chosen);
	const common = {code: 'parts-missing', partNumbers: numbersIn(gaps)} as const;
	if (rule === 'fatal')
		return [
			{
				...common,
				level: 'blocks',
				sentence: `${subject}: ${whatNeedsAll(chosen)} needs every part from 1 on.`,
			},
		];
	const lack = `${subject}: the object would lack what ${countIn(gaps) === 1 ? 'it' : 'they'} held`;
	return rule === 'legal'
		? [{...common, level: 'warns', sentence: `${lack}.`}]
		: [
				{
					...common,
					level: 'warns',
					sentence: `${lack}, and with checksums the service may refuse a gap.`,
					mayBeRefused: true,
				},
			];
}

function aboutLeftOut(chosen: ChosenParts): Finding[] {
	const {listing, excluded, named, facts} = chosen;
	// Ceph RGW counts no part below 1 (measured on 16.2): leaving those out is right.
	const leftOut = numbersOf(listing.parts).filter(number => excluded?.has(number) && number >= 1);
	if (leftOut.length === 0) return [];
	const subject = partsSubject(leftOut, ['is', 'are']);
	const common = {code: 'parts-left-out', partNumbers: leftOut} as const;
	const last = named.at(-1)?.partNumber ?? 0;
	const rule = leftOut.some(number => number < last) ? gapRule(chosen) : 'legal';
	if (rule === 'fatal')
		return [
			{
				...common,
				level: 'blocks',
				sentence: `${subject} left out: ${whatNeedsAll(chosen)} needs every part from 1 on.`,
			},
		];
	const [lack, them] = leftOut.length === 1 ? ['it holds', 'it'] : ['they hold', 'them'];
	if (facts.leftOutParts === 'refused')
		return [
			{
				...common,
				level: 'warns',
				sentence: `${subject} left out: ${facts.name} refuses (InvalidPart) unless every uploaded part is named.`,
				mayBeRefused: true,
			},
		];
	const lost = `${subject} left out: the object will lack what ${lack}`;
	return [
		facts.leftOutParts === 'dropped' && rule === 'legal'
			? {...common, level: 'warns', sentence: `${lost}, and completing deletes ${them}.`}
			: {
					...common,
					level: 'warns',
					sentence: `${lost}, and whether ${facts.name} allows that is not known.`,
					mayBeRefused: true,
				},
	];
}

/** What must be repeated of the checksums, and what is not there to be repeated. */
export function checksumFindings({listing, named}: ChosenParts): Finding[] {
	const {checksumAlgorithm, checksumType} = listing;
	if (checksumAlgorithm === undefined) return [];
	const field = checksumFields.find(name => name === `Checksum${checksumAlgorithm.toUpperCase()}`);
	if (field === undefined) return [unknownAlgorithm(checksumAlgorithm)];
	const without = numbersOf(named.filter(part => part.checksums[field] === undefined));
	if (without.length === 0)
		return named.length === 0
			? []
			: [
					{
						level: 'notes',
						code: 'checksums-repeated',
						sentence: `The ${field.slice('Checksum'.length)} of every part is repeated${typeWords(checksumType)}.`,
						partNumbers: [],
					},
				];
	const lacks = partsSubject(without, ['has', 'have']);
	const algorithm = field.slice('Checksum'.length);
	const common = {code: 'checksums-missing', partNumbers: without} as const;
	// A checksum of the full object needs none of the parts; and a service that lists none may keep them all the same.
	const certain = checksumType !== 'FULL_OBJECT' && without.length < named.length;
	return [
		certain
			? {
					...common,
					level: 'blocks',
					sentence: `${lacks} no ${algorithm} checksum, which this upload asks of every part.`,
				}
			: {
					...common,
					level: 'warns',
					sentence: `${lacks} no ${algorithm} checksum listed: the service may refuse to complete.`,
					mayBeRefused: true,
				},
	];
}

/** What the Complete has to repeat could not even be read. */
function unknownAlgorithm(algorithm: string): Finding {
	const named = /^[\w.-]{1,32}$/.test(algorithm) ? ` ${algorithm}` : '';
	return {
		level: 'blocks',
		code: 'checksum-unknown',
		sentence: `The parts have checksums of an algorithm${named} that this partway does not know: it cannot repeat them.`,
		partNumbers: [],
	};
}

function typeWords(checksumType: string | undefined): string {
	if (checksumType === 'FULL_OBJECT') return '; the object gets a checksum of its whole content';
	return checksumType === 'COMPOSITE' ? '; the object gets a checksum of these checksums' : '';
}

function numbersOf(parts: readonly Part[]): number[] {
	return parts.map(part => part.partNumber);
}
