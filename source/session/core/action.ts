import type {AbortSelection} from '../../multipart/abort-selection.js';
import type {PlanChange} from '../../multipart/completion/changes.js';
import type {CompletionPlan} from '../../multipart/completion/completion.js';
import type {CleanupRule} from '../../multipart/rules/cleanup-rules.js';
import type {RuleChange} from '../../multipart/rules/rule-diff.js';
import type {ServiceId} from '../../multipart/services/service-table.js';
import type {UploadTarget} from '../../multipart/upload.js';
import type {AbortPlan, AbortResult} from '../../operations/abort/abort.js';
import type {EmptyingEnd, EmptyingFacts} from '../../operations/abort-run/abort-empty.js';
import type {AbortRunFacts, AbortRunResult} from '../../operations/abort-run/abort-run.js';
import type {PauseReason} from '../../operations/abort-run/abort-run-types.js';
import type {InterruptedRun} from '../../operations/abort-run/run-resume.js';
import type {CompletePhase, CompleteResult} from '../../operations/complete/complete.js';
import type {PublicReading, PublicReadResult} from '../../operations/complete/public-read.js';
import type {ConnectionTest} from '../../operations/connection-test/connection-test.js';
import type {Intent, OpenAct} from '../../operations/journal/journal.js';
import type {Settlement} from '../../operations/journal/settle.js';
import type {PreparedRescue, RescueResult} from '../../operations/rescue/rescue-types.js';
import type {ChangeResult, RulePlan} from '../../operations/rules/types.js';
import type {BucketCount} from '../../operations/scan/bucket-counts.js';
import type {BucketMeasure} from '../../operations/scan/bucket-measure.js';
import type {BucketRules} from '../../operations/scan/bucket-rules.js';
import type {RecentLocation} from '../../profiles/recents/recent-location.js';
import type {ConnectionEntry} from '../../profiles/resolve/resolve.js';
import type {ConnectionView} from '../../profiles/views/connection-view.js';
import type {Bucket} from '../../s3/gateway/gateway.js';
import type {Completed} from '../../terminal/local-file/path-completion.js';
import type {Queried} from '../abort-run/queried.js';
import type {ActId, RescueAct} from '../acts/acts-state.js';
import type {ConnectionInfo} from '../connections/connection-info.js';
import type {RescuePace} from '../rescue/rescue-pace.js';
import type {SeenPath} from '../rescue/seen-path.js';
import type {RulesFacts} from '../rules/rules-facts.js';
import type {TreeFacts} from '../uploads/tree/tree-view.js';
import type {ScreenId} from './screen-id.js';
import type {Clocks, HistoryScreen, Notice, UploadsScreen} from './state.js';
import type {Trouble} from './trouble.js';

/** What an index looks like after a change, as far as the state holds it. */
export type IndexFacts = Pick<
	UploadsScreen,
	| 'version'
	| 'shown'
	| 'totals'
	| 'shownSums'
	| 'asked'
	| 'pendingReads'
	| 'unsorted'
	| 'canResume'
	| 'awaitingCredentials'
	| 'dropped'
	| 'service'
	| 'serviceVersion'
	| 'pace'
> & {
	/** Of the groups; absent while the list shows, and until they are worked out. */
	readonly tree?: TreeFacts;
};

/** What was read of the history, as far as the state holds it. */
export type HistoryFacts = Pick<
	HistoryScreen,
	'version' | 'shown' | 'read' | 'damaged' | 'isReading' | 'isWhole'
>;

