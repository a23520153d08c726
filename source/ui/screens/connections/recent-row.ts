import {textFilter} from '../../../multipart/index/text-filter.js';
import {formatAge} from '../../../multipart/text/units.js';
import type {RecentLocation} from '../../../profiles/recents/recent-location.js';
import {locationText, targetText} from '../../../session/connections/recents.js';
import {padEnd, truncateMiddle} from '../../../terminal/cells.js';
import {escapeInCells} from '../../../terminal/escape.js';
import type {Segment} from '../../components/segments.js';
import type {Glyphs} from '../../frame/theme.js';

/** A name in a list: the cursor, and what the filter found in it. */
export function nameSegments(
	name: string,
	width: number,
	selected: boolean,
	filter: string,
	glyphs: Glyphs,
): readonly Segment[] {
	const role = selected ? 'selected' : 'plain';
	const shown = padEnd(truncateMiddle(escapeInCells(name, width), width, glyphs.ellipsis), width);
	const found = textFilter(filter).find(shown);
	return [
		{text: ` ${selected ? glyphs.cursor : ' '} `, role},
		{text: shown.slice(0, found?.[0] ?? shown.length), role},
		...(found === undefined
			? []
			: [
					{text: shown.slice(...found), role: 'match'} as const,
					{text: shown.slice(found[1]), role} as const,
				]),
	];
}

/** A recent location: `own:oos-prod s3://media-archive/raw/   visited 2 h ago` */
export function recentSegments(
	location: RecentLocation,
	{
		width,
		now,
		selected,
		filter,
		glyphs,
		isOfHere = false,
	}: {
		width: number;
		now: number;
		selected: boolean;
		filter: string;
		glyphs: Glyphs;
		/** Its connection goes without saying. */
		isOfHere?: boolean;
	},
): readonly Segment[] {
	const visited = `visited ${formatAge(Math.max(0, now - location.time))} ago`;
	const room = Math.min(76, width - 6 - visited.length);
	return [
		...nameSegments(
			isOfHere ? targetText(location) : locationText(location),
			room,
			selected,
			filter,
			glyphs,
		),
		{text: `  ${visited}`, role: 'dim'},
	];
}
