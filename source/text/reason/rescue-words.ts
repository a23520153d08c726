import {plural} from '../../multipart/text/units.js';
import {partsSubject} from '../../multipart/text/words.js';
import type {RescueReason} from '../../operations/reason/rescue-reason.js';
import {changeWords} from '../plan/change-words.js';
import type {WordsOf} from './words-of.js';

const again = 'Started again, the same rescue sends only what is left.';

export const rescueWords: WordsOf<RescueReason> = {
	'rescue-blocked': 'This rescue is not possible: nothing was sent.',
	'rescue-active': 'Somebody may still be uploading, and that was not confirmed: nothing was sent.',
	'rescue-file-changed':
		'The file has changed since it was compared: the upload is not completed. Begin again, so that every part is compared with the file as it is now.',
	'rescue-upload-gone':
		'The upload is gone: it was completed or aborted meanwhile. Nothing was completed from here.',
	'rescue-unchecked': `Parts and object could not be read again: nothing was completed. ${again}`,
	'rescue-interrupted': `It was interrupted. ${again}`,
	'rescue-credentials': `The credentials have expired. Renew them. ${again}`,
	'rescue-customer-key': 'Its parts need a customer-provided key (SSE-C): nothing was completed.',
	'rescue-unwritten':
		'The parts sent could not be recorded, so an interrupted rescue would not know them: nothing more is sent.',
	'rescue-file-unread': ({sentence}) => `The file cannot be read now. ${sentence}`,
	'rescue-parts-sent': 'Each part matches the file.',
	'rescue-stopped': ({left}) =>
		`${plural(left, 'part is', 'parts are')} left, and nothing was completed. ${again}`,
	'rescue-part-failed': ({partNumber, times}) =>
		`Part ${partNumber} could not be sent, ${plural(times, 'time')} in a row: nothing was completed. ${again}`,
	'rescue-part-damaged': ({partNumber}) =>
		`The service says that part ${partNumber} is not what was sent: nothing was completed.`,
	'rescue-foreign-parts': ({changes}) =>
		`${changes.map(changeWords).join(' ')} Not from here: another client is uploading, and nothing was completed.`,
	'rescue-key-changed': ({changes}) =>
		`${changes.map(changeWords).join(' ')} Nothing was completed.`,
	'rescue-parts-lost': ({partNumbers}) =>
		`${partsSubject(partNumbers, ['was', 'were'])} there before and ${partNumbers.length === 1 ? 'is' : 'are'} not listed now: nothing was completed.`,
};
