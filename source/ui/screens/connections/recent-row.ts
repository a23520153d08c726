import {textFilter} from '../../../multipart/index/text-filter.js';
import {formatAge} from '../../../multipart/text/units.js';
import type {RecentLocation} from '../../../profiles/recents/recent-location.js';
import {padEnd, truncateKey} from '../../../terminal/cells.js';
import {escapeInCells} from '../../../terminal/escape.js';
import {cursorSegment, type Drawing, type Segment, withMatch} from '../../components/segments.js';
import type {Glyphs} from '../../frame/theme.js';

/** A name in a list: the cursor, and what the filter found in it. */
export function nameSegments(
	name: string,
	width: number,
	selected: boolean,
	filter: string,
	glyphs: Glyphs,
): readonly Segment[] {
	const role = selected ? 'strong' : 'plain';
	const shown = padEnd(truncateKey(escapeInCells(name, width), width, glyphs.ellipsis), width);
	return [
		cursorSegment(selected, glyphs),
		...withMatch(shown, textFilter(filter).find(shown), role),
	];
}

/** A recent location: `own:oos-prod s3://media-archive/raw/   visited 2 h ago`; what it is called is up to the screen. */
export function recentSegments(
	name: string,
	{time}: RecentLocation,
	here: number,
	selected: boolean,
	filter: string,
	{width, glyphs}: Drawing,
): readonly Segment[] {
	const visited = `visited ${formatAge(Math.max(0, here - time))} ago`;
	const room = Math.min(76, width - 6 - visited.length);
	return [
		...nameSegments(name, room, selected, filter, glyphs),
		{text: `  ${visited}`, role: 'dim'},
	];
}
