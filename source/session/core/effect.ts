import type {CompletionPlan} from '../../multipart/completion/completion.js';
import type {Handle, View} from '../../multipart/index/upload-index.js';
import type {Upload, UploadTarget} from '../../multipart/upload.js';
import type {AbortPlan} from '../../operations/abort/abort.js';
import type {AbortRunPlan, AbortRunResult} from '../../operations/abort-run/abort-run.js';
import type {HistoryQuery} from '../../operations/journal/history-query.js';
import type {Intent, OpenAct} from '../../operations/journal/journal.js';
import type {RecentLocation} from '../../profiles/recents/recent-location.js';
import type {Profile} from '../../profiles/store/profile.js';
import type {BucketTerms} from '../../s3/client/connection.js';
import type {ActId} from '../acts/acts-state.js';
import type {ScreenId} from './screen-id.js';

/** What an abort of many is about: what is marked in a list, or what is left of a run. */
export type AbortSource =
	| {readonly kind: 'marked'; readonly screen: ScreenId}
	| {readonly kind: 'again'; readonly uploads: readonly Upload[]; readonly act: ActId};

/** What is tested: a connection by its name (`own:NAME`), or what is typed into a form. */
export type TestSubject =
	| {readonly kind: 'named'; readonly name: string}
	| {readonly kind: 'typed'; readonly profile: Profile};

