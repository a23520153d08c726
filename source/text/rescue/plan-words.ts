import {lengthOf} from '../../multipart/rescue/part-layout.js';
import type {Judgement} from '../../multipart/rescue/proof.js';
import type {RescuePlan} from '../../multipart/rescue/rescue-types.js';
import {exactBytes, formatBytes, formatCount, plural} from '../../multipart/text/units.js';

const judgements: ReadonlyArray<readonly [Judgement, string]> = [
	['proven', 'proven'],
	['different', 'DIFFERENT'],
	['unproven', 'unproven'],
	['beyond', 'BEYOND THE END'],
];

/** `58 proven, 3 missing of 61 of 32 MiB`: how the parts that are there compare with the file, and what is not there. */
export function rescuePartsWords({parts, partCount, layout, toSend}: RescuePlan): string {
	if (layout === undefined) return 'not compared';
	const missing = toSend.filter(({why}) => why === 'missing').length;
	const counted = judgements.flatMap(([judgement, words]) => {
		const count = parts.filter(part => part.judgement === judgement).length;
		return count === 0 ? [] : [`${formatCount(count)} ${words}`];
	});
	const all = [...counted, ...(missing === 0 ? [] : [`${formatCount(missing)} missing`])];
	const size = Math.min(layout.partSize, layout.fileSize);
	const cut = layout.first.length === 0 ? `of ${formatBytes(size)}` : 'of several sizes';
	return `${all.join(', ') || 'none'} of ${plural(partCount, 'part')} ${cut}${proofWords(parts)}`;
}

/** By what they were proven. */
function proofWords(parts: RescuePlan['parts']): string {
	const by = new Set(
		parts.flatMap(({judgement, by, byEtag}) => {
			if (judgement !== 'proven') return [];
			if (by === 'answer') return ['the answer when they were sent'];
			return [byEtag ? `${by} in their ETag` : by];
		}),
	);
	return by.size === 0 ? '' : `; proven by ${[...by].sort().join(', ')}`;
}

/** `96 MiB (100,663,296 bytes) in 3 parts; 1.8 GiB is there already` */
export function rescueBytesWords({toSend, sendBytes, savedBytes}: RescuePlan): string {
	const there = savedBytes === 0 ? '' : `; ${formatBytes(savedBytes)} is there already`;
	if (toSend.length === 0) return `nothing${there}`;
	return `${exactBytes(sendBytes)} in ${plural(toSend.length, 'part')}${againWords(toSend)}${there}`;
}

function againWords(toSend: RescuePlan['toSend']): string {
	const again = toSend.filter(({why}) => why !== 'missing');
	const bytes = again.reduce((sum, range) => sum + lengthOf(range), 0);
	return bytes === 0 ? '' : `, ${formatBytes(bytes)} of them AGAIN`;
}

/** `20.0 MiB (20,971,520 bytes) from 3 parts, byte for byte as the file`: what the object will be. */
export function rescueMakesWords({file, partCount}: RescuePlan): string {
	const from = partCount === 0 ? '' : ` from ${plural(partCount, 'part')}`;
	return `${exactBytes(file.size)}${from}, byte for byte as the file`;
}
