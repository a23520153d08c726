import type {CompletionPlan} from '../../multipart/completion/completion.js';
import type {Handle, View} from '../../multipart/index/upload-index.js';
import type {GroupOrder, Level} from '../../multipart/rollup/level.js';
import type {Upload, UploadTarget} from '../../multipart/upload.js';
import type {AbortPlan} from '../../operations/abort/abort.js';
import type {AbortRunPlan, AbortRunResult} from '../../operations/abort-run/abort-run.js';
import type {HistoryQuery} from '../../operations/journal/history-query.js';
import type {Intent, OpenAct} from '../../operations/journal/journal.js';
import type {PreparedRescue} from '../../operations/rescue/rescue-types.js';
import type {RulePlan, RuleRequest, RulesWritten} from '../../operations/rules/types.js';
import type {RecentLocation} from '../../profiles/recents/recent-location.js';
import type {Profile} from '../../profiles/store/profile.js';
import type {ViewChange} from '../../profiles/views/connection-view.js';
import type {BucketTerms} from '../../s3/client/connection.js';
import type {ActId} from '../acts/acts-state.js';
import type {UploadsSource} from '../rules/rules-facts.js';
import type {ScreenId} from './screen-id.js';

/** What an abort of many is about: what is marked in a list, a group of it as it was named, or what is left of a run. */
export type AbortSource =
	| {readonly kind: 'marked'; readonly screen: ScreenId}
	| {readonly kind: 'group'; readonly screen: ScreenId; readonly handles: Uint32Array}
	| {readonly kind: 'again'; readonly uploads: readonly Upload[]; readonly act: ActId};

/** What is tested: a connection by its name (`own:NAME`), or what is typed into a form. */
export type TestSubject =
	| {readonly kind: 'named'; readonly name: string}
	| {readonly kind: 'typed'; readonly profile: Profile};

