import {type Planned, type SeenObject, sizesDiffer} from '../../multipart/completion/evidence.js';
import {plainEtag, sameEtag} from '../../multipart/etag.js';
import {formatBytes, formatLimit, plural, sizeOrUnknown} from '../../multipart/text/units.js';
import {partsSubject} from '../../multipart/text/words.js';
import type {CompleteReason} from '../../operations/reason/complete-reason.js';
import {escapeForTerminal} from '../../terminal/escape.js';
import {changeWords} from '../plan/change-words.js';
import {heardWords} from './heard-words.js';
import type {WordsOf} from './words-of.js';

const refused = 'The service refused, and nothing has changed.';
const itRefused = 'It refused, and nothing has changed.';

export const completeWords: WordsOf<CompleteReason> = {
	'typed-not-the-key': 'What was typed is not the key: nothing was sent.',
	blocked: 'It cannot be completed as it is: nothing was sent.',
	'upload-gone': 'The upload is gone: it was completed or aborted meanwhile. Nothing was sent.',
	'part-order': `The service needs part numbers in ascending order and, with checksums, every number from 1 on. ${itRefused}`,
	'part-not-as-listed': `A part is not as it was listed, and the service does not say which. ${refused}`,
	'list-differs': `The list does not match the upload: checksums, checksum type or size differ from what the service has. ${refused}`,
	'data-damaged': `A checksum does not match the data that the service has: a part may be damaged. ${itRefused}`,
	'complete-denied':
		'Completing is not allowed here: it needs s3:PutObject on this key, and the right to use the key that encrypts it. Nothing has changed.',
	'bucket-gone': 'The bucket is gone: nothing has changed.',
	'replaced-gone': `The object that was to be replaced is gone. ${refused}`,
	'replaced-by-another':
		'The object at the key is not the one to be replaced; the service refused to overwrite it.',
	'object-is-there': 'The service says that an object is at the key, and refused to overwrite it.',
	'object-appeared':
		'An object appeared at the key meanwhile; the service refused to overwrite it.',
	'object-denied': `${heardWords.yes}; checking the object is not allowed (HeadObject).`,
	'object-unchecked': `${heardWords.yes}; checking the object failed (HeadObject).`,
	'object-is-new': `${heardWords.yes} and HeadObject shows a new object, but neither its size nor its ETag can be checked.`,
	throttled: ({times}) =>
		`The service asked for fewer requests ${plural(times, 'time')}; object and parts are unchanged. Complete it again later.`,
	'condition-refused': ({condition, unsupported}) => {
		const why = unsupported
			? `The service does not support a Complete with a condition (${condition})`
			: condition === 'If-None-Match'
				? 'The service says that something is at the key (If-None-Match), but HeadObject, asked twice, finds nothing there: this condition does not work here'
				: 'The service says that another object is at the key (If-Match), but HeadObject, asked twice, shows the one to be replaced: this condition does not work here';
		return `${why}. ${itRefused}`;
	},
	'parts-too-small': ({limit, size, partNumbers}) => {
		const rule = `every part except the last needs at least ${formatLimit(limit)}. ${refused}`;
		const [only] = partNumbers;
		if (only === undefined)
			return `A part is too small, and the service does not say which: ${rule}`;
		if (partNumbers.length > 1 || size === undefined)
			return `${partsSubject(partNumbers, ['is', 'are'])} too small: ${rule}`;
		const holds = formatBytes(size);
		return `Part ${only} holds ${holds === formatBytes(limit) ? plural(size, 'byte') : holds}: ${rule}`;
	},
	'part-differs': ({partNumber}) =>
		`The service does not find part ${partNumber} with the ETag and checksum that it listed before. ${refused}`,
	'parts-changed': ({changes}) => `${changes.map(changeWords).join(' ')} ${refused}`,
	'parts-left-out': ({partNumbers, service}) =>
		`${partsSubject(partNumbers, ['was', 'were'])} left out, but ${service} needs every uploaded part to be named. ${refused}`,
	'parts-unequal': ({partNumbers}) =>
		`${partsSubject(partNumbers, ['is', 'are'])} not of the size of the others. ${refused}`,
	'checksums-lacking': ({partNumbers}) =>
		`${partsSubject(partNumbers, ['lacks', 'lack'])} a checksum that the upload asks for. ${refused}`,
	// S3 API reference, CompleteMultipartUpload: after a 409 the upload is to be started anew.
	'written-meanwhile': ({upload}) =>
		`Another request wrote or deleted this key at the same moment, so the service refused${
			{
				listed: '. The upload is still there: check the key, then complete it again.',
				gone: ', and the upload is gone: its parts must be uploaded again.',
				unseen: '. Whether the upload is still there could not be checked.',
			}[upload]
		}`,
	'object-agrees': ({planned, seen, stillListed}) => {
		const listed =
			seen !== undefined && sizesDiffer(seen, planned)
				? `, though its parts were listed with ${sizeOrUnknown(planned.size)} in all`
				: '';
		return `HeadObject shows ${shownSize(seen)}the expected ETag${listed}.${stillListed ? ' The upload is still listed.' : ''}`;
	},
	'object-plausible': ({planned, seen}) =>
		`${heardWords.yes} and HeadObject shows ${sizeOrUnknown(planned.size)}, but ${seen?.etag === undefined ? 'no ETag' : 'the expected ETag cannot be known'}.`,
	'object-as-answered': ({seen}) =>
		`${heardWords.yes} and HeadObject shows ${shownSize(seen)}the ETag that was answered, though another was expected.`,
	'object-differs': ({planned, seen, isAnswered, isOfNow}) =>
		`${heardWords.yes}${isAnswered ? ' with the expected ETag' : ''}; HeadObject shows ${differences(planned, seen)}.${isOfNow ? ' Size and time are right.' : ''}`,
	'object-fits': ({planned}) =>
		`An object of ${sizeOrUnknown(planned.size)} is there and the upload is gone, but its ETag cannot be checked.`,
	'complete-unknown': ({heard, evidence, upload, planned, seen}) => {
		const differing = `at the key HeadObject shows ${differences(planned, seen)}`;
		const shown = {
			agrees: 'the expected object is at the key',
			plausible: 'an object of the planned size is at the key',
			unproven: 'a new object is at the key, and whether it is the planned one cannot be checked',
			'other-etag': differing,
			differs: differing,
			'same-as-before': 'the object from before is still at the key',
			absent: 'nothing is at the key yet',
			denied: 'checking the key is not allowed',
			'no-answer': 'checking the key failed',
		}[evidence];
		const left = {
			listed: 'the upload is still listed',
			gone: 'the upload is gone',
			unseen: 'whether the upload is still there could not be checked',
		}[upload];
		return `${heardOf(heard)}; ${shown}, and ${left}.`;
	},
};

