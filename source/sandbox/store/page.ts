import {compareUtf8} from './order.js';
import type {SortedList} from './sorted-list.js';

/** One page of a listing; a common prefix stands for all keys that begin with it. */
export type Page<T> = {
	rows: T[];
	prefixes: string[];
	truncated: boolean;
	/** The last row or common prefix of the page. */
	last: T | string | undefined;
};

/**
 * A page of what starts with `prefix` and lies behind a marker, at most `max` rows and common
 * prefixes together. `isAfter` tells whether an item lies behind the marker, and `marker` is the
 * key it stands for: a common prefix that is not greater was part of an earlier page.
 */
export function listPage<T extends {key: string}>(
	list: SortedList<T>,
	range: {
		prefix: string;
		delimiter: string;
		max: number;
		marker: string;
		isAfter: (item: T) => boolean;
	},
): Page<T> {
	const {prefix, delimiter, max, marker, isAfter} = range;
	const page: Page<T> = {rows: [], prefixes: [], truncated: false, last: undefined};
	const items = list.items();
	let at = list.firstIndex(item => isAfter(item) && compareUtf8(item.key, prefix) >= 0);
	for (let item = items[at]; item?.key.startsWith(prefix); item = items[at]) {
		const end = delimiter === '' ? -1 : item.key.indexOf(delimiter, prefix.length);
		const common = end < 0 ? undefined : item.key.slice(0, end + delimiter.length);
		const seen = common !== undefined && compareUtf8(common, marker) <= 0;
		if (!seen && page.rows.length + page.prefixes.length >= max) {
			page.truncated = max > 0;
			break;
		}
		if (common === undefined) {
			page.rows.push(item);
			page.last = item;
			at++;
		} else {
			if (!seen) {
				page.prefixes.push(common);
				page.last = common;
			}
			at = list.firstIndex(
				other => compareUtf8(other.key, common) > 0 && !other.key.startsWith(common),
			);
		}
	}
	return page;
}
