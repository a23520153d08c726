import {factsOfService} from '../../../multipart/services/service.js';
import {formatAge, formatBytes, formatCount} from '../../../multipart/text/units.js';
import {
	isDenied,
	isNotImplemented,
	isThrottled,
	type S3Failure,
} from '../../../s3/failure/failure.js';
import type {Bucket} from '../../../s3/gateway/gateway.js';
import {isEmpty, oldestOf, sortOf, uploadsOf} from '../../../session/buckets/bucket-order.js';
import {isWhole} from '../../../session/buckets/bucket-totals.js';
import {rememberLast} from '../../../session/core/remember.js';
import type {BucketSort, BucketsScreen, SessionState} from '../../../session/core/state.js';
import {cellsOf, padEnd, padStart, truncateEnd} from '../../../terminal/cells.js';
import {escapeInCells} from '../../../terminal/escape.js';
import {cleanupWords} from '../../../text/cleanup-words.js';
import {monthlyCostCell} from '../../../text/price-words.js';
import {type Column, cell, fitColumns, gutter} from '../../components/columns.js';
import {type Drawing, type Segment, widthOf} from '../../components/segments.js';
import type {Glyphs} from '../../frame/theme.js';

type Name = 'holds' | 'uploads' | 'oldest' | 'month' | 'cleans' | 'region' | 'created';

/** In the order of the keys `2` to `4`, then what the rows are not sorted by. */
const columns: ReadonlyArray<Column<Name>> = [
	{name: 'holds', title: 'HOLDS', width: 10, right: true},
	{name: 'uploads', title: 'UPLOADS', width: 11, right: true},
	{name: 'oldest', title: 'OLDEST', width: 8, right: true},
	{name: 'month', title: 'A MONTH', width: 10, right: true},
	{name: 'cleans', title: 'CLEANS UP', width: 14, right: false},
	{name: 'region', title: 'REGION', width: 14, right: false},
	{name: 'created', title: 'CREATED', width: 10, right: false},
];

/** What goes first when the terminal is narrow; what they hold and how many there are stays. */
const dropOrder: readonly Name[] = ['created', 'region', 'month', 'cleans', 'oldest'];

const narrowestName = 24;

const none: readonly Bucket[] = [];

const knowsRegion = rememberLast(
	(buckets: readonly Bucket[], counts: BucketsScreen['counts']): boolean =>
		buckets.some(({name, region}) => region ?? foundIn(counts.get(name))),
);

const knowsCreated = rememberLast((buckets: readonly Bucket[]): boolean =>
	buckets.some(({created}) => created !== undefined),
);

const longestName = rememberLast((buckets: readonly Bucket[]): number =>
	buckets.reduce((most, {name}) => Math.max(most, name.length), narrowestName),
);

/** The columns that are shown, and the cells that the name gets. */
export type BucketColumns = ReturnType<typeof fitColumns<Name>>;

/** The columns that fit and have something to say, and the cells that the name gets. */
export function bucketColumns(
	width: number,
	{connection}: SessionState,
	{buckets = none, counts}: BucketsScreen,
): BucketColumns {
	const known = columns.filter(
		({name}) =>
			(name !== 'month' || connection?.price !== undefined) &&
			(name !== 'region' || knowsRegion(buckets, counts)) &&
			(name !== 'created' || knowsCreated(buckets)),
	);
	const {name, columns: shown} = fitColumns(known, width, narrowestName, dropOrder);
	// Numbers stand beside the names, however wide the terminal is.
	return {name: Math.min(longestName(buckets) + 1, name), columns: shown};
}

/** The heads of the columns; an arrow shows by which one the rows are sorted. */
export function bucketHeads(
	{name, columns: shown}: BucketColumns,
	screen: BucketsScreen,
	glyphs: Glyphs,
): readonly Segment[] {
	const sort = sortOf(screen);
	const down = (sort === 'name') === screen.reverse;
	const arrow = (of: Name | BucketSort) => (of === sort ? (down ? glyphs.down : glyphs.up) : '');
	const others = shown.map(column => cell(column.title + arrow(column.name), column));
	const head = padEnd(`BUCKET${arrow('name')}`, name) + others.join('');
	return [{text: ' '.repeat(gutter)}, {text: head, role: 'dim'}];
}

