import {type CleanupRule, soonestFirst} from '../multipart/rules/cleanup-rules.js';
import {formatCount} from '../multipart/text/units.js';
import {truncateMiddle} from '../terminal/cells.js';
import {escapeInCells} from '../terminal/escape.js';

/**
 * How a bucket cleans up by itself, in a few words: `all, 7 d`, `logs/, 7 d +1`, `some, 7 d`, `no`. Of several rules the
 * one that is for the most keys, then the soonest, and how many there are besides.
 *
 * @param cells the prefix is cut so that all fits in so many; it is text from outside.
 */
export function cleanupWords(
	rules: readonly CleanupRule[],
	cells: number,
	ellipsis: string,
): string {
	const enabled = soonestFirst(rules.filter(rule => rule.enabled));
	const isForAll = ({prefix, conditions}: CleanupRule) => prefix === '' && conditions.length === 0;
	const rule = enabled.find(isForAll) ?? enabled[0];
	if (rule === undefined) return 'no';
	const {daysAfterInitiation: days} = rule;
	const more = enabled.length === 1 ? '' : ` +${enabled.length - 1}`;
	const when = `, ${days === undefined ? '?' : formatCount(days)} d${more}`;
	const some = rule.conditions.length === 0 ? '' : 'some of ';
	if (rule.prefix === '') return `${some === '' ? 'all' : 'some'}${when}`;
	const room = Math.max(1, cells - when.length - some.length);
	return some + truncateMiddle(escapeInCells(rule.prefix, room), room, ellipsis) + when;
}
