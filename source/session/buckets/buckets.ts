import {isDenied, isNotImplemented} from '../../s3/failure/failure.js';
import {emptyLine, type Line} from '../../terminal/line-editor.js';
import {goToRecent, recentsElsewhere, switchTo} from '../connections/recents.js';
import type {ActionOf} from '../core/action.js';
import type {ScreenRecord} from '../core/screen-record.js';
import {
	type BucketSort,
	type BucketsScreen,
	type KnownBuckets,
	type SessionState,
	topScreen,
	withScreen,
} from '../core/state.js';
import {openScreen, type Step, step, stepOn} from '../core/step.js';
import type {Trouble} from '../core/trouble.js';
import {clampCursor, startOfList} from '../frame/list-cursor.js';
import {rememberedView, rememberInView} from '../frame/remembered.js';
import {type Keys, key} from '../keys/binding.js';
import {filterKey} from '../keys/row-keys.js';
import {openRules, rulesKey} from '../rules/open.js';
import {bucketForm} from './bucket-form.js';
import {orderedBuckets, sortOf} from './bucket-order.js';
import {
	bucketRows,
	bucketsHeight,
	bucketUnderCursor,
	isFolding,
	rowUnderCursor,
	sameBucket,
} from './bucket-rows.js';
import {count, goOnCounting, stopCounting} from './counting.js';
import {knownBuckets, withKnownBuckets} from './known-buckets.js';
import {goOnMeasuring, measure, measureAll, toTop} from './measuring.js';

/** Opens the buckets of the connection: what is known of them shows, and what was being measured goes on. */
export function openBuckets(state: SessionState): Step {
	const id = state.nextScreenId;
	const {bucketSort, bucketReverse = false} = rememberedView(state);
	const recents = recentsElsewhere(state, state.connection?.remembered ?? '');
	const screen: BucketsScreen = {
		kind: 'buckets',
		id,
		recents,
		loading: true,
		cursor: startOfList,
		filter: emptyLine,
		editing: false,
		counts: new Map(),
		pending: 0,
		isStopped: false,
		isRefreshing: false,
		sort: sorts.find(column => column === bucketSort),
		reverse: bucketReverse,
		isUnfolded: false,
		// What was visited last stands over them.
		isOnTop: recents.length === 0,
		...knownBuckets(state),
	};
	return openScreen(state, screen, {type: 'list-buckets', screen: id}, ...goOnMeasuring(screen));
}

/** Opens the buckets, from what is in one of them. */
export const bucketsKey = key(
	'b',
	'buckets',
	'Choose another bucket; enter opens the one visited before',
	openBuckets,
	{priority: 9},
);

/** The list came: the cursor stays on its bucket, and what is seen is counted. */
export function bucketsListed(
	state: SessionState,
	{screen: id, buckets}: ActionOf<'buckets-listed'>,
): Step {
	const before = state.screens.find(each => each.id === id);
	if (before?.kind !== 'buckets') return step(state);
	// What was counted before shows until it is counted anew.
	const known = before.isRefreshing ? withKnownBuckets(state, anew(before)) : state;
	const changed = withScreen<BucketsScreen>(known, id, 'buckets', screen =>
		sameBucket(known, before, {
			...screen,
			buckets: buckets.toSorted(({name: one}, {name: other}) => (one < other ? -1 : 1)),
			loading: false,
			isStopped: false,
			isRefreshing: false,
		}),
	);
	const top = topScreen(changed);
	if (top?.kind !== 'buckets' || top.id !== id) return step(changed);
	return step(changed, count(changed, {...top, counts: new Map()}, true));
}