type Unknown = Extract<CompleteReason, {code: 'complete-unknown'}>;

function heardOf(heard: Unknown['heard']): string {
	if (typeof heard === 'object')
		return `The service answered for the ${heard.about.what} ${escapeForTerminal(heard.about.named)}`;
	if (heard === 'nothing') return 'No answer is known';
	if (heard === 'error') return 'The service answered with an error';
	return heardWords[heard];
}

/** `57.9 GiB with ` of what HeadObject shows; nothing where it tells no size. */
function shownSize(seen: SeenObject | undefined): string {
	return seen?.size === undefined ? '' : `${formatBytes(seen.size)} with `;
}

/** What HeadObject shows where that is not what was planned: `57.9 GiB with the ETag a…, where 4.0 MiB and b… were planned` */
function differences(planned: Planned, seen: SeenObject | undefined): string {
	if (seen === undefined) return 'nothing';
	const etag = plainEtag(seen.etag);
	const shown = [
		...(seen.size === undefined ? [] : [formatBytes(seen.size)]),
		etag === undefined ? 'another ETag' : `the ETag ${etag}`,
	];
	const expected = [
		...(sizesDiffer(seen, planned) ? [sizeOrUnknown(planned.size)] : []),
		...(planned.etag === undefined || sameEtag(planned.etag, seen.etag)
			? []
			: [plainEtag(planned.etag) ?? 'another ETag']),
	];
	const wanted =
		expected.length === 0
			? ''
			: `, where ${expected.join(' and ')} ${expected.length === 1 ? 'was' : 'were'} expected`;
	return `${shown.join(' with ')}${wanted}`;
}
