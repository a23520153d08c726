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
		'The listing cannot show this key exactly: acting on it could affect another object.',
	'no-parts': ({allLeftOut}) =>
		`${allLeftOut ? 'Every part is left out' : 'No part has been uploaded'}: there is nothing to complete.`,
	'part-size-unknown': ({partNumbers, isImpossible}) =>
		isImpossible
			? `${partsSubject(partNumbers, ['has an impossible size', 'have impossible sizes'])} in the listing: the size of the object is unknown.`
			: `${partsSubject(partNumbers, ['has', 'have'])} no size in the listing: the size of the object is unknown.`,
	'part-too-small': ({partNumbers, size, limit, service}) => {
		const subject =
			partNumbers.length > 1
				? `${partsSubject(partNumbers, ['is', 'are'])} too small`
				: `Part ${partNumbers[0]} holds ${exactly(size, limit)}`;
		return `${subject}: every part except the last needs at least ${formatLimit(limit)}${unless(service)}.`;
	},
	'part-too-large': ({partNumbers, limit, service}) =>
		`${partsSubject(partNumbers, ['is larger', 'are larger'])} than ${formatLimit(limit)}, the maximum for a part${unless(service)}.`,
	'object-too-large': ({size, limit, service}) =>
		`The object would have ${exactly(size, limit)}: the maximum is ${formatBytes(limit)}${unless(service)}.`,
	'too-many-parts': ({count, limit, service}) =>
		`There are ${plural(count, 'part')}: an object can have at most ${formatCount(limit)}${unless(service)}.`,
	'parts-unequal': ({partNumbers, sizeOf, service}) =>
		`${partsSubject(partNumbers, ['differs', 'differ'])} in size from part ${sizeOf}: ${service} needs parts of one size; only the last may be smaller.`,
	'part-number-out-of-range': ({partNumbers, limit}) => {
		const subject = partsSubject(partNumbers, ['has a number', 'have numbers']);
		return limit === undefined
			? `${subject} below 1, which no service accepts.`
			: `${subject} above ${formatCount(limit)}, the highest in S3.`;
	},
	'parts-missing': ({gaps, needsAll, mayBeRefused}) => {
		const subject = rangesSubject(gaps, ['is missing', 'are missing']);
		if (needsAll !== undefined) return `${subject}: ${needsEvery[needsAll]}.`;
		const lack = `${subject}: the object would lack ${countIn(gaps) === 1 ? 'its' : 'their'} data`;
		return mayBeRefused
			? `${lack}, and the service may refuse a gap in an upload with checksums.`
			: `${lack}.`;
	},
	'parts-left-out': ({partNumbers, service, rule}) => {
		const subject = `${partsSubject(partNumbers, ['is', 'are'])} left out`;
		const [their, them] = partNumbers.length === 1 ? ['its', 'it'] : ['their', 'them'];
		const lost = `${subject}: the object will lack ${their} data`;
		switch (rule) {
			case 'refused':
				return `${subject}: ${service} refuses a Complete that does not name every uploaded part (InvalidPart).`;
			case 'dropped':
				return `${lost}, and completing deletes ${them}.`;
			case 'unknown':
				return `${lost}, and it is unknown whether ${service} allows that.`;
			default:
				return `${subject}: ${needsEvery[rule]}.`;
		}
	},
	'checksum-unknown': ({algorithm}) =>
		`The parts have checksums of an unknown algorithm${algorithm === undefined ? '' : ` (${algorithm})`}: partway cannot send them.`,
	'checksums-missing': ({partNumbers, algorithm, isRequired}) => {
		const lacks = `${partsSubject(partNumbers, ['has', 'have'])} no ${algorithm} checksum`;
		return isRequired
			? `${lacks}, which this upload requires for every part.`
			: `${lacks} in the listing: the service may refuse the Complete.`;
	},
	'checksums-repeated': ({algorithm, checksumType}) =>
		`The ${algorithm} checksum of every part is sent${typeWords(checksumType)}.`,
	'object-exists': ({object, isReplaced}) => {
		const what = `An object of ${describe(object)} is at this key`;
		return isReplaced
			? `${what}: completing replaces it.`
			: `${what} already: completing would replace it.`;
	},
	'destination-not-seen': ({isAtRisk}) =>
		isAtRisk
			? 'HeadObject is not allowed on this key: an object that is there would be replaced.'
			: 'HeadObject is not allowed on this key: it is unknown whether an object is there.',
	'not-enforced': ({service, replaces}) =>
		service === undefined
			? `It is unknown whether the service enforces "${conditionWords(replaces)}": an object written at the same moment might be overwritten.`
			: `${service} does not enforce "${conditionWords(replaces)}": an object written at the same moment would be overwritten.`,
	'condition-refused': ({service, replaces}) =>
		`${service} refuses every Complete with the condition "${conditionWords(replaces)}": send it without.`,
	unconditional: () =>
		'It is sent without a condition: an object written to this key between the last check and the Complete is overwritten.',
	'parts-recent': ({partNumbers, within}) => {
		const {length} = partNumbers;
		const what = length === 0 ? 'It was initiated' : `${plural(length, 'part')} landed`;
		return `${what} within ${lastWords(within)}: somebody may still be uploading.`;
	},
	'activity-unknown': () =>
		'Not every part has a date: whether somebody is still uploading is unknown.',
	'last-part-as-large': () =>
		'The last part is as large as the others: the upload may be incomplete.',
};

const needsEvery: Readonly<Record<NeedsAll, string>> = {
	'directory-bucket': 'a directory bucket needs every part from 1 on',
	checksums: 'an upload with checksums needs every part from 1 on',
};

function conditionWords(replaces: boolean): string {
	return replaces ? 'only if this object is there' : 'only if nothing is there';
}

function unless(service: string | undefined): string {
	return service === undefined ? '' : `, unless ${service} is configured differently`;
}

function typeWords(checksumType: string | undefined): string {
	if (checksumType === 'FULL_OBJECT') return '; the object gets a checksum of its full content';
	return checksumType === 'COMPOSITE' ? '; the object gets a composite checksum' : '';
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
