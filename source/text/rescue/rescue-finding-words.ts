import type {WhyNoLayout} from '../../multipart/rescue/part-layout.js';
import type {
	OwnFinding,
	OwnFindingCode,
	RescueFinding,
} from '../../multipart/rescue/rescue-finding.js';
import {isOwnFinding} from '../../multipart/rescue/rescue-finding.js';
import {s3Limits} from '../../multipart/services/service.js';
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
	'part-size-needed': ({why}) => `${whyNeeded[why]}: the part size is needed.`,
	'parts-differ': ({partNumbers, first, noneEqual, byEtag, isReplaced}) => {
		const what = `${partsSubject(partNumbers, ['differs', 'differ'])} from the file, first between bytes ${formatCount(first.start)} and ${formatCount(first.end)}.`;
		const which = noneEqual
			? ` No part matches: it may be another file${byEtag ? ', or ETags are not MD5s here, as with SSE-KMS and SSE-C' : ''}.`
			: '';
		const they = partNumbers.length === 1 ? 'It is' : 'They are';
		return isReplaced ? `${what}${which} ${they} sent again.` : `${what}${which}`;
	},
	'parts-unproven': ({partNumbers, isResent}) => {
		const has = `${partsSubject(partNumbers, ['has', 'have'])} the right size, but nothing else can be compared with the file`;
		return isResent
			? `${has}: ${partNumbers.length === 1 ? 'it is' : 'they are'} sent again.`
			: `${has}: only sending ${partNumbers.length === 1 ? 'it' : 'them'} again makes sure.`;
	},
	'file-of-too-many': ({count}) =>
		`The file makes ${formatCount(count)} parts, and S3 takes ${formatCount(s3Limits.maxPartCount)} at most: a larger part size is needed.`,
	'parts-beyond': ({partNumbers, fileSize}) =>
		`${partsSubject(partNumbers, ['is', 'are'])} beyond the end of the file, which has ${exactBytes(fileSize)}: it is another file, or was cut.`,
	'file-newer': ({modified, initiated}) =>
		`The file was changed at ${formatTime(modified)}, after the upload began at ${formatTime(initiated)}: its content may differ.`,
};

const whyNeeded: Readonly<Record<WhyNoLayout, string>> = {
	'no-parts': 'No part is there yet',
	'one-part': 'The only part may be the last of several',
	'sizes-differ': 'The parts differ in size, with others missing between them',
	'sizes-unknown': 'The service does not give the size of every part',
};