/** After a refresh nothing is known but of what is being measured. */
function anew({measures, changed, queue}: KnownBuckets): KnownBuckets {
	const isQueued = ([name]: readonly [string, unknown]) => queue.includes(name);
	return {
		changed: new Map([...changed].filter(isQueued)),
		measures: new Map([...measures].filter(isQueued)),
		queue,
		rules: new Map(),
	};
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

/** The list with another filter; what it leaves is counted first. */
function filtered(state: SessionState, before: BucketsScreen, filter: Line): Step {
	const screen = {...before, filter};
	const cursor = clampCursor(screen.cursor, bucketRows(screen), bucketsHeight(state, screen));
	const placed = screen.isOnTop ? toTop(screen) : {...screen, cursor};
	return stepOn(state, placed, ...goOnCounting(state, placed));
}

/** Another order by a key: what is on top by it is what one looks for. */
function sorted(
	state: SessionState,
	screen: BucketsScreen,
	order: Pick<BucketsScreen, 'sort' | 'reverse'>,
): Step {
	const changed = toTop({...screen, isStopped: false, ...order});
	const {sort: bucketSort, reverse: bucketReverse} = order;
	const change = {kind: 'shown', bucketSort, bucketReverse} as const;
	const [remembered, effects] = rememberInView(state, change);
	return stepOn(remembered, changed, count(remembered, changed, true), ...effects);
}

/** In the order in which `s` goes through them. */
const sorts: readonly BucketSort[] = ['holds', 'uploads', 'oldest', 'name'];

/** As they stand on the screen. */
const numbered: readonly BucketSort[] = ['name', 'holds', 'uploads', 'oldest'];

function sortByNext(state: SessionState, screen: BucketsScreen): Step {
	const next = (sorts.indexOf(sortOf(screen)) + 1) % sorts.length;
	return sorted(state, screen, {sort: sorts[next], reverse: false});
}

function sortByNumber(
	state: SessionState,
	screen: BucketsScreen,
	_: unknown,
	pressed: string,
): Step {
	const sort = numbered[Number(pressed) - 1];
	const reverse = sort === sortOf(screen) && !screen.reverse;
	return sorted(state, screen, {sort, reverse});
}

function enter(state: SessionState, screen: BucketsScreen): Step {
	const row = rowUnderCursor(screen);
	if (row === undefined) return step(state);
	if (row.kind === 'fold') return fold(state, screen);
	return row.kind === 'recent'
		? goToRecent(state, row.location)
		: switchTo(state, row.bucket.name, '');
}

/** Shows those without uploads, or hides them. */
function fold(state: SessionState, screen: BucketsScreen): Step {
	const isUnfolded = !screen.isUnfolded;
	const folded = sameBucket(state, screen, {...screen, isUnfolded, isOnTop: false});
	return stepOn(state, folded, count(state, folded, false));
}

function whyNotMeasured(_: SessionState, {buckets}: BucketsScreen): string | undefined {
	return buckets ? undefined : 'the buckets are not listed yet';
}

/** Whether there are buckets, or may come: without them the footer leads to those that can be typed, and to other connections. */
function hasBuckets({buckets, loading}: BucketsScreen): boolean {
	return buckets === undefined ? loading : buckets.length > 0;
}

/** The keys of the list of buckets. */
const bucketsKeys: Keys<BucketsScreen> = {
	enter: key('enter l right', 'uploads', 'Open the uploads of the bucket', enter, {
		priority: 1,
		isNamed: screen => hasBuckets(screen) || screen.recents.length > 0,
	}),
	'type-bucket': key(
		'b',
		'type a bucket',
		'Type the name of a bucket',
		state => step({...state, dialog: bucketForm()}),
		{priority: 6},
	),
	'read-more': key(
		'm',
		'measure',
		'Count all uploads of the bucket and read their parts for their size, one bucket after the other; esc stops, and m goes on',
		(state, screen) => {
			const bucket = bucketUnderCursor(screen);
			return bucket === undefined ? step(state) : measure(state, screen, bucket.name);
		},
		{priority: 3, needsOwnKeypress: true, isNamed: hasBuckets, disabled: whyNotMeasured},
	),
	'measure-all': key(
		'M',
		'measure all',
		'Measure all buckets that the filter shows; says first how many requests that takes, where it takes many',
		measureAll,
		{
			priority: 2,
			needsOwnKeypress: true,
			isNamed: hasBuckets,
			disabled: whyNotMeasured,
		},
	),
	filter: {...filterKey('Filter by text in the name', 4), isNamed: hasBuckets},
	sort: key(
		's',
		'sort',
		'Sort by the next column: what they hold, uploads, oldest, name',
		sortByNext,
		{priority: 5, isNamed: hasBuckets},
	),
	reverse: key(
		'S',
		'reverse',
		'Reverse the order',
		(state, screen) => sorted(state, screen, {sort: sortOf(screen), reverse: !screen.reverse}),
		{priority: 10, isNamed: hasBuckets},
	),
	'sort-by': key(
		'1 2 3 4',
		'sort by',
		'Sort by a column, again reverses: 1 name, 2 what they hold, 3 uploads, 4 oldest',
		sortByNumber,
	),
	rules: {
		...rulesKey((state, screen: BucketsScreen) => {
			const bucket = bucketUnderCursor(screen);
			return bucket === undefined ? step(state) : openRules(state, bucket.name, screen.id);
		}, 7),
		isNamed: hasBuckets,
	},
	fold: key('space', 'fold', 'Show or hide the buckets without unfinished uploads', fold, {
		priority: 9,
		rare: true,
		disabled: (_, screen) =>
			isFolding(screen, orderedBuckets(screen))
				? undefined
				: 'fewer than two buckets are known to be empty',
	}),
	refresh: key(
		'r',
		'refresh',
		'List and count again',
		(state, screen) =>
			stepOn(
				state,
				{...screen, loading: true, isRefreshing: true, trouble: undefined},
				{type: 'list-buckets', screen: screen.id, anew: true},
			),
		{priority: 5, needsOwnKeypress: true},
	),
};

/** The buckets of the connection. */
export const bucketsScreen: ScreenRecord<BucketsScreen> = {
	keys: bucketsKeys,
	rowCount: bucketRows,
	height: bucketsHeight,
	onMoved(state, screen) {
		const moved = {...screen, isOnTop: false};
		return stepOn(state, moved, count(state, moved, false));
	},
	onBack: stopCounting,
	onFilter: filtered,
	onShown: goOnCounting,
	// Buckets are counted and measured while they are seen, and no longer.
	onCovered: ({id}) => [{type: 'stop-reads', screen: id}],
};
