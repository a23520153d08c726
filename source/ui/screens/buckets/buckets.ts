import {formatAge, formatBytes, formatCount, plural} from '../../../multipart/text/units.js';
import type {BucketMeasure} from '../../../operations/scan/bucket-measure.js';
import type {S3Failure} from '../../../s3/failure/failure.js';
import {
	bucketsHeight,
	bucketUnderCursor,
	shownBuckets,
	uncountedOf,
} from '../../../session/buckets/bucket-rows.js';
import {shownRecents, targetText} from '../../../session/connections/recents.js';
import type {BucketsScreen, SessionState} from '../../../session/core/state.js';
import {troubleWords} from '../../../session/core/trouble.js';
import {truncateEnd} from '../../../terminal/cells.js';
import {escapeForTerminal, escapeInCells} from '../../../terminal/escape.js';
import {answerFacts} from '../../../text/failure/failure-words.js';
import {shortHintWords} from '../../../text/failure/hint-words.js';
import {progressBar} from '../../components/progress-bar.js';
import type {Drawing, Lined, Segment} from '../../components/segments.js';
import type {Glyphs} from '../../frame/theme.js';
import {nameSegments, recentSegments} from '../connections/recent-row.js';
import type {ScreenView} from '../screen-view.js';
import {bucketCells, bucketColumns, bucketHeads} from './bucket-columns.js';

/** The buckets of the connection: how many uploads each has in progress, and what is known of the one under the cursor. */
export const bucketsView: ScreenView<BucketsScreen> = {
	path: () => ['buckets'],
	counts: screen => ({
		shown: shownBuckets(screen).length,
		all: screen.buckets?.length ?? 0,
		above: shownRecents(screen).length,
	}),
	turns: ({loading, pending, measuring}) => loading || pending > 0 || measuring !== undefined,
	draw(screen, state, on) {
		const height = bucketsHeight(state, screen);
		const layout = bucketColumns(on.width, screen);
		const {top, position} = screen.cursor;
		const filter = screen.filter.text;
		const recents = shownRecents(screen);
		const first = Math.max(0, top - recents.length);
		const seen = [...recents.slice(top), ...shownBuckets(screen).slice(first, first + height)];
		const rows = seen.slice(0, height).map((row, at): readonly Segment[] => {
			const selected = top + at === position;
			if ('bucket' in row)
				return recentSegments(targetText(row), row, state.here, selected, filter, on);
			return [
				...nameSegments(row.name, layout.name, selected, filter, on.glyphs),
				...bucketCells(layout.columns, row, screen, state.now, on.glyphs),
			];
		});
		return [
			[
				headLine(screen, on),
				underCursorLine(state, screen, on),
				bucketHeads(layout, screen, on.glyphs),
			],
			rows.length === 0 ? emptyBody(screen) : rows,
		];
	},
};

function headLine(screen: BucketsScreen, {spinner, glyphs}: Drawing): readonly Segment[] {
	const {buckets, loading, pending, counts, isStopped} = screen;
	if (loading && buckets === undefined)
		return [{text: ` ${spinner} listing the buckets`, role: 'dim'}];
	if (buckets === undefined)
		return [{text: ' The buckets could not be listed: b opens one by name.'}];
	const left = uncountedOf(buckets, counts);
	const doing = loading
		? `${spinner} listing again`
		: pending > 0
			? `${spinner} counting uploads, ${formatCount(pending)} to go`
			: left === 0 || buckets.length === 0
				? ''
				: `${formatCount(left)} not counted${isStopped ? ': r counts them' : ': s sorts by uploads and counts all'}`;
	const parts = [doing, measuringText(screen)].filter(text => text !== '');
	return [
		{text: ` ${plural(buckets.length, 'bucket')}`, role: 'strong'},
		...parts.map(text => ({text: ` ${glyphs.dot} ${text}`, role: 'dim'}) as const),
	];
}

/** `measuring media, 2 wait` */
function measuringText({measuring, waiting}: BucketsScreen): string {
	if (measuring === undefined) return '';
	const {length} = waiting;
	const wait = length === 0 ? '' : `, ${formatCount(length)} ${length === 1 ? 'waits' : 'wait'}`;
	return `measuring ${escapeForTerminal(measuring)}${wait}`;
}

