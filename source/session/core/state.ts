import type {CompletionPlan} from '../../multipart/completion/completion.js';
import type {judged} from '../../multipart/completion/verdict.js';
import type {Handle, Sums, Totals, View} from '../../multipart/index/upload-index.js';
import type {Query} from '../../multipart/query/query.js';
import type {CleanupRule} from '../../multipart/rules/cleanup-rules.js';
import type {ServiceId} from '../../multipart/services/service-table.js';
import type {Upload, UploadTarget} from '../../multipart/upload.js';
import type {HistoryQuery} from '../../operations/journal/history-query.js';
import type {BucketCount} from '../../operations/scan/bucket-counts.js';
import type {BucketMeasure} from '../../operations/scan/bucket-measure.js';
import type {BucketRules} from '../../operations/scan/bucket-rules.js';
import type {RecentLocation} from '../../profiles/recents/recent-location.js';
import type {ConnectionEntry} from '../../profiles/resolve/resolve.js';
import type {ConnectionView} from '../../profiles/views/connection-view.js';
import type {Bucket, PaceFacts} from '../../s3/gateway/gateway.js';
import type {Line} from '../../terminal/line-editor.js';
import type {ActsState} from '../acts/acts-state.js';
import type {ConnectionInfo} from '../connections/connection-info.js';
import type {Dialog} from '../dialogs/dialog.js';
import type {ListCursor} from '../frame/list-cursor.js';
import type {PromptWalk} from '../frame/prompt-walk.js';
import type {RulesFacts} from '../rules/rules-facts.js';
import type {TreeView} from '../uploads/tree/tree-view.js';
import type {ScreenId} from './screen-id.js';
import type {Trouble} from './trouble.js';

type ScreenBase = {readonly id: ScreenId; readonly trouble?: Trouble};

/** A list that text filters: `editing` while the field is open. */
export type FilteredList = {
	readonly cursor: ListCursor;
	readonly filter: Line;
	readonly editing: boolean;
	/** Keys brought into the field what stands there. */
	readonly walk?: PromptWalk;
};

export type ConnectionsScreen = ScreenBase &
	FilteredList & {
		readonly kind: 'connections';
		/** The locations visited last, above the connections. */
		readonly recents: readonly RecentLocation[];
		/** Absent while they are read. */
		readonly entries?: readonly ConnectionEntry[];
		/** What other tools have and is not offered, as sentences. */
		readonly notes?: readonly string[];
	};

export type BucketsScreen = ScreenBase &
	FilteredList & {
		readonly kind: 'buckets';
		/** The locations of this connection that were visited last, above the buckets. */
		readonly recents: readonly RecentLocation[];
		/** Absent while they are read, or where they may not be. */
		readonly buckets?: readonly Bucket[];
		readonly loading: boolean;
		/** What a page of each tells, as far as they are counted. */
		readonly counts: ReadonlyMap<string, BucketCount>;
		/** How many are still to be counted. */
		readonly pending: number;
		/** After Esc nothing is counted but what is moved to. */
		readonly isStopped: boolean;
		/** What they are asked for is asked for anew: what was measured before goes once the list is here. */
		readonly isRefreshing: boolean;
		/** Absent: by what they hold, once anything is measured. */
		readonly sort?: BucketSort;
		readonly reverse: boolean;
		/** Those without uploads are shown too. */
		readonly isUnfolded: boolean;
		/** The cursor is where the list begins, whatever comes to stand there, until it is moved. */
		readonly isOnTop: boolean;
	} & KnownBuckets;

export type BucketSort = 'name' | 'holds' | 'uploads' | 'oldest';

/** What is known of the buckets of a connection as long as the program runs. */
export type KnownBuckets = {
	/** What was read on demand, to the end or as far as it came. */
	readonly measures: ReadonlyMap<string, BucketMeasure>;
	/** What was done in a bucket since it was measured. */
	readonly changed: ReadonlyMap<string, 'abort' | 'complete'>;
	/** To be measured, one after the other; the first is measured while the list shows. */
	readonly queue: readonly string[];
	/** How they clean up by themselves, as far as it was read. */
	readonly rules: ReadonlyMap<string, BucketRules>;
	/** Which service answers, where that is known. */
	readonly service?: ServiceId;
};

