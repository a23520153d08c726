import {formatBytes, formatCount, plural} from '../../../multipart/text/units.js';
import {type BucketMeasure, isMeasured} from '../../../operations/scan/bucket-measure.js';
import type {PrefixWeight} from '../../../operations/scan/bucket-prefixes.js';
import type {S3Failure} from '../../../s3/failure/failure.js';
import {
	hasPrefixes,
	rowUnderCursor,
	uncountedOf,
	unmeasured,
} from '../../../session/buckets/bucket-rows.js';
import {type BucketTotals, bucketTotals} from '../../../session/buckets/bucket-totals.js';
import type {BucketsScreen, SessionState} from '../../../session/core/state.js';
import {troubleWords} from '../../../session/core/trouble.js';
import {cellsOf, truncateEnd, truncateMiddle} from '../../../terminal/cells.js';
import {escapeForTerminal, escapeInCells} from '../../../terminal/escape.js';
import {answerFacts} from '../../../text/failure/failure-words.js';
import {shortHintWords} from '../../../text/failure/hint-words.js';
import {monthlyCostWords} from '../../../text/price-words.js';
import {progressBar} from '../../components/progress-bar.js';
import {type Drawing, type Lined, type Segment, widthOf} from '../../components/segments.js';
import {shareWords} from '../../text/words.js';
import {beforeWords, least, ordinal} from './bucket-columns.js';

/** Over the list: what all hold, which prefix the most, and what is known of the bucket under the cursor. */
export function bucketsHeader(state: SessionState, screen: BucketsScreen, on: Drawing): Lined {
	return [
		headLine(state, screen, on),
		...(hasPrefixes(screen) ? [mostLine(screen, on)] : []),
		underCursorLine(screen, on),
	];
}

/** `14 buckets hold ≥ 8.2 TiB in 2,310 uploads · ≈ $190 a month · 3 not measured: M` */
function headLine(
	{connection}: SessionState,
	screen: BucketsScreen,
	on: Drawing,
): readonly Segment[] {
	const {spinner, glyphs, width} = on;
	const {buckets, loading} = screen;
	if (loading && buckets === undefined)
		return [{text: ` ${spinner} listing the buckets`, role: 'dim'}];
	if (buckets === undefined)
		return [{text: ' The buckets could not be listed: b opens one by name.'}];
	const totals = bucketTotals(screen);
	const cost = monthlyCostWords(totals.bytes, connection?.price, glyphs, totals.hasMoreBytes);
	const doing = doingText(screen, totals, on);
	const line = (withUploads: boolean): readonly Segment[] => [
		{text: ` ${plural(totals.buckets, 'bucket')}`, role: 'strong'},
		...heldSegments(totals, withUploads, on),
		...[cost, ...doing].flatMap(text =>
			text ? [{text: ` ${glyphs.dot} ${text}`, role: 'dim'} as const] : [],
		),
	];
	const long = line(true);
	return widthOf(long) < width || totals.weighed === 0 ? long : line(false);
}

/** ` hold ≥ 8.2 TiB in 2,310 uploads`; before anything is measured ` · ≥ 2,310 uploads`. */
function heldSegments(
	{buckets, uploads, hasMoreUploads, weighed, bytes, hasMoreBytes}: BucketTotals,
	withUploads: boolean,
	{glyphs}: Drawing,
): readonly Segment[] {
	const count = least(formatCount(uploads), hasMoreUploads, glyphs);
	const words = `${count} ${uploads === 1 ? 'upload' : 'uploads'}`;
	if (weighed === 0) return uploads === 0 ? [] : [{text: ` ${glyphs.dot} ${words}`}];
	return [
		{text: buckets === 1 ? ' holds ' : ' hold '},
		{text: least(formatBytes(bytes), hasMoreBytes, glyphs), role: 'strong'},
		{text: withUploads ? ` in ${words}` : ''},
	];
}

/** What is going on, or what can be done to know more. */
function doingText(
	screen: BucketsScreen,
	{weighed}: BucketTotals,
	{spinner}: Drawing,
): readonly string[] {
	const {buckets = [], loading, pending, counts, isStopped, queue} = screen;
	const left = uncountedOf(buckets, counts);
	const counting = loading
		? `${spinner} listing again`
		: pending > 0
			? `${spinner} counting uploads, ${formatCount(pending)} to go`
			: left === 0 || buckets.length === 0
				? ''
				: `${formatCount(left)} not counted${isStopped ? ': r counts them' : ': 3 sorts by uploads and counts all'}`;
	const toMeasure = unmeasured(screen);
	const changed = toMeasure.filter(name => screen.changed.has(name)).length;
	const measuring =
		queue.length > 0
			? `${formatCount(queue.length)} to measure`
			: toMeasure.length === 0 || counting !== ''
				? ''
				: weighed > 0
					? `${unmeasuredWords(toMeasure.length - changed, changed)}: M`
					: 'M measures what they hold';
	return [counting, measuring];
}

/** `3 not measured`, `2 not measured, 1 before a change` */
function unmeasuredWords(never: number, changed: number): string {
	const old = `before ${changed === 1 ? 'a change' : 'changes'}`;
	if (never === 0) return `${formatCount(changed)} measured ${old}`;
	return `${formatCount(never)} not measured${changed === 0 ? '' : `, ${formatCount(changed)} ${old}`}`;
}

/** `most: media/ 812 GiB (45 %) · backups/ 402 GiB (23 %)`, as many as there is room for. */
function mostLine(screen: BucketsScreen, on: Drawing): readonly Segment[] {
	const {prefixes, bytes, hasMoreBytes} = bucketTotals(screen);
	const intro = ` most${hasMoreBytes ? ' so far' : ''}: `;
	return [
		{text: intro, role: 'dim'},
		...prefixSegments(
			prefixes,
			hasMoreBytes ? undefined : bytes,
			on.width - cellsOf(intro) - 1,
			on,
		),
	];
}

