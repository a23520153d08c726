import {formatAge, formatCount, sizeCell} from '../../../multipart/text/units.js';
import {
	isDenied,
	isNotImplemented,
	isThrottled,
	type S3Failure,
} from '../../../s3/failure/failure.js';
import type {Bucket} from '../../../s3/gateway/gateway.js';
import {rememberLast} from '../../../session/core/remember.js';
import type {BucketsScreen} from '../../../session/core/state.js';
import {padEnd} from '../../../terminal/cells.js';
import {escapeInCells} from '../../../terminal/escape.js';
import {type Column, cell, fitColumns} from '../../components/columns.js';
import type {Segment} from '../../components/segments.js';
import type {Glyphs} from '../../frame/theme.js';

type Name = 'uploads' | 'oldest' | 'holds' | 'region' | 'created';

const columns: ReadonlyArray<Column<Name>> = [
	{name: 'uploads', title: 'UPLOADS', width: 14, right: true},
	{name: 'oldest', title: 'OLDEST', width: 9, right: true},
	{name: 'holds', title: 'HOLDS', width: 9, right: true},
	{name: 'region', title: 'REGION', width: 14, right: false},
	{name: 'created', title: 'CREATED', width: 10, right: false},
];

/** What goes first when the terminal is narrow; how many there are, and of what age, stays. */
const dropOrder: readonly Name[] = ['created', 'region', 'holds'];

const narrowestName = 24;
const widestName = 63;

const none: readonly Bucket[] = [];

const knowsRegion = rememberLast(
	(buckets: readonly Bucket[], counts: BucketsScreen['counts']): boolean =>
		buckets.some(({name, region}) => region ?? foundIn(counts.get(name))),
);

/** The columns that fit and have something to say, and the cells that the name gets. */
export function bucketColumns(
	width: number,
	screen: BucketsScreen,
): ReturnType<typeof fitColumns<Name>> {
	const {buckets = none, counts} = screen;
	const isRegionKnown = knowsRegion(buckets, counts);
	const known = columns.filter(
		({name}) =>
			(name !== 'holds' || screen.measures.size > 0) && (name !== 'region' || isRegionKnown),
	);
	const {name, columns: shown} = fitColumns(known, width, narrowestName, dropOrder);
	return {name: Math.min(widestName, name), columns: shown};
}

/** The heads of the columns; an arrow shows by which one the rows are sorted. */
export function bucketHeads(
	{name, columns: shown}: ReturnType<typeof bucketColumns>,
	{sort}: BucketsScreen,
	glyphs: Glyphs,
): readonly Segment[] {
	const head = padEnd(sort === 'name' ? `BUCKET${glyphs.up}` : 'BUCKET', name);
	const others = shown.map(column =>
		cell(
			column.title + (column.name === 'uploads' && sort === 'uploads' ? glyphs.down : ''),
			column,
		),
	);
	return [{text: `   ${head}${others.join('')}`, role: 'dim'}];
}

/** What is known of one bucket, behind its name. */
export function bucketCells(
	shown: ReadonlyArray<Column<Name>>,
	{name, created, region}: Bucket,
	screen: BucketsScreen,
	now: number,
	glyphs: Glyphs,
): readonly Segment[] {
	const count = screen.counts.get(name);
	const measure = screen.measures.get(name);
	const oldest = measure?.oldest ?? (count?.kind === 'counted' ? count.oldest : undefined);
	const isEmpty = count?.kind === 'counted' && count.uploads === 0 && !count.more;
	const isPartial = measure !== undefined && measure.sized < measure.uploads;
	const text: Readonly<Record<Name, string>> = {
		uploads: uploadsText(screen, name),
		oldest: oldest === undefined ? '' : `${formatAge(Math.max(0, now - oldest))} ago`,
		holds: measure?.read ? sizeCell(measure.bytes, isPartial) : '',
		region: escapeInCells(region ?? foundIn(count) ?? '', 14),
		created: created === undefined ? '' : new Date(created).toISOString().slice(0, 10),
	};
	return shown.map((column): Segment => {
		const {name: of} = column;
		const failed = of === 'uploads' && count?.kind === 'failed' && measure === undefined;
		const role = failed ? 'warn' : of === 'uploads' && !isEmpty ? 'plain' : 'dim';
		const said = text[of] || (isEmpty && of === 'oldest' ? glyphs.none : '');
		return {text: cell(said, column), role};
	});
}

/** `37`, `1,000+` where there are more, or in words why it is not known. */
function uploadsText({counts, measures}: BucketsScreen, name: string): string {
	const measure = measures.get(name);
	const count = counts.get(name);
	if (measure !== undefined && measure.uploads > 0) {
		const isAll = measure.phase === 'ended' || measure.phase === 'reading';
		return `${formatCount(measure.uploads)}${isAll ? '' : '+'}`;
	}
	if (count === undefined) return '';
	return count.kind === 'failed'
		? failureWords(count.failure)
		: `${formatCount(count.uploads)}${count.more ? '+' : ''}`;
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

/** Why a bucket could not be counted, in two or three words; the rest is shown for the bucket under the cursor. */
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
