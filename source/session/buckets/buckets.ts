import {textFilter} from '../../multipart/index/text-filter.js';
import {notBegun} from '../../operations/scan/bucket-measure.js';
import {isDenied, isNotImplemented} from '../../s3/failure/failure.js';
import type {Bucket} from '../../s3/gateway/gateway.js';
import {emptyLine} from '../../terminal/line-editor.js';
import {goToRecent, recentsElsewhere, shownRecents, switchTo} from '../connections/recents.js';
import type {Action} from '../core/action.js';
import type {Command} from '../core/command.js';
import type {Effect} from '../core/effect.js';
import {rememberLast} from '../core/remember.js';
import {type BucketsScreen, type SessionState, topScreen, withScreen} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import type {Trouble} from '../core/trouble.js';
import {listRows} from '../frame/layout.js';
import {clampCursor, moveCursor, startOfList} from '../frame/list-cursor.js';
import {withNotice} from '../frame/notice.js';
import {bucketForm} from './bucket-form.js';

/** Counting without being asked stops after this many buckets: each is a request or more. */
const countBudget = 1000;

/** Opens the buckets of the connection. */
export function openBuckets(state: SessionState): Step {
	const id = state.nextScreenId;
	const screen: BucketsScreen = {
		kind: 'buckets',
		id,
		recents: recentsElsewhere(state, state.connection?.remembered ?? ''),
		loading: true,
		cursor: startOfList,
		filter: emptyLine,
		editing: false,
		counts: new Map(),
		pending: 0,
		isStopped: false,
		measures: new Map(),
		waiting: [],
		sort: 'name',
	};
	return step(
		{...state, nextScreenId: id + 1, screens: [...state.screens, screen]},
		{type: 'list-buckets', screen: id},
	);
}

/** The buckets that the filter leaves, in the order that is asked for. */
export function shownBuckets({
	buckets = none,
	filter,
	sort,
	counts,
	measures,
}: Pick<BucketsScreen, 'buckets' | 'filter' | 'sort' | 'counts' | 'measures'>): readonly Bucket[] {
	const left = filtered(buckets, filter.text);
	return sort === 'name' ? left : byUploads(left, counts, measures);
}

const none: readonly Bucket[] = [];

// A service may list 100,000, and each key and each frame asks for them several times.
const filtered = rememberLast((buckets: readonly Bucket[], text: string): readonly Bucket[] => {
	const {matches} = textFilter(text);
	return text === '' ? buckets : buckets.filter(({name}) => matches(name));
});

const byUploads = rememberLast(
	(
		buckets: readonly Bucket[],
		counts: BucketsScreen['counts'],
		measures: BucketsScreen['measures'],
	): readonly Bucket[] =>
		buckets
			.map(bucket => ({bucket, uploads: uploadsOf({counts, measures}, bucket.name)}))
			.sort((one, other) => other.uploads - one.uploads)
			.map(({bucket}) => bucket),
);

/** How many of the buckets are not counted. */
export const uncountedOf = rememberLast(
	(buckets: readonly Bucket[], counts: BucketsScreen['counts']): number =>
		buckets.reduce((sum, {name}) => sum + (counts.has(name) ? 0 : 1), 0),
);

/** To sort by: what could not be counted comes last, and what has more than a page before what fills it. */
function uploadsOf({counts, measures}: Pick<BucketsScreen, 'counts' | 'measures'>, name: string) {
	const count = counts.get(name);
	const measured = measures.get(name)?.uploads ?? 0;
	return count?.kind === 'counted'
		? Math.max(measured, count.uploads + (count.more ? 0.5 : 0))
		: measured > 0
			? measured
			: -1;
}

/** The bucket under the cursor. */
export function bucketUnderCursor(screen: BucketsScreen): Bucket | undefined {
	return shownBuckets(screen)[screen.cursor.position - shownRecents(screen).length];
}

/** How many rows the list has. */
export function bucketRows(screen: BucketsScreen): number {
	return shownRecents(screen).length + shownBuckets(screen).length;
}

/** Counts what is seen, and the others as far as they are to be counted without being asked for. */
function count(state: SessionState, screen: BucketsScreen, others: boolean): Effect {
	const shown = shownBuckets(screen);
	const above = shownRecents(screen).length;
	const {top} = screen.cursor;
	const isUncounted = ({name}: Bucket) => !screen.counts.has(name);
	const names = (buckets: readonly Bucket[]) => buckets.map(({name}) => name);
	const budget = screen.sort === 'uploads' ? Number.POSITIVE_INFINITY : countBudget;
	return {
		type: 'count-buckets',
		screen: screen.id,
		seen: names(
			shown
				.slice(Math.max(0, top - above), Math.max(0, top - above + listRows(state)))
				.filter(isUncounted),
		),
		...(others ? {all: names((screen.buckets ?? []).filter(isUncounted).slice(0, budget))} : {}),
	};
}

/** The list is seen again: what was not counted when it was covered is counted now. */
export function goOnCounting(state: SessionState, screen: BucketsScreen): readonly Effect[] {
	return screen.buckets === undefined || screen.isStopped ? [] : [count(state, screen, true)];
}