const widestPrefix = 24;

function prefixSegments(
	prefixes: readonly PrefixWeight[],
	/** Of which the shares are; absent where it is not known. */
	total: number | undefined,
	room: number,
	{glyphs}: Drawing,
): readonly Segment[] {
	const segments: Segment[] = [];
	let left = room;
	for (const {prefix, bytes} of prefixes) {
		const dot = segments.length === 0 ? '' : ` ${glyphs.dot} `;
		const name =
			prefix === ''
				? '(root)'
				: truncateMiddle(escapeInCells(prefix, widestPrefix), widestPrefix, glyphs.ellipsis);
		const share = total === undefined ? '' : ` (${shareWords(bytes, total)})`;
		const pieces: readonly Segment[] = [
			{text: `${dot}${name} `, role: segments.length === 0 ? 'plain' : 'dim'},
			{text: formatBytes(bytes), role: segments.length === 0 ? 'strong' : 'dim'},
			{text: share, role: 'dim'},
		];
		left -= widthOf(pieces);
		if (left < 0) break;
		segments.push(...pieces);
	}
	return segments;
}

/** What the row has no room for: how a count goes on, what is held where, or what a failure says. */
function underCursorLine(screen: BucketsScreen, on: Drawing): readonly Segment[] {
	const {width, glyphs} = on;
	const row = rowUnderCursor(screen);
	const line = (text: string, role: Segment['role'] = 'dim'): readonly Segment[] => [
		{text: ` ${truncateEnd(text, width - 2, glyphs.ellipsis)}`, role},
	];
	if (row?.kind === 'fold')
		return line(`${glyphs.enter} ${screen.isUnfolded ? 'hides' : 'shows'} them`);
	if (row?.kind !== 'bucket') return [];
	const {name} = row.bucket;
	const count = screen.counts.get(name);
	const measure = screen.measures.get(name);
	const place = screen.queue.indexOf(name);
	if (place > 0)
		return line(
			`waits: the ${ordinal(place + 1)} of ${formatCount(screen.queue.length)} ${glyphs.dot} esc stops all`,
		);
	if (place === 0) return measuringSegments(measure, screen.queue.length, on);
	if (measure !== undefined && (measure.failure === undefined || measure.uploads > 0))
		return measuredSegments(name, measure, beforeWords(screen, name)?.text, on);
	const failure = measure?.failure ?? (count?.kind === 'failed' ? count.failure : undefined);
	if (failure !== undefined) return line(failureText(failure, width - 2), 'warn');
	return count?.kind === 'counted' && count.more
		? line('more than one page: m counts them all, and reads what they hold')
		: [];
}

/** `⠋ parts of 640 of 1,284 uploads read · 3.4 TiB so far · esc stops ━━━╸───` */
function measuringSegments(
	measure: BucketMeasure | undefined,
	queued: number,
	{width, spinner, glyphs}: Drawing,
): readonly Segment[] {
	const {phase = 'listing', uploads = 0, read = 0, unreadable = 0, bytes = 0} = measure ?? {};
	const looked = read + unreadable;
	const facts =
		phase === 'reading'
			? [
					`parts of ${formatCount(looked)} of ${plural(uploads, 'upload')} read`,
					`${formatBytes(bytes)} so far`,
				]
			: [`listing, ${plural(uploads, 'upload')} so far`];
	const stops = queued === 1 ? 'esc stops' : 'esc stops all';
	const text = ` ${spinner} ${[...facts, stops].join(` ${glyphs.dot} `)} `;
	const room = width - cellsOf(text) - 1;
	return [
		{text, role: 'dim'},
		...(phase === 'reading' && room >= 8
			? progressBar(looked, uploads, Math.min(40, room), glyphs)
			: []),
	];
}

/** `raw/ 2.1 TiB (62 %) · backups/ 802 GiB (23 %)`; before that why it is not all. */
function measuredSegments(
	name: string,
	measure: BucketMeasure,
	before: string | undefined,
	on: Drawing,
): readonly Segment[] {
	const {phase, uploads, read, unreadable, bytes, prefixes = [], failure} = measure;
	const {glyphs, width} = on;
	const lacks = [
		...(before === undefined ? [] : [`${before}: m measures again`]),
		...(isMeasured(measure) || phase === 'failed'
			? []
			: [
					`stopped, m goes on`,
					phase === 'listing'
						? 'not all are listed'
						: `parts of ${formatCount(read + unreadable)} of ${plural(uploads, 'upload')} read`,
				]),
		...(phase === 'stuck' ? ['the server stopped in the middle of its list'] : []),
		...(failure === undefined ? [] : [`${escapeForTerminal(failure.code)}: m goes on`]),
		...(unreadable === 0 ? [] : [`parts of ${formatCount(unreadable)} cannot be read`]),
		...(uploads === 0 && isMeasured(measure) ? ['no unfinished uploads'] : []),
	].join(` ${glyphs.dot} `);
	const intro = ` ${lacks === '' ? '' : `${lacks} ${glyphs.dot} `}${escapeInCells(name, 30)}: `;
	const held = prefixSegments(prefixes, bytes, width - cellsOf(intro) - 1, on);
	return held.length === 0
		? [{text: ` ${truncateEnd(lacks, width - 2, glyphs.ellipsis)}`, role: 'dim'}]
		: [{text: intro, role: 'dim'}, ...held];
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