/** What is known of one bucket, behind its name. While it is measured or waits, that takes the place of its age and rules. */
export function bucketCells(
	{columns: shown}: BucketColumns,
	bucket: Bucket,
	screen: BucketsScreen,
	{now, connection}: SessionState,
	{glyphs, spinner}: Drawing,
): readonly Segment[] {
	const {name, created, region} = bucket;
	const count = screen.counts.get(name);
	const measure = screen.measures.get(name);
	const uploads = uploadsOf(screen, name);
	const oldest = oldestOf(screen, name);
	const isOld = screen.changed.has(name);
	const isRefused = count?.kind === 'failed' && uploads === undefined;
	const has = (of: Name) => shown.some(column => column.name === of);
	const more = measure !== undefined && !isWhole(measure);
	const cost = measure?.read && monthlyCostCell(measure.bytes, connection?.price, glyphs, more);
	const empty = isEmpty(screen, name) ? glyphs.none : '';
	const texts: Readonly<Record<Name, string>> = {
		holds: measure?.read ? least(formatBytes(measure.bytes), more, glyphs) : empty,
		uploads:
			uploads === undefined ? '' : least(formatCount(uploads), hasMore(screen, name), glyphs),
		oldest: oldest === undefined ? empty : formatAge(Math.max(0, now - oldest)),
		month: cost || '',
		cleans: cleanupCell(screen, name, glyphs),
		region: escapeInCells(region ?? foundIn(count) ?? '', 14),
		created: created === undefined ? '' : new Date(created).toISOString().slice(0, 10),
	};
	const cells = shown.map(column => ({
		of: column.name,
		text: cell(texts[column.name], column),
		role: isOld ? 'dim' : roleOf(column.name, texts),
	}));
	if (isRefused) {
		const counted = cells.filter(({of}) => of === 'holds' || of === 'uploads');
		const words = padStart(failureWords(count.failure), widthOf(counted));
		const [, ...others] = cells.filter(({of}) => of !== 'uploads');
		return [{text: words, role: 'warn'}, ...others];
	}
	const progress = progressWords(screen, name) ?? beforeWords(screen, name);
	const first = cells.findIndex(({of}) => replaced.has(of));
	if (progress === undefined || first < 0 || !has('cleans')) return cells;
	const taken = cells.filter(({of}) => replaced.has(of));
	const {text, isRunning} = progress;
	const said = `  ${isRunning ? spinner : ' '} ${text}`;
	const fitting = padEnd(truncateEnd(said, widthOf(taken), glyphs.ellipsis), widthOf(taken));
	return cells.flatMap((each, at): readonly Segment[] =>
		at === first
			? [{text: fitting, role: isRunning ? 'accent' : 'dim'}]
			: replaced.has(each.of)
				? []
				: [each],
	);
}

/** What stands back while a bucket is measured. */
const replaced: ReadonlySet<Name> = new Set(['oldest', 'month', 'cleans']);

function roleOf(of: Name, texts: Readonly<Record<Name, string>>): Segment['role'] {
	if (of === 'holds') return 'strong';
	if (of === 'cleans' && texts.cleans === 'no') return 'plain';
	return of === 'uploads' && texts.uploads !== '0' ? 'plain' : 'dim';
}

/** `≥ 3.1 TiB`; `3.1 TiB+` where there is no sign for it. */
export function least(text: string, more: boolean, {atLeast}: Glyphs): string {
	if (!more) return text;
	return cellsOf(atLeast) === 1 ? `${atLeast} ${text}` : `${text}+`;
}

/** Whether it may have more uploads than are counted. */
function hasMore({counts, measures}: BucketsScreen, name: string): boolean {
	const count = counts.get(name);
	return !measures.get(name)?.isListed && !(count?.kind === 'counted' && !count.more);
}

/** How far the measuring of a bucket has come, or when its turn is; undefined where it is not to be measured. */
function progressWords(
	{queue, measures}: BucketsScreen,
	name: string,
): {readonly text: string; readonly isRunning: boolean} | undefined {
	const place = queue.indexOf(name);
	if (place < 0) return undefined;
	if (place > 0) return {text: `waiting, ${ordinal(place + 1)}`, isRunning: false};
	const {phase, uploads = 0, read = 0, unreadable = 0} = measures.get(name) ?? {};
	const text =
		phase === 'reading'
			? `parts ${formatCount(read + unreadable)} of ${formatCount(uploads)}`
			: phase === 'listing'
				? `counting ${formatCount(uploads)}`
				: 'counting';
	return {text, isRunning: true};
}

/** `before the abort`: what is measured is of then; undefined where it is of now. */
export function beforeWords({changed}: BucketsScreen, name: string) {
	const by = changed.get(name);
	return by && {text: `before the ${by}`, isRunning: false};
}

/** `2nd`, `11th` */
export function ordinal(place: number): string {
	const teen = place % 100 > 10 && place % 100 < 14;
	return `${formatCount(place)}${(teen ? undefined : ['th', 'st', 'nd', 'rd'][place % 10]) ?? 'th'}`;
}

/** How the bucket cleans up by itself; empty while that is not known. */
function cleanupCell({rules, service}: BucketsScreen, name: string, {ellipsis}: Glyphs): string {
	const read = rules.get(name);
	if (read === undefined) return '';
	const isRuled = read.kind === 'read' && read.rules.some(({enabled}) => enabled);
	const days = service && factsOfService(service).ownExpiry?.days;
	if (!isRuled && days !== undefined) return `service, ${formatCount(days)} d`;
	return read.kind === 'read' ? cleanupWords(read.rules, 14, ellipsis) : failureWords(read.failure);
}

const wordsByCode: Readonly<Record<string, string>> = {
	NoSuchBucket: 'no such bucket',
	PermanentRedirect: 'other region',
	AuthorizationHeaderMalformed: 'other region',
	IllegalLocationConstraintException: 'other region',
	ExpiredToken: 'expired',
	ExpiredTokenException: 'expired',
	CredentialsProviderError: 'no credentials',
	RequestTimeTooSkewed: 'clock is off',
};

/** Why something of a bucket could not be read, in two or three words; the rest is shown for the bucket under the cursor. */
function failureWords(failure: S3Failure): string {
	const {code, status} = failure;
	const known = wordsByCode[code];
	if (known !== undefined) return known;
	if (isDenied(failure)) return 'not allowed';
	if (isNotImplemented(failure)) return 'not offered';
	if (isThrottled(failure)) return 'too busy';
	if (status === undefined) return 'no answer';
	return status === 301 || status === 307 ? 'other region' : escapeInCells(code, 14);
}

function foundIn(count: ReturnType<BucketsScreen['counts']['get']>): string | undefined {
	return count?.kind === 'counted' ? count.region : undefined;
}
