import type {AbortSelection} from '../../multipart/abort-selection.js';
import type {CompletionPlan} from '../../multipart/completion/completion.js';
import type {Totals} from '../../multipart/index/upload-index.js';
import type {ServiceId} from '../../multipart/services/service-table.js';
import type {Upload, UploadTarget} from '../../multipart/upload.js';
import type {AbortPlan} from '../../operations/abort/abort.js';
import type {InterruptedRun} from '../../operations/abort-run/run-resume.js';
import type {ConnectionTest} from '../../operations/connection-test/connection-test.js';
import type {PastAct} from '../../operations/journal/journal.js';
import type {Profile} from '../../profiles/store/profile.js';
import type {BucketTerms} from '../../s3/client/connection.js';
import type {Line} from '../../terminal/line-editor.js';
import type {ActId} from '../acts/acts-state.js';
import type {ScreenId} from '../core/screen-id.js';
import type {Trouble} from '../core/trouble.js';
import type {ListCursor} from '../frame/list-cursor.js';

/** Where the focus is when something asks for a yes. It starts on cancel. */
export type Focus = 'cancel' | 'go';

/** A word that has to be typed before anything happens. */
export type TypedWord = {
	readonly line: Line;
	readonly wanted: string;
	/** What stands before the field: `type the name of the bucket`. */
	readonly ask: string;
};

export type CompleteDialog = {
	readonly kind: 'complete';
	readonly target: UploadTarget;
	readonly upload: Upload;
	/** Parts that the person left out. */
	readonly excluded: ReadonlySet<number>;
	/** Absent while it is prepared. */
	readonly plan?: CompletionPlan;
	/** What changed since the plan that was confirmed before. */
	readonly changes: readonly string[];
	readonly focus: Focus;
	readonly word?: TypedWord;
	readonly trouble?: Trouble;
	/** Set when a Complete of this upload probably failed and may be sent again. */
	readonly afterProbablyFailed: boolean;
	/** Set where the service refused the condition: it goes without one. */
	readonly unconditional?: boolean;
	/** Of this act alone; absent: those of the connection. */
	readonly terms?: BucketTerms;
};

export type AbortDialog = {
	readonly kind: 'abort';
	readonly target: UploadTarget;
	readonly upload: Upload;
	/** Absent while it is read again. */
	readonly plan?: AbortPlan;
	/** Why nothing was sent when it was confirmed before. */
	readonly moved?: string;
	readonly focus: Focus;
	readonly word?: TypedWord;
	readonly trouble?: Trouble;
	readonly afterProbablyFailed: boolean;
};

/** What an abort of many is about: what is marked in a list, or what is left of a run. */
export type AbortSource =
	| {readonly kind: 'marked'; readonly screen: ScreenId}
	| {readonly kind: 'again'; readonly uploads: readonly Upload[]; readonly act: ActId};

export type AbortManyDialog = {
	readonly kind: 'abort-many';
	readonly source: AbortSource;
	readonly bucket: string;
	readonly prefix: string;
	/** How many were named. */
	readonly named: number;
	/** How many the list held that named them. */
	readonly listed?: number;
	/** They are all that is in progress in the bucket. */
	readonly isEverything: boolean;
	/** How many were read so far of those that had to be. */
	readonly read: number;
	readonly toRead: number;
	/** How many of them the filter of the list hides. */
	readonly hidden: number;
	/** Absent while it is planned. */
	readonly selection?: AbortSelection;
	readonly word?: TypedWord;
	readonly trouble?: Trouble;
};

/** Asks before everything in progress in a bucket is aborted. */
export type EmptyBucketDialog = {
	readonly kind: 'empty-bucket';
	readonly bucket: string;
	readonly prefix: string;
	/** What the list knows of it; absent where an emptying that was killed is taken up. */
	readonly totals?: Totals;
	readonly killed?: InterruptedRun;
	readonly word: TypedWord;
};

/** Shows an abort of many, running or ended; the cursor is in what is not gone. */
export type RunDialog = {readonly kind: 'run'; readonly act: ActId; readonly cursor: ListCursor};

/** Asks whether a run that was killed goes on. */
export type ResumeRunDialog = {
	readonly kind: 'resume-run';
	readonly run: InterruptedRun;
	readonly focus: Focus;
};

