import type {SeenObject} from '../../multipart/completion/evidence.js';
import type {Finding, FindingCode, NeedsAll} from '../../multipart/completion/finding.js';
import {plainEtag} from '../../multipart/etag.js';
import {
	formatBytes,
	formatCount,
	formatLimit,
	formatSpan,
	formatTime,
	plural,
	sizeOrUnknown,
} from '../../multipart/text/units.js';
import {countIn, partsSubject, rangesSubject} from '../../multipart/text/words.js';

/** What a finding says, as a sentence; safe for a terminal. */
export function findingWords(finding: Finding): string {
	const word = words[finding.code] as (finding: Finding) => string;
	return word(finding);
}

type Words = {readonly [Code in FindingCode]: (finding: Finding<Code>) => string};

const words: Words = {
	'key-uncertain': () =>
		'The listing could not carry this key for certain: acting on it could hit another object.',
	'no-parts': ({allLeftOut}) =>
		`${allLeftOut ? 'Every part is left out' : 'No part has been uploaded'}: there is nothing to make an object of.`,
	'part-size-unknown': ({partNumbers, isImpossible}) =>
		isImpossible
			? `${partsSubject(partNumbers, ['has a size', 'have sizes'])} in the listing that no part can have: what the object would hold is not known.`
			: `${partsSubject(partNumbers, ['has', 'have'])} no size in the listing: what the object will hold is not known.`,
	'part-too-small': ({partNumbers, size, limit, service}) => {
		const subject =
			partNumbers.length > 1
				? `${partsSubject(partNumbers, ['is', 'are'])} too small`
				: `Part ${partNumbers[0]} holds ${exactly(size, limit)}`;
		return `${subject}: every part but the last needs at least ${formatLimit(limit)}${unless(service)}.`;
	},
	'part-too-large': ({partNumbers, limit, service}) =>
		`${partsSubject(partNumbers, ['holds', 'hold'])} more than ${formatLimit(limit)}, the most that a part may hold${unless(service)}.`,
	'object-too-large': ({size, limit, service}) =>
		`The object would hold ${exactly(size, limit)}: at most ${formatBytes(limit)} are allowed${unless(service)}.`,
	'too-many-parts': ({count, limit, service}) =>
		`There are ${plural(count, 'part')}: at most ${formatCount(limit)} are put together${unless(service)}.`,
	'parts-unequal': ({partNumbers, sizeOf, service}) =>
		`${partsSubject(partNumbers, ['is', 'are'])} not of the size of part ${sizeOf}: ${service} wants all of one size, and the last no larger.`,
	'part-number-out-of-range': ({partNumbers, limit}) => {
		const subject = partsSubject(partNumbers, ['has a number', 'have numbers']);
		return limit === undefined
			? `${subject} below 1, which no service completes with.`
			: `${subject} above ${formatCount(limit)}, the highest of S3.`;
	},
	'parts-missing': ({gaps, needsAll, mayBeRefused}) => {
		const subject = rangesSubject(gaps, ['is missing', 'are missing']);
		if (needsAll !== undefined) return `${subject}: ${needsEvery[needsAll]}.`;
		const lack = `${subject}: the object would lack what ${countIn(gaps) === 1 ? 'it' : 'they'} held`;
		return mayBeRefused ? `${lack}, and with checksums the service may refuse a gap.` : `${lack}.`;
	},
	'parts-left-out': ({partNumbers, service, rule}) => {
		const subject = `${partsSubject(partNumbers, ['is', 'are'])} left out`;
		const [they, them] = partNumbers.length === 1 ? ['it holds', 'it'] : ['they hold', 'them'];
		const lost = `${subject}: the object will lack what ${they}`;
		switch (rule) {
			case 'refused':
				return `${subject}: ${service} refuses (InvalidPart) unless every uploaded part is named.`;
			case 'dropped':
				return `${lost}, and completing deletes ${them}.`;
			case 'unknown':
				return `${lost}, and whether ${service} allows that is not known.`;
			default:
				return `${subject}: ${needsEvery[rule]}.`;
		}
	},
	'checksum-unknown': ({algorithm}) =>
		`The parts have checksums of an algorithm${algorithm === undefined ? '' : ` ${algorithm}`} that this partway does not know: it cannot repeat them.`,
	'checksums-missing': ({partNumbers, algorithm, isRequired}) => {
		const lacks = `${partsSubject(partNumbers, ['has', 'have'])} no ${algorithm} checksum`;
		return isRequired
			? `${lacks}, which this upload asks of every part.`
			: `${lacks} listed: the service may refuse to complete.`;
	},
	'checksums-repeated': ({algorithm, checksumType}) =>
		`The ${algorithm} of every part is repeated${typeWords(checksumType)}.`,
	'object-exists': ({object, isReplaced}) => {
		const what = `An object of ${describe(object)} is at this key`;
		return isReplaced
			? `${what}: completing replaces it.`
			: `${what} already: completing would replace it.`;
	},
	'destination-not-seen': () =>
		'Looking at this key is not allowed (HeadObject): whether an object is there is not known.',
	'not-enforced': ({service, replaces}) =>
		service === undefined
			? `Whether the service enforces "${conditionWords(replaces)}" is not known: a writer in between might be overwritten.`
			: `${service} does not enforce "${conditionWords(replaces)}": a writer in between would be overwritten.`,
	'condition-refused': ({service, replaces}) =>
		`${service} refuses the condition "${conditionWords(replaces)}" whatever is there: it has to be sent without it.`,
	unconditional: () =>
		'It is sent without a condition: what somebody writes to this key between the last look and the Complete is overwritten.',
	'parts-recent': ({partNumbers, within}) => {
		const {length} = partNumbers;
		const what = length === 0 ? 'It was initiated' : `${plural(length, 'part')} landed`;
		return `${what} within ${lastWords(within)}: somebody may still be uploading.`;
	},
	'activity-unknown': () =>
		'Not every part has a date: whether somebody is still uploading is unknown.',
	'last-part-as-large': () =>
		'The last part is as large as the others: nothing proves that the upload is whole.',
};

const needsEvery: Readonly<Record<NeedsAll, string>> = {
	'directory-bucket': 'a directory bucket needs every part from 1 on',
	checksums: 'an upload with checksums needs every part from 1 on',
};

function conditionWords(replaces: boolean): string {
	return replaces ? 'only if this object is there' : 'only if nothing is there';
}

function unless(service: string | undefined): string {
	return service === undefined ? '' : `, unless ${service} is set up otherwise`;
}

function typeWords(checksumType: string | undefined): string {
	if (checksumType === 'FULL_OBJECT') return '; the object gets a checksum of its whole content';
	return checksumType === 'COMPOSITE' ? '; the object gets a checksum of these checksums' : '';
}

/** `3.0 MiB from 2026-09-14 02:11:07Z, ETag …`; an ETag of a foreign form is not repeated. */
function describe({size, lastModified, etag}: SeenObject): string {
	const date = lastModified === undefined ? '' : ` from ${formatTime(lastModified)}`;
	const plain = plainEtag(etag);
	return `${sizeOrUnknown(size)}${date}${plain === undefined ? '' : `, ETag ${plain},`}`;
}

/** `the last hour`, `the last 1 h 30 m`, `the last 15 m`. */
export function lastWords(within: number): string {
	const span = formatSpan(within);
	return span === '1 h' ? 'the last hour' : `the last ${span}`;
}

/** Rounded, a size that is off by a few bytes would read as the limit itself. */
function exactly(size: number, limit: number): string {
	const rounded = formatBytes(size);
	return rounded === formatBytes(limit) ? plural(size, 'byte') : rounded;
}