export type UploadsScreen = ScreenBase &
	FilteredList & {
		readonly kind: 'uploads';
		readonly bucket: string;
		readonly prefix: string;
		/** It is among the recent locations. */
		readonly isRemembered?: boolean;
		/** `stuck`: the server said that there is more and gave no way to it. */
		readonly listing: 'running' | 'ended' | 'stuck' | 'stopped' | 'failed';
		/** How many looks at parts wait or are under way. */
		readonly pendingReads: number;
		/** Reading without being asked stops here, in uploads: a look is a request. */
		readonly readBudget: number;
		/** The upload under the cursor; the row of the cursor follows it. */
		readonly selected?: Handle;
		/** Where a range begins that is to be marked, or unmarked. */
		readonly anchor?: Handle;
		/** What the filter asks for, as it could last be read. */
		readonly query: Query;
		readonly sort: View['sort'];
		readonly reverse: boolean;
		/** Rows at the end whose sorted column is not read yet. */
		readonly unsorted: number;
		/** The listing can be taken up where it was left. */
		readonly canResume: boolean;
		/** What is read waits for credentials, and goes on where it was. */
		readonly awaitingCredentials?: boolean;
		/** All that is known of the upload under the cursor is shown. */
		readonly details?: boolean;
		/** What is on the screen is read over and over, to see what moves. */
		readonly watching: boolean;
		/** Rows of the listing without a key or an upload id: they cannot be shown. */
		readonly dropped: number;
		/** Which service it is, by its answers and the connection. */
		readonly service?: ServiceId;
		readonly serviceVersion?: string;
		/** Absent before the first answer. */
		readonly pace?: PaceFacts;
		/** The bucket's own rules for unfinished uploads; absent where they are not known. */
		readonly cleanup?: readonly CleanupRule[];
		/** Of the index: moves whenever something in it does. */
		readonly version: number;
		readonly shown: number;
		readonly totals: Totals;
		/** How many uploads that are not read the filter may choose once they are. */
		readonly asked?: number;
		/** The filter whose parts are read, however many that takes: it was asked. */
		readonly agreed?: string;
		/** When the parts that are read now began to be, milliseconds since the epoch here, and how many were read before. */
		readonly readingSince?: {readonly here: number; readonly looked: number};
		/** What the rows add up to that the filter leaves; absent where it leaves all. */
		readonly shownSums?: Sums;
		/** The uploads by groups; absent until they were grouped once. */
		readonly tree?: TreeView;
		/** Whether those can be completed whose parts were shown, by their identity. */
		readonly verdicts?: ReadonlyMap<string, SeenVerdict>;
	};

/** It holds while the parts are these. */
export type SeenVerdict = ReturnType<typeof judged> & {readonly fingerprint: number};

export type PartsScreen = ScreenBase & {
	readonly kind: 'parts';
	readonly target: UploadTarget;
	/** Absent when it was opened by key and id. */
	readonly upload?: Upload;
	readonly loading: boolean;
	/** The part that the cursor goes to once they are read. */
	readonly seek?: number;
	/** Left out as soon as they are read. */
	readonly excluded?: ReadonlySet<number>;
	/** What completing it would do; holds the parts, and what is at the key. Absent while it is read. */
	readonly plan?: CompletionPlan;
	readonly cursor: ListCursor;
	/** Where a range begins that is to be left out or taken in again: a row of the table. */
	readonly anchor?: number;
};

/** The acts of this machine; the rows are behind `Rows`. */
export type HistoryScreen = ScreenBase &
	FilteredList & {
		readonly kind: 'history';
		/** What the filter asks for, as it could last be read. */
		readonly query: HistoryQuery;
		/** How many acts the filter leaves of those that were read. */
		readonly shown: number;
		readonly read: number;
		/** Lines that could not be understood. */
		readonly damaged: number;
		readonly isReading: boolean;
		/** Nothing older is left to read, or as much was read as is held. */
		readonly isWhole: boolean;
		/** The act under the cursor, where it was moved; the row of the cursor follows it. */
		readonly selected?: string;
		readonly version: number;
	};