/** What the row has no room for: how a count goes on, or what a failure says. */
function underCursorLine(
	state: SessionState,
	screen: BucketsScreen,
	on: Drawing,
): readonly Segment[] {
	const {width, glyphs} = on;
	const name = bucketUnderCursor(screen)?.name;
	if (name === undefined) return [];
	const count = screen.counts.get(name);
	const measure = screen.measures.get(name);
	const line = (text: string, role: Segment['role'] = 'dim'): readonly Segment[] => [
		{text: ` ${truncateEnd(text, width - 2, glyphs.ellipsis)}`, role},
	];
	if (measure !== undefined) {
		const before = screen.waiting.indexOf(name) + 1;
		const ends = screen.waiting.length === 0 ? 'esc ends it' : 'esc ends it and what waits';
		if (screen.measuring === name) return measuringSegments(measure, ends, on);
		return line(
			before > 0
				? `waits until ${plural(before, 'bucket is', 'buckets are')} measured ${glyphs.dot} esc ends all`
				: measureText(measure, state.now, glyphs),
		);
	}
	if (count?.kind === 'failed') return line(failureText(count.failure, width - 2), 'warn');
	return count?.kind === 'counted' && count.more
		? line('more than one page: m counts them all, and reads what they hold')
		: [];
}

/** `⠋ parts 640 of 1,284 · 3.4 TiB so far · esc ends it ━━━╸───` */
function measuringSegments(
	{phase, uploads, read, unreadable, bytes}: BucketMeasure,
	ends: string,
	{width, spinner, glyphs}: Drawing,
): readonly Segment[] {
	const looked = read + unreadable;
	const facts =
		phase === 'listing' || phase === 'waiting'
			? [`listing, ${plural(uploads, 'upload')} so far`]
			: [
					`parts of ${formatCount(looked)} of ${plural(uploads, 'upload')} read`,
					`${formatBytes(bytes)} so far`,
				];
	const text = ` ${spinner} ${[...facts, ends].join(` ${glyphs.dot} `)} `;
	const room = width - text.length - 1;
	return [
		{text, role: 'dim'},
		...(phase === 'reading' && room >= 8
			? progressBar(looked, uploads, Math.min(40, room), glyphs)
			: []),
	];
}

/** `1,284 uploads · the oldest 412 d ago · at least 3.4 TiB held` */
function measureText(
	{phase, uploads, read, sized, unreadable, bytes, oldest, failure}: BucketMeasure,
	now: number,
	glyphs: Glyphs,
): string {
	if (phase === 'waiting') return 'stopped before its turn came: m begins again';
	const isWhole = phase === 'ended' && sized === uploads;
	return [
		`${phase === 'listing' ? 'at least ' : ''}${plural(uploads, 'upload')}`,
		...(oldest === undefined ? [] : [`the oldest ${formatAge(Math.max(0, now - oldest))} ago`]),
		...(read === 0 ? [] : [`${isWhole ? '' : 'at least '}${formatBytes(bytes)} held`]),
		...(unreadable === 0 ? [] : [`parts of ${formatCount(unreadable)} cannot be read`]),
		...(phase === 'stuck' ? ['the server stopped in the middle of its list'] : []),
		...(failure === undefined ? [] : [escapeForTerminal(failure.code)]),
		...(phase === 'listing' || phase === 'reading' ? ['stopped: m begins again'] : []),
	].join(` ${glyphs.dot} `);
}

/** As much of what failed as there is room for; the rest stands on the screen of the bucket. */
function failureText(failure: S3Failure, room: number): string {
	const {advice = ''} = troubleWords(failure, room);
	const said = answerFacts(failure).map(each => escapeInCells(each, room));
	const choices = [
		...said.map((_, at) => `${said.slice(0, said.length - at).join(', ')}: ${advice}`),
		advice,
		escapeInCells(shortHintWords(failure.hint, 'app'), room),
	];
	return choices.find(text => text.length <= room) ?? choices.at(-1) ?? '';
}

/** Nothing to show has several reasons, and each its next step. */
function emptyBody({buckets}: BucketsScreen): Lined {
	if (buckets === undefined) return [];
	return buckets.length === 0
		? [[{text: '   No bucket is listed for this caller. b opens one by name.'}]]
		: [[{text: '   No bucket holds this text. esc clears the filter.'}]];
}
