import type {WhyNoLayout} from '../../multipart/rescue/part-layout.js';
import {
	isOwnFinding,
	type OwnFinding,
	type RescueFinding,
} from '../../multipart/rescue/rescue-finding.js';
import {exactBytes, formatCount, formatTime} from '../../multipart/text/units.js';
import {partsSubject} from '../../multipart/text/words.js';
import {findingWords} from '../plan/finding-words.js';
import type {Surface} from '../surface.js';

const whyNoLayout: Readonly<Record<WhyNoLayout, string>> = {
	'no-parts': 'No part is there that would tell how the file was cut.',
	'one-part': 'One part alone does not tell how the file was cut.',
	'sizes-differ':
		'The parts differ in size and some are missing between them: they do not tell how the file was cut.',
	'sizes-unknown': 'The service does not tell how large the parts are.',
};

/** What speaks for care before a rescue, in sentences. */
export function rescueFindingWords(finding: RescueFinding, surface: Surface): string {
	return isOwnFinding(finding) ? ownWords(finding, surface) : findingWords(finding);
}

function ownWords(finding: OwnFinding, surface: Surface): string {
	const ask = (option: string, what: string) => (surface === 'command' ? ` ${option} ${what}` : '');
	switch (finding.code) {
		case 'part-size-needed':
			return `${whyNoLayout[finding.why]} The size of the parts has to be said${surface === 'command' ? ': --part-size' : ''}.`;
		case 'parts-differ': {
			const {partNumbers, first, noneEqual, isReplaced} = finding;
			const {start, end} = first;
			return [
				`${partsSubject(partNumbers, ['is not what the file has', 'are not what the file has'])}; the first difference is between bytes ${formatCount(start)} and ${formatCount(end)} of the file.`,
				...(noneEqual
					? [
							' Not one part is equal: this may be another file, or a service whose ETags are no MD5s.',
						]
					: []),
				isReplaced
					? ' They are sent again and replaced.'
					: ask('--replace-different', 'sends them again.'),
			].join('');
		}
		case 'parts-unproven':
			return `${partsSubject(finding.partNumbers, ['has', 'have'])} the size that the file gives, and nothing else can be compared: that is no proof.${
				finding.isResent ? ' They are sent again.' : ask('--resend-unproven', 'sends them again.')
			}`;
		case 'parts-beyond':
			return `${partsSubject(finding.partNumbers, ['lies', 'lie'])} beyond the end of the file, which has ${exactBytes(finding.fileSize)}: the upload is of a longer one.`;
		case 'file-newer':
			return `The file was written to at ${formatTime(finding.modified)}, after the upload was initiated at ${formatTime(finding.initiated)}: it may have changed in between.`;
	}
}