/** What the update wants done, with all that it takes; `effects.ts` does it and reports with actions. */
export type Effects = {
	/** By the name of a connection; none takes what the command line and the environment say. */
	connect: {
		name?: string;
		/** To be opened, if the name still leads to its endpoint. */
		location?: RecentLocation;
	};
	'remember-location': {location: RecentLocation};
	/** Of the lists of a connection, by its name. */
	'remember-view': {connection: string; change: ViewChange};
	'list-connections': {screen: ScreenId};
	'save-connection': {profile: Profile; before?: Profile};
	'remove-connection': {name: string};
	/** Asks the service what the connection is good for; one at a time. */
	'test-connection': {test: number; subject: TestSubject};
	'stop-test': object;
	'list-buckets': {
		screen: ScreenId;
		/** What was half measured is forgotten, but for what waits to be. */
		anew?: boolean;
	};
	/** Counts the uploads of buckets, a page of each: what is seen first, then `all`, unless what was to be counted stays. */
	'count-buckets': {
		screen: ScreenId;
		seen: readonly string[];
		all?: readonly string[];
		/** Whose rules for unfinished uploads are read. */
		rules: readonly string[];
	};
	/** Lists buckets to their end and reads the parts of their uploads, one after the other, in place of what was to be measured. */
	'measure-buckets': {
		screen: ScreenId;
		buckets: readonly string[];
		/** Of these: not where it was left, but from the start. */
		anew?: readonly string[];
	};
	'list-uploads': {
		screen: ScreenId;
		bucket: string;
		prefix: string;
		/** `resume`: where the listing was left. */
		from: 'start' | 'resume';
	};
	/** Reads the bucket's own rules for unfinished uploads, where that is allowed. */
	'read-cleanup': {screen: ScreenId; bucket: string};
	watch: {screen: ScreenId; wanted: boolean};
	/** Ends the reads of a screen; what was read stays. */
	'stop-reads': {screen: ScreenId};
	'set-view': {screen: ScreenId; view: View};
	mark: {screen: ScreenId; handle: Handle};
	/** Marks the rows that show from one to the other, or takes their marks away where the first has one. */
	'mark-range': {screen: ScreenId; from: Handle; to: Handle};
	'mark-shown': {screen: ScreenId};
	'clear-marks': {screen: ScreenId};
	/** Marks or unmarks the uploads of a group, or of all groups that show. */
	'mark-group': {screen: ScreenId; group?: string; marked: boolean};
	/** Groups what the list shows; without a level nothing is grouped. */
	'roll-up': {screen: ScreenId; level: Level | undefined; order: GroupOrder};
	/** What is known of their parts is out of date. */
	'look-at-uploads': {targets: readonly UploadTarget[]};
	'forget-uploads': {targets: readonly UploadTarget[]};
	/** Reads parts: the rows from `from` to `to` first, then more down the list within the budget. */
	'read-parts': {
		screen: ScreenId;
		from: number;
		to: number;
		budget: number;
		/** The user moves: what they pass is not worth a request yet. */
		moving: boolean;
		/** The row whose details are shown: whether it can be completed is read once the cursor rests. */
		details?: number;
	};
	'load-parts': {screen: ScreenId; target: UploadTarget; upload: Upload};
	'prepare-complete': {
		target: UploadTarget;
		upload: Upload;
		/** Parts that were left out. */
		excluded: ReadonlySet<number>;
		/** Whether it is to go without a condition. */
		unconditional?: boolean;
		/** Of this act alone; absent: those of the connection. */
		terms?: BucketTerms;
	};
	complete: {act: ActId; plan: CompletionPlan; keyTyped: boolean; terms?: BucketTerms};
	/** Of the object that a Complete made. */
	'read-publicly': {act: ActId; target: UploadTarget};
	/** Of the object that a Complete made. */
	'make-public': {act: ActId; target: UploadTarget};
	'prepare-abort': {bucket: string; upload: Upload};
	/** The dialog was closed while it prepared. */
	'stop-preparing': object;
	abort: {act: ActId; plan: AbortPlan; keyTyped: boolean};
	/** Reads what was not read of the uploads, and tells what an abort of them would be. */
	'plan-run': {
		source: AbortSource;
		bucket: string;
		/** Under which the list holds them. */
		prefix: string;
		includeActive: boolean;
		includeHeld: boolean;
	};
	'start-run': {act: ActId; plan: AbortRunPlan};
	'start-emptying': {
		act: ActId;
		bucket: string;
		prefix?: string;
		/** Also of what makers hold open on purpose. */
		includesHeld: boolean;
		/** The file of the emptying that was killed, and is gone on with. */
		after?: string;
	};
	'resume-run': {act: ActId; bucket: string; file: string};
	'control-run': {act: ActId; what: 'pause' | 'go-on' | 'stop'};
	'export-failures': {bucket: string; path: string; results: readonly AbortRunResult[]};
	/** Reads the rules of a bucket, and counts what they do to uploads where these come from somewhere. */
	'read-rules': {screen: ScreenId; bucket: string; from?: UploadsSource};
	'plan-rule': {bucket: string; request: RuleRequest};
	'change-rules': {act: ActId; plan: RulePlan};
	/** Over what the change was sent. */
	'put-back-rules': {act: ActId; of: ActId; written: RulesWritten};
	/** Looks for a file that a rescue may be meant from. */
	'suggest-file': {folder: string; name: string};
	/** What stands at a path that is typed. */
	'see-path': {typed: string};
	'complete-path': {typed: string};
	/** Compares a file with the parts of an upload. */
	'prepare-rescue': {target: UploadTarget; upload: Upload; file: string; partSize?: number};
	rescue: {act: ActId; prepared: PreparedRescue; keyTyped: boolean};
	'control-rescue': {act: ActId; what: 'pause' | 'go-on' | 'stop'};
	'look-again': {acts: readonly OpenAct[]};
	/** Ends an act in the journal by hand. */
	'close-act': {intent: Intent};
	/** Reads the history until so many rows show. */
	'read-history': {screen: ScreenId; rows: number};
	/** Shows the operations of a run under it, or no longer. */
	'toggle-run': {screen: ScreenId; run: string};
	'filter-history': {screen: ScreenId; query: HistoryQuery; rows: number};
	/** What is on the screens of the history is out of date. */
	'refresh-history': object;
	'export-parts': {screen: ScreenId; path: string; plan: CompletionPlan};
	'import-parts': {screen: ScreenId; path: string; plan: CompletionPlan};
	copy: {value: string; title: string};
	'end-notice': {id: number; after: number};
};

/** An effect of a type. */
export type EffectOf<T extends keyof Effects> = {[K in T]: Readonly<{type: K} & Effects[K]>}[T];

export type Effect = EffectOf<keyof Effects>;

/** What does each of them. */
export type EffectHandlers = {readonly [T in keyof Effects]: (effect: EffectOf<T>) => void};

/** What is read for one screen: what reads for it takes it. */
export type ScreenEffect = Extract<Effect, {readonly screen: ScreenId}>;
