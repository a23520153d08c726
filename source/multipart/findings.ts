import type {Seen} from './evidence.js';
import {activeWithin} from './liveness.js';
import {checksumFields, type Part, type PartsListing, summarizeParts} from './part.js';
import type {ServiceFacts} from './service.js';
import {formatBytes, plural} from './units.js';
import type {UploadTarget} from './upload.js';
import {partsSubject} from './words.js';

/** `blocks`: certain to fail, or not allowed. `warns`: may cost data. `notes`: good to know. */
export type FindingLevel = 'blocks' | 'warns' | 'notes';

export type FindingCode =
	| 'key-uncertain'
	| 'no-parts'
	| 'part-too-small'
	| 'too-many-parts'
	| 'part-number-out-of-range'
	| 'parts-missing'
	| 'checksums-missing'
	| 'object-exists'
	| 'destination-not-seen'
	| 'not-enforced'
	| 'parts-recent'
	| 'last-part-as-large';

export type Finding = {
	readonly level: FindingLevel;
	readonly code: FindingCode;
	/** For the person; holds no foreign text. */
	readonly sentence: string;
	/** The parts it concerns, ascending; the missing ones for a gap. */
	readonly partNumbers: readonly number[];
};

/** What a completion is planned from. */
export type CompletionFacts = {
	readonly target: UploadTarget;
	readonly listing: PartsListing;
	readonly facts: ServiceFacts;
	readonly existing: Seen;
	/** The server's clock, milliseconds since the epoch. */
	readonly now: number;
	/** Whether the listing could carry the key for certain: see `Upload.keyCertain`. */
	readonly uploadKeyCertain: boolean;
};

/** Amazon S3 multipart upload limits (S3 User Guide): part size in bytes, except for the last, and part count. */
export const minPartSize = 5 * 1024 * 1024;
export const maxPartCount = 10_000;

/** Everything that speaks for care before a Complete, in no order. */
export function completionFindings(known: CompletionFacts): Finding[] {
	const {listing, now} = known;
	return [
		...aboutKey(known),
		...aboutCount(listing.parts),
		...aboutNumbers(listing.parts),
		...aboutSizes(listing.parts),
		...aboutGaps(listing),
		...aboutChecksums(listing),
		...aboutDestination(known),
		...aboutTime(listing.parts, now),
	];
}

function finding(
	level: FindingLevel,
	code: FindingCode,
	sentence: string,
	partNumbers: readonly number[] = [],
): Finding {
	return {level, code, sentence, partNumbers};
}

function aboutKey({target, uploadKeyCertain}: CompletionFacts): Finding[] {
	if (uploadKeyCertain && target.key !== '' && target.uploadId !== '') return [];
	return [
		finding(
			'blocks',
			'key-uncertain',
			'The listing could not carry this key for certain: acting on it could hit another object.',
		),
	];
}

function aboutCount(parts: readonly Part[]): Finding[] {
	if (parts.length === 0)
		return [
			finding(
				'blocks',
				'no-parts',
				'No part has been uploaded: there is nothing to make an object of.',
			),
		];
	if (parts.length <= maxPartCount) return [];
	return [
		finding(
			'blocks',
			'too-many-parts',
			`There are ${plural(parts.length, 'part')}: S3 puts at most 10,000 together.`,
		),
	];
}

function aboutNumbers(parts: readonly Part[]): Finding[] {
	// Ceph RGW 16.2 accepts parts 0 and -1 (measured); no service completes with them.
	const outside = numbersOf(
		parts.filter(part => part.partNumber < 1 || part.partNumber > maxPartCount),
	);
	if (outside.length === 0) return [];
	return [
		finding(
			'blocks',
			'part-number-out-of-range',
			`${partsSubject(outside, ['has a number', 'have numbers'])} outside 1 to 10,000.`,
			outside,
		),
	];
}

function aboutSizes(parts: readonly Part[]): Finding[] {
	const others = parts.slice(0, -1);
	const last = parts.at(-1);
	if (last === undefined || others.length === 0) return [];
	const found: Finding[] = [];
	const small = others.filter(part => part.size < minPartSize);
	const [first] = small;
	if (first !== undefined)
		found.push(finding('blocks', 'part-too-small', smallSentence(small, first), numbersOf(small)));
	const largest = others.reduce((most, part) => Math.max(most, part.size), 0);
	if (last.size >= largest)
		found.push(
			finding(
				'notes',
				'last-part-as-large',
				`The last part is as large as the others: nothing proves that the upload is whole.`,
				[last.partNumber],
			),
		);
	return found;
}

