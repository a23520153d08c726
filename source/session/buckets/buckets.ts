import {isDenied, isNotImplemented} from '../../s3/failure/failure.js';
import {emptyLine, type Line} from '../../terminal/line-editor.js';
import {goToRecent, recentsElsewhere, shownRecents, switchTo} from '../connections/recents.js';
import type {ActionOf} from '../core/action.js';
import type {ScreenRecord} from '../core/screen-record.js';
import {type BucketsScreen, type SessionState, topScreen, withScreen} from '../core/state.js';
import {openScreen, type Step, step, stepOn} from '../core/step.js';
import type {Trouble} from '../core/trouble.js';
import {clampCursor, startOfList} from '../frame/list-cursor.js';
import {type Keys, key} from '../keys/binding.js';
import {filterKey} from '../keys/row-keys.js';
import {bucketForm} from './bucket-form.js';
import {bucketRows, bucketsHeight, bucketUnderCursor, sameBucket} from './bucket-rows.js';
import {count, goOnCounting, isToBeMeasured, measure, stopCounting} from './counting.js';

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
	return openScreen(state, screen, {type: 'list-buckets', screen: id});
}

/** Opens the buckets, from what is in one of them. */
export const bucketsKey = key(
	'b',
	'buckets',
	'Choose another bucket; enter goes to the place visited before',
	openBuckets,
	{priority: 9},
);

/** The list came: the cursor stays on its bucket, and what is seen is counted. */
export function bucketsListed(
	state: SessionState,
	{screen: id, buckets}: ActionOf<'buckets-listed'>,
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
	const placed = {...screen, cursor};
	return stepOn(state, placed, ...goOnCounting(state, placed));
}

/** The keys of the list of buckets. */
const bucketsKeys: Keys<BucketsScreen> = {
	enter: key(
		'enter l right',
		'uploads',
		'Open the uploads of the bucket',
		(state, screen) => {
			const visited = shownRecents(screen)[screen.cursor.position];
			if (visited !== undefined) return goToRecent(state, visited);
			const bucket = bucketUnderCursor(screen);
			return bucket === undefined ? step(state) : switchTo(state, bucket.name, '');
		},
		{priority: 1},
	),
	'type-bucket': key(
		'b',
		'type a bucket',
		'Type the name of a bucket',
		state => step({...state, dialog: bucketForm()}),
		{priority: 2},
	),
	'read-more': key(
		'm',
		'measure',
		'Count all uploads of the bucket and read their parts for their size, one bucket after the other; esc ends it',
		(state, screen) => {
			const bucket = bucketUnderCursor(screen);
			return bucket === undefined ? step(state) : measure(state, screen, bucket.name);
		},
		{priority: 3, needsOwnKeypress: true},
	),
	filter: filterKey('Filter by text in the name', 3),
	sort: key(
		's',
		'sort',
		'Sort by the number of uploads, or by name',
		(state, screen) => {
			const sort = screen.sort === 'name' ? 'uploads' : 'name';
			const sorted = sameBucket(state, screen, {...screen, sort, isStopped: false});
			return stepOn(state, sorted, count(state, sorted, true));
		},
		{priority: 4},
	),
	refresh: key(
		'r',
		'refresh',
		'List and count again',
		(state, screen) =>
			stepOn(
				state,
				{...screen, loading: true, trouble: undefined},
				{type: 'list-buckets', screen: screen.id},
			),
		{priority: 4, needsOwnKeypress: true},
	),
};

/** The buckets of the connection. */
export const bucketsScreen: ScreenRecord<BucketsScreen> = {
	keys: bucketsKeys,
	rowCount: bucketRows,
	height: bucketsHeight,
	onMoved: (state, screen) => stepOn(state, screen, count(state, screen, false)),
	onBack: stopCounting,
	onFilter: filtered,
	onShown: goOnCounting,
	// Buckets are counted while they are seen, and no longer.
	onCovered: ({id}) => [{type: 'stop-reads', screen: id}],
};
