import type {WhyNoLayout} from '../../multipart/rescue/part-layout.js';
import type {
	OwnFinding,
	OwnFindingCode,
	RescueFinding,
} from '../../multipart/rescue/rescue-finding.js';
import {isOwnFinding} from '../../multipart/rescue/rescue-finding.js';
import {exactBytes, formatCount, formatTime} from '../../multipart/text/units.js';
import {partsSubject} from '../../multipart/text/words.js';
import {findingWords} from '../plan/finding-words.js';

/** What was found before a rescue, as a sentence. */
export function rescueFindingWords(finding: RescueFinding): string {
	if (!isOwnFinding(finding)) return findingWords(finding);
	const words = ownWords[finding.code] as (finding: OwnFinding) => string;
	return words(finding);
}

const ownWords: {readonly [C in OwnFindingCode]: (finding: OwnFinding<C>) => string} = {
	'part-size-needed': ({why}) => `${whyNeeded[why]}: the part size has to be given.`,
	'parts-differ': ({partNumbers, first, noneEqual, byEtag, isReplaced}) => {
		const what = `${partsSubject(partNumbers, ['differs', 'differ'])} from the file, first between its bytes ${formatCount(first.start)} and ${formatCount(first.end)}.`;
		const which = noneEqual
			? ` No part is as the file has it: it is another file${byEtag ? ', or the ETags are no MD5s here, as under SSE-KMS and SSE-C' : ''}.`
			: '';
		const they = partNumbers.length === 1 ? 'It is' : 'They are';
		return isReplaced ? `${what}${which} ${they} sent again.` : `${what}${which}`;
	},
	'parts-unproven': ({partNumbers, isResent}) => {
		const has = `${partsSubject(partNumbers, ['has', 'have'])} the right size, and nothing else to compare with the file, which proves nothing`;
		return isResent
			? `${has}: ${partNumbers.length === 1 ? 'it is' : 'they are'} sent again.`
			: `${has}: only sending ${partNumbers.length === 1 ? 'it' : 'them'} again makes sure.`;
	},
	'parts-beyond': ({partNumbers, fileSize}) =>
		`${partsSubject(partNumbers, ['lies', 'lie'])} outside of the file, which has ${exactBytes(fileSize)}: it is another one, or shorter than it was.`,
	'file-newer': ({modified, initiated}) =>
		`The file was written to at ${formatTime(modified)}, after the upload began at ${formatTime(initiated)}: it may not be what was to be uploaded.`,
};

const whyNeeded: Readonly<Record<WhyNoLayout, string>> = {
	'no-parts': 'No part is there to tell how the file is cut',
	'one-part': 'The only part may be one of many or the last one',
	'sizes-differ': 'The parts differ in size, and others are missing between them',
	'sizes-unknown': 'The service does not tell the size of every part',
};
