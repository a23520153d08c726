import {formatCount} from '../../multipart/text/units.js';
import type {Gap, GapCode} from '../../operations/reason/gap.js';

const words: Readonly<Record<Exclude<GapCode, 'rows-dropped'>, string>> = {
	'listing-endless': 'the listing of uploads does not end',
	'listing-denied': 'listing the uploads of the bucket is not allowed',
	'listing-not-offered': 'the service does not list uploads',
	'listing-failed': 'the listing failed',
	'listing-to-come': 'the listing at the end is still to come',
	'parts-empty':
		'it answers for an unknown upload with an empty list of parts instead of NoSuchUpload',
	'parts-denied': 'listing its parts is not allowed',
	'parts-not-offered': 'the service does not list its parts',
	'parts-failed': 'listing its parts failed',
};

/** Why a look proves nothing, in words that follow "but" or "and". */
export function gapWords({why, dropped = 0}: Gap): string {
	return why === 'rows-dropped' ? droppedWords(dropped) : words[why];
}

/** `2 rows of the listing have no key or no upload id` */
export function droppedWords(count: number): string {
	const [have, rows] = count === 1 ? ['has', 'row'] : ['have', 'rows'];
	return `${formatCount(count)} ${rows} of the listing ${have} no key or no upload id`;
}