/** Shows one act of this session, running or ended. */
export type ActDialog = {readonly kind: 'act'; readonly act: ActId};

/** Every act that runs, and those whose outcome nobody knows. */
export type ActsDialog = {readonly kind: 'acts'; readonly cursor: ListCursor};

/** Shows all that is known of an act of the history. */
export type PastActDialog = {readonly kind: 'past-act'; readonly act: PastAct};

/** Asks before an act with an unknown outcome is closed by hand. */
export type CloseActDialog = {
	readonly kind: 'close-act';
	readonly act: PastAct;
	readonly word: TypedWord;
};

/** Asks before an object is opened to everybody. */
export type MakePublicDialog = {
	readonly kind: 'make-public';
	readonly act: ActId;
	readonly target: UploadTarget;
	readonly focus: Focus;
};

/** Something to read: what an imported parts file and the service say of each other. */
export type TextDialog = {
	readonly kind: 'text';
	readonly title: string;
	readonly sentences: readonly string[];
};

export type CopyItem = {readonly title: string; readonly value: string};

export type CopyDialog = {
	readonly kind: 'copy';
	readonly items: readonly CopyItem[];
	readonly cursor: ListCursor;
};

/** Asks before many requests are sent. */
export type ReadMoreDialog = {
	readonly kind: 'read-more';
	readonly uploads: number;
	readonly focus: Focus;
};

/** What can be chosen in a field; no two have the same value, or the same title. */
export type Option = {readonly value: string; readonly title: string};

export type FormField = {
	readonly name: string;
	readonly title: string;
	readonly line: Line;
	readonly hint: string;
	readonly secret?: boolean;
	/** Where one of several is chosen; `typed` is the beginning of a title that was typed last. */
	readonly choice?: {readonly options: readonly Option[]; readonly typed: string};
	/** A sentence when what is typed will not do: it was refused. */
	readonly problem?: string;
	/** The same while it is typed: it may merely be incomplete. */
	readonly remark?: string;
	/** What to know of it, shown while it is in focus. */
	readonly notes?: readonly string[];
};

/** What a form is for. */
export type FormPurpose =
	| {readonly kind: 'bucket'}
	| {readonly kind: 'upload'; readonly bucket: string}
	| {
			readonly kind: 'connection';
			/** What is edited, as it was when the form was opened. */
			readonly before?: Profile;
			/** The names of the profiles in the AWS config. */
			readonly awsProfiles: readonly string[];
			/** What the last test of what is typed found behind the endpoint, as that was typed. */
			readonly tested?: {readonly endpoint: string; readonly service: ServiceId};
	  }
	/** The terms of one act; its confirmation comes back. */
	| {readonly kind: 'terms'; readonly of: CompleteDialog}
	/** Of the parts screen of this number. */
	| {readonly kind: 'export-parts' | 'import-parts'; readonly screen: ScreenId}
	| {readonly kind: 'export-failures'; readonly act: ActId};

export type FormDialog = {
	readonly kind: 'form';
	readonly purpose: FormPurpose;
	readonly title: string;
	readonly fields: readonly FormField[];
	readonly focus: number;
};

/** What is tested: a connection by its name (`own:NAME`), or what is typed into a form. */
export type TestSubject =
	| {readonly kind: 'named'; readonly name: string}
	| {readonly kind: 'typed'; readonly profile: Profile};

/** Shows what a connection is good for; the form that it was asked from comes back. */
export type TestDialog = {
	readonly kind: 'test';
	/** Its own number: what comes late is of another test. */
	readonly id: number;
	readonly label: string;
	readonly subject: TestSubject;
	/** Absent until something is known. */
	readonly test?: ConnectionTest;
	/** Why nothing can be asked. */
	readonly refused?: string;
	readonly over?: FormDialog;
};

export type RemoveDialog = {
	readonly kind: 'remove-connection';
	readonly name: string;
	readonly focus: Focus;
};

export type Dialog =
	| CompleteDialog
	| AbortDialog
	| AbortManyDialog
	| EmptyBucketDialog
	| RunDialog
	| ResumeRunDialog
	| ActDialog
	| ActsDialog
	| PastActDialog
	| CloseActDialog
	| CopyDialog
	| TextDialog
	| MakePublicDialog
	| ReadMoreDialog
	| FormDialog
	| TestDialog
	| RemoveDialog;
