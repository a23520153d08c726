import type {HeldLoss} from '../../../multipart/makers/makers.js';
import {formatCount, heldWords} from '../../../multipart/text/units.js';
import type {Drawing, Lined} from '../../components/segments.js';
import {warning} from '../dialog-lines.js';

/** Of so many makers each is said with what an abort loses, where that is not said above. */
export const mostLosses = 2;

/** Who holds how many of those that are aborted, and what that loses; of many makers only who. */
export function heldTakenLines(losses: readonly HeldLoss[], more: string, on: Drawing): Lined {
	if (losses.length <= mostLosses)
		return losses.flatMap(({id, lost, count}) =>
			warning(`${ofThem(count)} HELD OPEN ON PURPOSE by ${id}. ${lost}`, on),
		);
	const held = losses.reduce((sum, {count}) => sum + count, 0);
	const each = losses.map(({id, count}) => `${id} ${formatCount(count)}`);
	return warning(
		`${ofThem(held)} HELD OPEN ON PURPOSE: ${each.join(` ${on.glyphs.dot} `)}${more}`,
		on,
	);
}

/** What can not be had back. */
export function lossWords(bytes: number, lacksSizes: boolean | undefined): string {
	return bytes === 0 && !lacksSizes
		? 'they hold nothing'
		: `${heldWords(bytes, lacksSizes)} is lost for good`;
}

export function ofThemActive(count: number): string {
	return `${ofThem(count)} ACTIVE`;
}

function ofThem(count: number): string {
	return `${formatCount(count)} of them ${count === 1 ? 'IS' : 'ARE'}`;
}