export function bucketsListed(
	state: SessionState,
	{screen: id, buckets}: Extract<Action, {type: 'buckets-listed'}>,
): Step {
	const changed = withScreen<BucketsScreen>(state, id, 'buckets', screen => {
		const listed = {
			...screen,
			buckets: buckets.toSorted(({name: one}, {name: other}) => (one < other ? -1 : 1)),
			loading: false,
			isStopped: false,
			// What was counted before shows until it is counted anew.
			measures: new Map([...screen.measures].filter(([name]) => isToBeMeasured(screen, name))),
		};
		return sameBucket(state, screen, listed);
	});
	const top = topScreen(changed);
	if (top?.kind !== 'buckets' || top.id !== id) return step(changed);
	return step(changed, count(state, {...top, counts: new Map()}, true));
}

/** Counts came: the cursor stays on its bucket. */
export function bucketsCounted(
	state: SessionState,
	{
		screen: id,
		counts,
		pending,
		measure,
		measuring,
		waiting,
	}: Extract<Action, {type: 'buckets-counted'}>,
): Step {
	return step(
		withScreen<BucketsScreen>(state, id, 'buckets', screen =>
			sameBucket(state, screen, {
				...screen,
				pending,
				counts: counts.size === 0 ? screen.counts : withCounts(screen.counts, counts),
				measures:
					measure === undefined
						? screen.measures
						: new Map([...screen.measures, [measure.bucket, measure.facts]]),
				measuring,
				waiting,
			}),
		),
	);
}

function withCounts(
	before: BucketsScreen['counts'],
	counts: BucketsScreen['counts'],
): BucketsScreen['counts'] {
	const all = new Map(before);
	for (const [bucket, count] of counts) all.set(bucket, count);
	return all;
}

/** The list in another order or with other rows: the cursor follows the bucket that it was on. */
function sameBucket(
	state: SessionState,
	before: BucketsScreen,
	after: BucketsScreen,
): BucketsScreen {
	const shown = shownBuckets(after);
	const name = bucketUnderCursor(before)?.name;
	const found = name === undefined ? -1 : shown.findIndex(bucket => bucket.name === name);
	const {cursor} = after;
	const position = found < 0 ? cursor.position : found + shownRecents(after).length;
	return {...after, cursor: clampCursor({...cursor, position}, bucketRows(after), listRows(state))};
}

/** Where no list of buckets is to be had, the name of one is asked for. */
export function askForBucket(state: SessionState, id: number, trouble: Trouble): SessionState {
	const top = topScreen(state);
	const isWanted =
		top?.kind === 'buckets' && top.id === id && top.buckets === undefined && !state.dialog;
	return isWanted && (isDenied(trouble) || isNotImplemented(trouble))
		? {...state, dialog: bucketForm()}
		: state;
}

/** Esc: counting ends, what was counted stays; undefined when nothing is counted. */
export function stopCounting(state: SessionState, screen: BucketsScreen): Step | undefined {
	if (!screen.loading && screen.pending === 0 && screen.measuring === undefined) return undefined;
	return step(
		withScreen<BucketsScreen>(state, screen.id, 'buckets', top => ({
			...top,
			loading: false,
			pending: 0,
			isStopped: true,
			measuring: undefined,
			waiting: [],
		})),
		{type: 'stop-reads', screen: screen.id},
	);
}

/** Whether a bucket is measured now, or waits for others. */
function isToBeMeasured({measuring, waiting}: BucketsScreen, name: string): boolean {
	return measuring === name || waiting.includes(name);
}

/** Measures a bucket, after those that were asked for before. */
function measure(state: SessionState, screen: BucketsScreen, bucket: string): Step {
	if (screen.measuring === bucket) return withNotice(state, 'It is measured already.');
	if (screen.waiting.includes(bucket)) return withNotice(state, 'It waits already.');
	const wanted =
		screen.measuring === undefined ? {measuring: bucket} : {waiting: [...screen.waiting, bucket]};
	// What was measured before shows until it is measured anew.
	const measures = new Map([[bucket, notBegun], ...screen.measures]);
	return step(
		withScreen<BucketsScreen>(state, screen.id, 'buckets', top => ({...top, measures, ...wanted})),
		{type: 'measure-bucket', screen: screen.id, bucket},
	);
}

/** What a key means on the list of buckets. */
export function bucketsCommand(state: SessionState, screen: BucketsScreen, command: Command): Step {
	const replace = (changed: BucketsScreen, ...effects: Effect[]): Step => [
		withScreen<BucketsScreen>(state, screen.id, 'buckets', () => changed),
		effects,
	];
	const cursor = moveCursor(screen.cursor, command, bucketRows(screen), listRows(state));
	if (cursor !== undefined) {
		const moved = {...screen, cursor};
		return replace(moved, count(state, moved, false));
	}
	const bucket = bucketUnderCursor(screen);
	const visited = shownRecents(screen)[screen.cursor.position];
	switch (command) {
		case 'enter':
			if (visited !== undefined) return goToRecent(state, visited);
			return bucket === undefined ? step(state) : switchTo(state, bucket.name, '');
		case 'read-more':
			return bucket === undefined ? step(state) : measure(state, screen, bucket.name);
		case 'sort': {
			const sort = screen.sort === 'name' ? 'uploads' : 'name';
			const sorted = sameBucket(state, screen, {...screen, sort, isStopped: false});
			return replace(sorted, count(state, sorted, true));
		}
		case 'refresh':
			return replace(
				{...screen, loading: true, trouble: undefined},
				{type: 'list-buckets', screen: screen.id},
			);
		case 'type-bucket':
			return step({...state, dialog: bucketForm()});
		default:
			return step(state);
	}
}