function smallSentence(small: readonly Part[], first: Part): string {
	const rule = 'every part but the last needs at least 5 MiB';
	if (small.length > 1)
		return `${partsSubject(numbersOf(small), ['is', 'are'])} too small: ${rule}.`;
	// Rounded, a part that lacks a few bytes would read as 5.0 MiB.
	const rounded = formatBytes(first.size);
	const size = rounded === formatBytes(minPartSize) ? plural(first.size, 'byte') : rounded;
	return `Part ${first.partNumber} holds ${size}: ${rule}.`;
}

/** The numbers from 1 to the highest part that no part has. */
export function missingPartNumbers(parts: readonly Part[]): number[] {
	const present = new Set(numbersOf(parts));
	const highest = Math.min(parts.at(-1)?.partNumber ?? 0, maxPartCount);
	const missing: number[] = [];
	for (let number = 1; number <= highest; number++) if (!present.has(number)) missing.push(number);
	return missing;
}

function aboutGaps(listing: PartsListing): Finding[] {
	const missing = missingPartNumbers(listing.parts);
	if (missing.length === 0) return [];
	const subject = partsSubject(missing, ['is missing', 'are missing']);
	// S3 User Guide, "Checking object integrity": with checksums, part numbers must be consecutive from 1.
	return listing.checksumAlgorithm === undefined
		? [
				finding(
					'warns',
					'parts-missing',
					`${subject}: the object would lack what ${missing.length === 1 ? 'it' : 'they'} held.`,
					missing,
				),
			]
		: [
				finding(
					'blocks',
					'parts-missing',
					`${subject}: an upload with checksums needs every part from 1 on.`,
					missing,
				),
			];
}

function aboutChecksums({checksumAlgorithm, checksumType, parts}: PartsListing): Finding[] {
	const field = checksumFields.find(name => name === `Checksum${checksumAlgorithm?.toUpperCase()}`);
	if (field === undefined) return [];
	const without = numbersOf(parts.filter(part => part.checksums[field] === undefined));
	if (without.length === 0) return [];
	const lacks = partsSubject(without, ['has', 'have']);
	// A checksum of the full object needs none of the parts; and a service that lists none may keep them all the same.
	const certain = checksumType !== 'FULL_OBJECT' && without.length < parts.length;
	return [
		certain
			? finding(
					'blocks',
					'checksums-missing',
					`${lacks} no ${checksumAlgorithm} checksum, which this upload asks of every part.`,
					without,
				)
			: finding(
					'warns',
					'checksums-missing',
					`${lacks} no ${checksumAlgorithm} checksum listed: the service may refuse to complete.`,
					without,
				),
	];
}

function aboutDestination({existing, facts}: CompletionFacts): Finding[] {
	const found: Finding[] = [];
	if (isObject(existing))
		found.push(
			finding(
				'blocks',
				'object-exists',
				`An object of ${formatBytes(existing.size)} is at this key already: completing would replace it.`,
			),
		);
	if (existing === 'denied')
		found.push(
			finding(
				'warns',
				'destination-not-seen',
				'Looking at this key is not allowed (HeadObject): whether an object is there is not known.',
			),
		);
	if (facts.conditionalComplete !== 'enforced')
		found.push(
			finding(
				'notes',
				'not-enforced',
				facts.conditionalComplete === 'ignored'
					? `${facts.name} does not enforce "only if nothing is there": a writer in between would be overwritten.`
					: 'Whether the service enforces "only if nothing is there" is not known: a writer in between might be overwritten.',
			),
		);
	return found;
}

function aboutTime(parts: readonly Part[], now: number): Finding[] {
	const {lastPart} = summarizeParts(parts);
	if (lastPart === undefined || now - lastPart >= activeWithin) return [];
	const recent = parts.filter(
		part => part.lastModified !== undefined && now - part.lastModified < activeWithin,
	);
	return [
		finding(
			'warns',
			'parts-recent',
			`${plural(recent.length, 'part')} landed within the last hour: somebody may still be uploading.`,
			numbersOf(recent),
		),
	];
}

function isObject(seen: Seen): seen is Exclude<Seen, 'denied' | undefined> {
	return typeof seen === 'object';
}

function numbersOf(parts: readonly Part[]): number[] {
	return parts.map(part => part.partNumber);
}