/** Everything that happens to a session, with what is known of it: keys first, then what effects report. */
export type Actions = {
	key: {
		/** Its name, or the character. */
		key: string;
		/** What it types, where it is a character. */
		text?: string;
		/** Whether it came alone: not within joined input. */
		alone: boolean;
	};
	paste: {text: string};
	resized: {columns: number; rows: number};
	/** The text over the screen ends here: further it cannot be scrolled. */
	scrolled: {to: number};
	ticked: Clocks;
	'notice-ended': {id: number};
	noticed: Omit<Notice, 'id'>;
	connected: {
		connection: ConnectionInfo;
		target?: {readonly bucket: string; readonly prefix: string};
	};
	'not-connected': {trouble: Trouble};
	'pick-connection': object;
	'recents-read': {recents: readonly RecentLocation[]};
	'views-read': {views: readonly ConnectionView[]};
	'connections-listed': {
		screen: ScreenId;
		entries: readonly ConnectionEntry[];
		trouble?: string;
		notes?: readonly string[];
	};
	'buckets-listed': {screen: ScreenId; buckets: readonly Bucket[]};
	'buckets-counted': {
		screen: ScreenId;
		/** Since the last report. */
		counts: ReadonlyMap<string, BucketCount>;
		rules: ReadonlyMap<string, BucketRules>;
		measures: ReadonlyMap<string, BucketMeasure>;
		/** How many are still to be counted. */
		pending: number;
		/** Which service answers, where that is known. */
		service?: ServiceId;
		/** Nothing more is measured: the credentials are lost. */
		isEnded: boolean;
	};
	failed: {screen: ScreenId; trouble: Trouble};
	'index-changed': {screen: ScreenId; facts: IndexFacts};
	'listing-ended': {
		screen: ScreenId;
		how: 'ended' | 'stuck' | 'failed';
		trouble?: Trouble;
		/** After a refresh: how many came and went. */
		came?: number;
		went?: number;
	};
	'verdict-read': {screen: ScreenId; plan: CompletionPlan};
	'parts-loaded': {screen: ScreenId; plan: CompletionPlan};
	'complete-prepared': {plan: CompletionPlan; changes: readonly PlanChange[]};
	'abort-prepared': {plan: AbortPlan};
	'act-refused': {
		trouble: Trouble;
		/** Absent: the dialog that asked for the act tells it. */
		act?: ActId;
	};
	'complete-phase': {act: ActId; phase: CompletePhase};
	'complete-ended': {act: ActId; result: CompleteResult};
	'abort-ended': {act: ActId; result: AbortResult};
	'run-planning': {read: number; toRead: number};
	'run-planned': {
		selection: AbortSelection;
		/** How many of what is marked the filter hides. */
		hidden: number;
		/** What a command asks for to name the same; absent where none does. */
		queried?: Queried;
	};
	'run-progress': {
		act: ActId;
		facts?: AbortRunFacts;
		emptying?: EmptyingFacts;
		/** Whether it can be taken up again after a kill. */
		isKept?: boolean;
		results: readonly AbortRunResult[];
		/** Since the last time. */
		gone: readonly UploadTarget[];
		/** As in `RunAct`. */
		aborted?: ReadonlySet<string>;
	};
	'run-ended': {
		act: ActId;
		end?: EmptyingEnd;
		/** What an emptying left. */
		results?: readonly AbortRunResult[];
	};
	/** It could not be taken up again. */
	'run-refused': {act: ActId; sentence: string};
	'runs-interrupted': {runs: readonly InterruptedRun[]};
	'failures-exported': {path: string; uploads: number};
	'act-looked-up': {
		intent: Intent;
		settlement: Settlement;
		/** Somebody asked for the look: its result is shown whatever it is. */
		asked: boolean;
	};
	'public-read': {act: ActId; reading: PublicReading};
	'made-public': {act: ActId; result: PublicReadResult};
	unsettled: {acts: readonly OpenAct[]};
	'connection-saved': {name: string};
	'connection-removed': {name: string};
	'test-progress': {test: number; label: string; found: ConnectionTest};
	'test-refused': {test: number; sentence: string};
	'cleanup-read': {screen: ScreenId; rules: readonly CleanupRule[]};
	'rules-read': {
		screen: ScreenId;
		facts: RulesFacts;
		/** While uploads are listed: how many so far. */
		listed?: number;
	};
	'rule-planning': {listed: number; read: number};
	'rule-planned': {plan: RulePlan};
	'rules-ended': {
		act: ActId;
		result: ChangeResult;
		/** What putting back would change; absent where nothing can be put back. */
		putBack?: readonly RuleChange[];
	};
	/** Of a file that the text of a path leads to. */
	'path-seen': {typed: string; seen: SeenPath};
	'path-completed': {typed: string; completed: Completed};
	'file-suggested': {folder: string; path: string};
	'rescue-proving': {pace: RescuePace};
	'rescue-prepared': {prepared: PreparedRescue};
	'rescue-progress': {
		act: ActId;
		/** Absent before it has begun. */
		pace?: RescuePace;
		state: RescueAct['state'];
		pausedBy?: PauseReason;
	};
	'rescue-ended': {act: ActId; result: RescueResult};
	'history-changed': {screen: ScreenId; facts: HistoryFacts};
	'parts-exported': {path: string; parts: number};
	'parts-imported': {
		screen: ScreenId;
		excluded: ReadonlySet<number>;
		sentences: readonly string[];
	};
	'form-refused': {field: string; problem: string};
};

/** An action of a type. */
export type ActionOf<T extends keyof Actions> = {[K in T]: Readonly<{type: K} & Actions[K]>}[T];

export type Action = ActionOf<keyof Actions>;
