import {isDenied, isNotImplemented} from '../../s3/failure/failure.js';
import {emptyLine, type Line} from '../../terminal/line-editor.js';
import {goToRecent, recentsElsewhere, shownRecents, switchTo} from '../connections/recents.js';
import type {Action} from '../core/action.js';
import type {Command} from '../core/command.js';
import type {Effect} from '../core/effect.js';
import type {ScreenRecord} from '../core/screen-record.js';
import {type BucketsScreen, type SessionState, topScreen, withScreen} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import type {Trouble} from '../core/trouble.js';
import {clampCursor, moveCursor, startOfList} from '../frame/list-cursor.js';
import {bucketForm} from './bucket-form.js';
import {bucketRows, bucketsHeight, bucketUnderCursor, sameBucket} from './bucket-rows.js';
import {count, goOnCounting, isToBeMeasured, measure, stopCounting} from './counting.js';

/** The buckets of the connection. */
export const bucketsScreen: ScreenRecord<BucketsScreen> = {
	rowCount: bucketRows,
	height: bucketsHeight,
	onCommand: bucketsCommand,
	onBack: stopCounting,
	onFilter: filtered,
	onShown: goOnCounting,
	// Buckets are counted while they are seen, and no longer.
	onCovered: ({id}) => [{type: 'stop-reads', screen: id}],
};

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

/** The list came: the cursor stays on its bucket, and what is seen is counted. */
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
	return step(
		withScreen<BucketsScreen>(state, screen.id, 'buckets', () => placed),
		...goOnCounting(state, placed),
	);
}

/** What a key means on the list of buckets. */
function bucketsCommand(state: SessionState, screen: BucketsScreen, command: Command): Step {
	const replace = (changed: BucketsScreen, ...effects: Effect[]): Step => [
		withScreen<BucketsScreen>(state, screen.id, 'buckets', () => changed),
		effects,
	];
	const cursor = moveCursor(
		screen.cursor,
		command,
		bucketRows(screen),
		bucketsHeight(state, screen),
	);
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
