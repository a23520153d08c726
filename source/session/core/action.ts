import type {AbortSelection} from '../../multipart/abort-selection.js';
import type {CleanupRule} from '../../multipart/cleanup-rules.js';
import type {PlanChange} from '../../multipart/completion/changes.js';
import type {CompletionPlan} from '../../multipart/completion/completion.js';
import type {Totals} from '../../multipart/index/upload-index.js';
import type {ServiceId} from '../../multipart/services/service-table.js';
import type {UploadTarget} from '../../multipart/upload.js';
import type {AbortPlan, AbortResult} from '../../operations/abort/abort.js';
import type {EmptyingEnd, EmptyingFacts} from '../../operations/abort-run/abort-empty.js';
import type {AbortRunFacts, AbortRunResult} from '../../operations/abort-run/abort-run.js';
import type {InterruptedRun} from '../../operations/abort-run/run-resume.js';
import type {CompletePhase, CompleteResult} from '../../operations/complete/complete.js';
import type {PublicReading, PublicReadResult} from '../../operations/complete/public-read.js';
import type {ConnectionTest} from '../../operations/connection-test/connection-test.js';
import type {Intent, OpenAct} from '../../operations/journal/journal.js';
import type {Settlement} from '../../operations/journal/settle.js';
import type {BucketCount} from '../../operations/scan/bucket-counts.js';
import type {BucketMeasure} from '../../operations/scan/bucket-measure.js';
import type {RecentLocation} from '../../profiles/recents/recent-location.js';
import type {ConnectionEntry} from '../../profiles/resolve/resolve.js';
import type {Bucket, PaceFacts} from '../../s3/gateway/gateway.js';
import type {ActId} from '../acts/acts-state.js';
import type {ConnectionInfo} from '../connections/connection-info.js';
import type {ScreenId} from './screen-id.js';
import type {Clocks, HistoryScreen, Notice} from './state.js';
import type {Trouble} from './trouble.js';

/** What an index looks like after a change, as far as the state holds it. */
export type IndexFacts = {
	readonly version: number;
	readonly shown: number;
	readonly totals: Totals;
	readonly pendingReads: number;
	/** Rows that the view shows last since the column it is sorted by is not read for them. */
	readonly unsorted: number;
	/** The listing was left in the middle and can be taken up again. */
	readonly canResume: boolean;
	/** What is read waits for credentials. */
	readonly awaitingCredentials?: boolean;
	/** Rows of the listing that name no upload. */
	readonly dropped: number;
	/** Which service it is, by its answers and the connection. */
	readonly service?: ServiceId;
	readonly serviceVersion?: string;
	/** What was sent to the endpoint, and how fast. */
	readonly pace: PaceFacts;
};

/** What was read of the history, as far as the state holds it. */
export type HistoryFacts = Pick<
	HistoryScreen,
	'version' | 'shown' | 'read' | 'damaged' | 'isReading' | 'isWhole'
>;