/** The rules by which a bucket cleans up. */
export type RulesScreen = ScreenBase & {
	readonly kind: 'rules';
	readonly bucket: string;
	readonly cursor: ListCursor;
	readonly loading: boolean;
	/** The list of uploads that it was opened from. */
	readonly uploads?: ScreenId;
	/** All uploads of the bucket are listed for it. */
	readonly lists: boolean;
	/** How many of them so far; absent while none are being listed. */
	readonly listed?: number;
	/** Absent until they are read. */
	readonly facts?: RulesFacts;
};

export type Screen =
	| ConnectionsScreen
	| BucketsScreen
	| UploadsScreen
	| PartsScreen
	| HistoryScreen
	| RulesScreen;

export type Notice = {
	readonly text: string;
	readonly tone: 'info' | 'good' | 'bad';
	/** The key that is not possible, as the notice says: it is shown while that is so. */
	readonly about?: string;
	/** Its own number: the timer that ends it ends no later one. */
	readonly id: number;
};

/** Milliseconds since the epoch; they move with each tick. */
export type Clocks = {
	/** By which the ages and states of uploads are judged: see `judgedTime`. */
	readonly now: number;
	/** This machine's: of the journal, the acts and whatever else happens here. */
	readonly here: number;
	/** How far the service's clock is from this machine's, where that is too far: see `clocksApart`. */
	readonly apart?: number | undefined;
};

export type SessionState = Clocks & {
	readonly size: {readonly columns: number; readonly rows: number};
	readonly connection?: ConnectionInfo;
	/** The stack of screens: the last one shows. */
	readonly screens: readonly Screen[];
	readonly nextScreenId: ScreenId;
	readonly dialog?: Dialog;
	/** Help lies over everything, dialogs too. */
	readonly help: boolean;
	/** How many rows of what lies over the screen are scrolled out at its top. */
	readonly scroll: number;
	readonly acts: ActsState;
	/** The locations visited last, the latest first. */
	readonly recents: readonly RecentLocation[];
	/** What is remembered of the lists of each connection. */
	readonly views: readonly ConnectionView[];
	/** What is known of the buckets of each connection that was open. */
	readonly knownBuckets: ReadonlyMap<string, KnownBuckets>;
	/** Where the file of the last rescue lies. */
	readonly filesFolder?: string;
	readonly notice?: Notice;
	readonly nextNoticeId: number;
	/** The hints of the demo's tour that were followed. */
	readonly tour: readonly number[];
	/** Set by the first ctrl-c while an act is under way. */
	readonly interrupting: boolean;
	/** How often the terminal was to be given to the shell. */
	readonly suspensions: number;
	/** Set when the program is to end; what stood on the screen as failed is said again on stderr. */
	readonly exit?: {readonly code: number; readonly trouble?: Trouble};
};

/** The screen that shows. */
export function topScreen(state: SessionState): Screen | undefined {
	return state.screens.at(-1);
}

/** The state with one screen replaced, or the same state when that screen was left. */
export function withScreen<S extends Screen>(
	state: SessionState,
	id: ScreenId,
	kind: S['kind'],
	change: (screen: S) => S,
): SessionState {
	const at = state.screens.findIndex(screen => screen.id === id && screen.kind === kind);
	if (at < 0) return state;
	const screens = [...state.screens];
	screens[at] = change(screens[at] as S);
	return {...state, screens};
}

/** The state with one screen replaced, whatever it is. */
export function withAnyScreen(
	state: SessionState,
	id: ScreenId,
	change: (screen: Screen) => Screen,
): SessionState {
	const screens = state.screens.map(screen => (screen.id === id ? change(screen) : screen));
	return {...state, screens};
}
