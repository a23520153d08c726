import {plural} from '../../../multipart/text/units.js';
import {
	type BucketRow,
	bucketsHeight,
	hasSpace,
	rowsFrom,
} from '../../../session/buckets/bucket-rows.js';
import {bucketTotals} from '../../../session/buckets/bucket-totals.js';
import {shownRecents, targetText} from '../../../session/connections/recents.js';
import type {BucketsScreen, SessionState} from '../../../session/core/state.js';
import {
	blank,
	cursorSegment,
	type Drawing,
	type Lined,
	type Segment,
} from '../../components/segments.js';
import {nameSegments, recentSegments} from '../connections/recent-row.js';
import type {ScreenView} from '../screen-view.js';
import {type BucketColumns, bucketCells, bucketColumns, bucketHeads} from './bucket-columns.js';
import {bucketsHeader} from './buckets-header.js';

/** The buckets of the connection: what each holds in unfinished uploads, and what is known of the one under the cursor. */
export const bucketsView: ScreenView<BucketsScreen> = {
	path: () => ['buckets'],
	counts: screen => ({
		shown: bucketTotals(screen).buckets,
		all: screen.buckets?.length ?? 0,
		above: shownRecents(screen).length,
	}),
	turns: ({loading, pending, queue}) => loading || pending > 0 || queue.length > 0,
	draw(screen, state, on) {
		const layout = bucketColumns(on.width, state, screen);
		const {top, position} = screen.cursor;
		const rows = rowsFrom(screen, top, bucketsHeight(state, screen)).map((row, at) =>
			rowSegments(row, top + at === position, layout, screen, state, on),
		);
		return [
			bucketsHeader(state, screen, on),
			hasSpace(state) && blank,
			[bucketHeads(layout, screen, on.glyphs)],
			rows.length === 0 ? emptyBody(screen) : rows,
		];
	},
};

function rowSegments(
	row: BucketRow,
	selected: boolean,
	layout: BucketColumns,
	screen: BucketsScreen,
	state: SessionState,
	on: Drawing,
): readonly Segment[] {
	const {text: filter} = screen.filter;
	if (row.kind === 'recent')
		return recentSegments(targetText(row.location), row.location, state.here, selected, filter, on);
	if (row.kind === 'fold') {
		const words = `${plural(row.buckets, 'bucket')} without unfinished uploads`;
		return [cursorSegment(selected, on.glyphs), {text: words, role: selected ? 'strong' : 'dim'}];
	}
	return [
		...nameSegments(row.bucket.name, layout.name, selected, filter, on.glyphs),
		...bucketCells(layout, row.bucket, screen, state, on),
	];
}

/** Nothing to show has several reasons, and each its next step. */
function emptyBody({buckets}: BucketsScreen): Lined {
	if (buckets === undefined) return [];
	return buckets.length === 0
		? [[{text: '   No bucket is listed for this caller. b opens one by name.'}]]
		: [[{text: '   No bucket name has this text. esc clears the filter.'}]];
}