/** Everything that happens to a session: keys first, then what effects report. */
export type Action =
	| {
			readonly type: 'key';
			/** Its name, or the character. */
			readonly key: string;
			/** What it types, where it is a character. */
			readonly text?: string;
			/** Whether it came alone: not within joined input. */
			readonly alone: boolean;
	  }
	| {readonly type: 'paste'; readonly text: string}
	| {readonly type: 'resized'; readonly columns: number; readonly rows: number}
	/** The text over the screen ends here: further it cannot be scrolled. */
	| {readonly type: 'scrolled'; readonly to: number}
	| ({readonly type: 'ticked'} & Clocks)
	| {readonly type: 'notice-ended'; readonly id: number}
	| ({readonly type: 'noticed'} & Omit<Notice, 'id'>)
	| {
			readonly type: 'connected';
			readonly connection: ConnectionInfo;
			readonly target?: {readonly bucket: string; readonly prefix: string};
	  }
	| {readonly type: 'not-connected'; readonly trouble: Trouble}
	| {readonly type: 'pick-connection'}
	| {readonly type: 'recents-read'; readonly recents: readonly RecentLocation[]}
	| {
			readonly type: 'connections-listed';
			readonly screen: ScreenId;
			readonly entries: readonly ConnectionEntry[];
			readonly trouble?: string;
	  }
	| {
			readonly type: 'buckets-listed';
			readonly screen: ScreenId;
			readonly buckets: readonly Bucket[];
	  }
	| {
			readonly type: 'buckets-counted';
			readonly screen: ScreenId;
			/** Since the last report. */
			readonly counts: ReadonlyMap<string, BucketCount>;
			/** How many are still to be counted. */
			readonly pending: number;
			readonly measure?: {readonly bucket: string; readonly facts: BucketMeasure};
			/** What is measured now, and what waits for it. */
			readonly measuring?: string;
			readonly waiting: readonly string[];
	  }
	| {readonly type: 'failed'; readonly screen: ScreenId; readonly trouble: Trouble}
	| {readonly type: 'index-changed'; readonly screen: ScreenId; readonly facts: IndexFacts}
	| {
			readonly type: 'listing-ended';
			readonly screen: ScreenId;
			readonly how: 'ended' | 'stuck' | 'failed';
			readonly trouble?: Trouble;
			/** After a refresh: how many came and went. */
			readonly came?: number;
			readonly went?: number;
	  }
	| {
			readonly type: 'parts-loaded';
			readonly screen: ScreenId;
			readonly plan: CompletionPlan;
	  }
	| {
			readonly type: 'complete-prepared';
			readonly plan: CompletionPlan;
			readonly changes: readonly PlanChange[];
	  }
	| {readonly type: 'abort-prepared'; readonly plan: AbortPlan}
	| {
			readonly type: 'act-refused';
			readonly trouble: Trouble;
			/** Absent: the dialog that asked for the act tells it. */
			readonly act?: ActId;
	  }
	| {readonly type: 'complete-phase'; readonly act: ActId; readonly phase: CompletePhase}
	| {readonly type: 'complete-ended'; readonly act: ActId; readonly result: CompleteResult}
	| {readonly type: 'abort-ended'; readonly act: ActId; readonly result: AbortResult}
	| {readonly type: 'run-planning'; readonly read: number; readonly toRead: number}
	| {
			readonly type: 'run-planned';
			readonly selection: AbortSelection;
			/** How many of what is marked the filter hides. */
			readonly hidden: number;
	  }
	| {
			readonly type: 'run-progress';
			readonly act: ActId;
			readonly facts?: AbortRunFacts;
			readonly emptying?: EmptyingFacts;
			/** Whether it can be taken up again after a kill. */
			readonly isKept?: boolean;
			readonly results: readonly AbortRunResult[];
			/** Since the last time. */
			readonly gone: readonly UploadTarget[];
	  }
	| {
			readonly type: 'run-ended';
			readonly act: ActId;
			readonly end?: EmptyingEnd;
			/** What an emptying left. */
			readonly results?: readonly AbortRunResult[];
	  }
	/** It could not be taken up again. */
	| {readonly type: 'run-refused'; readonly act: ActId; readonly sentence: string}
	| {readonly type: 'runs-interrupted'; readonly runs: readonly InterruptedRun[]}
	| {readonly type: 'failures-exported'; readonly path: string; readonly uploads: number}
	| {
			readonly type: 'act-looked-up';
			readonly intent: Intent;
			readonly settlement: Settlement;
			/** Somebody asked for the look: its result is shown whatever it is. */
			readonly asked: boolean;
	  }
	| {readonly type: 'public-read'; readonly act: ActId; readonly reading: PublicReading}
	| {readonly type: 'made-public'; readonly act: ActId; readonly result: PublicReadResult}
	| {readonly type: 'unsettled'; readonly acts: readonly OpenAct[]}
	| {readonly type: 'connection-saved' | 'connection-removed'; readonly name: string}
	| {
			readonly type: 'test-progress';
			readonly test: number;
			readonly label: string;
			readonly found: ConnectionTest;
	  }
	| {readonly type: 'test-refused'; readonly test: number; readonly sentence: string}
	| {
			readonly type: 'cleanup-read';
			readonly screen: ScreenId;
			readonly rules: readonly CleanupRule[];
	  }
	| {readonly type: 'history-changed'; readonly screen: ScreenId; readonly facts: HistoryFacts}
	| {readonly type: 'parts-exported'; readonly path: string; readonly parts: number}
	| {
			readonly type: 'parts-imported';
			readonly screen: ScreenId;
			readonly excluded: ReadonlySet<number>;
			readonly sentences: readonly string[];
	  }
	| {readonly type: 'form-refused'; readonly field: string; readonly problem: string};
