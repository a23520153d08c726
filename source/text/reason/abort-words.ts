import {formatAge, plural} from '../../multipart/text/units.js';
import type {AbortReason, EmptyingReason} from '../../operations/reason/abort-reason.js';
import {gapWords} from './gap-words.js';
import {heardWords} from './heard-words.js';
import type {WordsOf} from './words-of.js';

export const abortWords: WordsOf<AbortReason> = {
	gone: 'The service neither knows nor lists it.',
	'gone-and-unlisted': 'It was gone already, and is not listed any more.',
	'gone-by-listing': 'The service reported success and does not list it.',
	'gone-before': 'It was gone already.',
	'gone-by-earlier-abort': 'An earlier Abort took effect: the service neither knows nor lists it.',
	'gone-unchecked': 'Whether it is gone could not be checked; nothing was sent.',
	'gone-unseen': 'Whether the upload is gone could not be checked.',
	stray: 'The service does not know this key, and still lists the upload: nothing has changed.',
	'stray-before':
		'The service does not know this key, and still lists the upload: nothing was sent.',
	flickered: 'It disappeared for a moment and is back.',
	'back-again': 'It was not found at the confirmation and is there again.',
	'not-found': 'The service does not find it.',
	'not-listed-by-names':
		'Its parts cannot be listed, and the listing of uploads does not show this key with this id: it was completed or aborted, or one of them is wrong. Nothing was sent.',
	'parts-read-late': 'Its parts could be read only now: look at them before aborting.',
	'activity-unknown': 'Whether it is active is unknown: a date is missing.',
	'asked-for-fewer': 'The service asks for fewer requests.',
	held: 'The run was paused or stopped before.',
	'unknown-now': 'The service did not know it any more.',
	'not-sent-again': 'It was not sent again.',
	'stopped-before': 'The run was stopped before.',
	'stopped-again': 'Stopped before it was sent again.',
	'yes-in-vain': 'The service reported success, and still lists the upload.',
	'yes-and-parts': 'The service reported success and still lists its parts.',
	'not-taken': 'The service did not accept it: the upload is still listed.',
	'to-be-proven': 'The service no longer knows it; the listing at the end verifies that.',
	'listing-to-prove': 'The service reported success; the listing at the end verifies that.',
	'read-late': 'Its parts could not be read within two seconds before an Abort. Abort it alone.',
	'to-be-seen': 'Whether it is gone is not checked yet.',
	'new-upload': 'It is new: it was not listed when the others were aborted.',
	moved: ({landed}) =>
		landed > 0
			? `It moved: ${plural(landed, 'part')} landed since the confirmation.`
			: 'It moved: its parts changed since the confirmation.',
	active: ({by, ago}) =>
		`It is active: ${by === 'initiated' ? 'it was initiated' : 'its last part landed'} ${formatAge(ago)} ago.`,
	'held-open': ({maker}) =>
		`It is held open on purpose by ${maker}, and held uploads were not included: nothing was sent.`,
	'may-be-held': ({maker}) =>
		`It may be held open on purpose by ${maker}, and held uploads were not included: nothing was sent.`,
	'repeated-in-vain': ({times}) =>
		`The service reported success ${plural(times, 'time')} and still lists the upload: parts may still be landing.`,
	unproven: ({by, ...gap}) =>
		`${by === 'yes' ? heardWords.yes : 'The service no longer knows it'}, but ${gapWords(gap)}.`,
	'heard-and-unproven': ({heard, ...gap}) => `${heardWords[heard]}, and ${gapWords(gap)}.`,
	'heard-and-unchecked': ({heard}) =>
		`${heardWords[heard]}, ${heard === 'yes' || heard === 'refused' || heard === 'no-such-upload' ? 'but' : 'and'} checking the upload failed.`,
	'heard-and-listed': ({heard}) =>
		`${heardWords[heard]}, and the upload is still listed${heard === 'refused' || heard === 'declined' ? ': nothing has changed' : ''}.`,
	'not-found-and-unproven': gap =>
		`The service does not find it, and ${gapWords(gap)}: nothing was sent.`,
	'not-found-and-open': ({act}) =>
		`The outcome of ${act === 'abort' ? 'an Abort' : 'a Complete'} of it is still unknown, and the service does not find it: nothing was sent.`,
};

/** How emptying a bucket ended, as a sentence. */
export function emptyingWords(reason: EmptyingReason): string {
	switch (reason.code) {
		case 'empty':
			return 'No upload is left.';
		case 'stopped':
			return 'Stopped before the bucket was empty.';
		case 'more-keep-coming':
			return 'New uploads keep coming.';
		case 'nothing-changes':
			return 'Nothing changes any more: these are left.';
		case 'only-held':
			return `Only what is held open on purpose, or may be, is left: ${plural(reason.count, 'upload')}.`;
		case 'unseen':
			return `What is left is unknown: ${gapWords(reason)}.`;
	}
}