/** What the update wants done; `effects.ts` does it and reports with actions. */
export type Effect =
	/** By the name of a connection; none takes what the command line and the environment say. */
	| {
			readonly type: 'connect';
			readonly name?: string;
			/** To be opened, if the name still leads to its endpoint. */
			readonly location?: RecentLocation;
	  }
	| {readonly type: 'remember-location'; readonly location: RecentLocation}
	| {readonly type: 'list-connections'; readonly screen: ScreenId}
	| {readonly type: 'save-connection'; readonly profile: Profile; readonly before?: Profile}
	| {readonly type: 'remove-connection'; readonly name: string}
	/** Asks the service what the connection is good for; one at a time. */
	| {readonly type: 'test-connection'; readonly test: number; readonly subject: TestSubject}
	| {readonly type: 'stop-test'}
	| {readonly type: 'list-buckets'; readonly screen: ScreenId}
	/** Counts the uploads of buckets, a page of each: what is seen first, then `all`, unless what was to be counted stays. */
	| {
			readonly type: 'count-buckets';
			readonly screen: ScreenId;
			readonly seen: readonly string[];
			readonly all?: readonly string[];
	  }
	/** Lists a bucket to its end and reads the parts of its uploads. */
	| {readonly type: 'measure-bucket'; readonly screen: ScreenId; readonly bucket: string}
	| {
			readonly type: 'list-uploads';
			readonly screen: ScreenId;
			readonly bucket: string;
			readonly prefix: string;
			/** `resume`: where the listing was left. */
			readonly from: 'start' | 'resume';
	  }
	/** Reads the bucket's own rules for unfinished uploads, where that is allowed. */
	| {readonly type: 'read-cleanup'; readonly screen: ScreenId; readonly bucket: string}
	| {readonly type: 'watch'; readonly screen: ScreenId; readonly wanted: boolean}
	/** Ends the reads of a screen; what was read stays. */
	| {readonly type: 'stop-reads'; readonly screen: ScreenId}
	| {readonly type: 'set-view'; readonly screen: ScreenId; readonly view: View}
	| {readonly type: 'mark'; readonly screen: ScreenId; readonly handle: Handle}
	| {readonly type: 'mark-shown'; readonly screen: ScreenId}
	| {readonly type: 'clear-marks'; readonly screen: ScreenId}
	/** What is known of their parts is out of date. */
	| {readonly type: 'look-at-uploads'; readonly targets: readonly UploadTarget[]}
	| {readonly type: 'forget-uploads'; readonly targets: readonly UploadTarget[]}
	/** Reads parts: the rows from `from` to `to` first, then more down the list within the budget. */
	| {
			readonly type: 'read-parts';
			readonly screen: ScreenId;
			readonly from: number;
			readonly to: number;
			readonly budget: number;
			/** The person moves: what they pass is not worth a request yet. */
			readonly moving: boolean;
	  }
	| {
			readonly type: 'load-parts';
			readonly screen: ScreenId;
			readonly target: UploadTarget;
			readonly upload: Upload;
	  }
	| {
			readonly type: 'prepare-complete';
			readonly target: UploadTarget;
			readonly upload: Upload;
			/** Parts that were left out. */
			readonly excluded: ReadonlySet<number>;
			/** Whether it is to go without a condition. */
			readonly unconditional?: boolean;
			/** Of this act alone; absent: those of the connection. */
			readonly terms?: BucketTerms;
	  }
	| {
			readonly type: 'complete';
			readonly act: ActId;
			readonly plan: CompletionPlan;
			readonly keyTyped: boolean;
			readonly terms?: BucketTerms;
	  }
	/** Of the object that a Complete made. */
	| {
			readonly type: 'read-publicly' | 'make-public';
			readonly act: ActId;
			readonly target: UploadTarget;
	  }
	| {readonly type: 'prepare-abort'; readonly bucket: string; readonly upload: Upload}
	/** The dialog was closed while it prepared. */
	| {readonly type: 'stop-preparing'}
	| {
			readonly type: 'abort';
			readonly act: ActId;
			readonly plan: AbortPlan;
			readonly keyTyped: boolean;
	  }
	/** Reads what was not read of the uploads, and tells what an abort of them would be. */
	| {
			readonly type: 'plan-run';
			readonly source: AbortSource;
			readonly bucket: string;
			readonly includeActive: boolean;
	  }
	| {readonly type: 'start-run'; readonly act: ActId; readonly plan: AbortRunPlan}
	| {
			readonly type: 'start-emptying';
			readonly act: ActId;
			readonly bucket: string;
			readonly prefix?: string;
			/** The file of the emptying that was killed, and is gone on with. */
			readonly after?: string;
	  }
	| {
			readonly type: 'resume-run';
			readonly act: ActId;
			readonly bucket: string;
			readonly file: string;
	  }
	| {
			readonly type: 'control-run';
			readonly act: ActId;
			readonly what: 'pause' | 'go-on' | 'stop';
	  }
	| {
			readonly type: 'export-failures';
			readonly bucket: string;
			readonly path: string;
			readonly results: readonly AbortRunResult[];
	  }
	| {readonly type: 'look-again'; readonly acts: readonly OpenAct[]}
	/** Ends an act in the journal by hand. */
	| {readonly type: 'close-act'; readonly intent: Intent}
	/** Reads the history until so many rows show. */
	| {readonly type: 'read-history'; readonly screen: ScreenId; readonly rows: number}
	| {
			readonly type: 'filter-history';
			readonly screen: ScreenId;
			readonly query: HistoryQuery;
			readonly rows: number;
	  }
	/** What is on the screens of the history is out of date. */
	| {readonly type: 'refresh-history'}
	| {
			readonly type: 'export-parts' | 'import-parts';
			readonly screen: ScreenId;
			readonly path: string;
			readonly plan: CompletionPlan;
	  }
	| {readonly type: 'copy'; readonly value: string; readonly title: string}
	| {readonly type: 'end-notice'; readonly id: number; readonly after: number};

export type ConnectionsEffect = Extract<Effect, {type: 'list-connections'}>;
export type BucketsEffect = Extract<
	Effect,
	{type: 'list-buckets' | 'count-buckets' | 'measure-bucket'}
>;
export type UploadsEffect = Extract<
	Effect,
	{
		type:
			| 'list-uploads'
			| 'read-cleanup'
			| 'read-parts'
			| 'watch'
			| 'set-view'
			| 'mark'
			| 'mark-shown'
			| 'clear-marks';
	}
>;
export type PartsEffect = Extract<Effect, {type: 'load-parts' | 'export-parts' | 'import-parts'}>;
export type HistoryEffect = Extract<Effect, {type: 'read-history' | 'filter-history'}>;
