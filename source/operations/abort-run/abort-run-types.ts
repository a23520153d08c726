import type {PlannedAbort} from '../../multipart/abort-selection.js';
import type {SeenService} from '../../multipart/services/service.js';
import type {S3Failure} from '../../s3/failure/failure.js';
import type {SentAbort} from '../abort/abort-sent.js';
import type {JournalError} from '../journal/journal.js';
import type {Verdict} from '../reason/verdict.js';
import type {RunFileError} from './error.js';
import type {AbortKind} from './kinds.js';
import type {RunFile} from './run-file.js';

/** What a confirmed abort of many uploads is about. Being in `uploads` is having been named as what it is. */
export type AbortRunPlan = {
	readonly bucket: string;
	/** The prefix of the listing that showed the uploads: the listing that proves them gone is the same one. */
	readonly prefix?: string;
	readonly uploads: readonly PlannedAbort[];
	/** How many uploads that listing held: tells whether asking for each key is cheaper than listing again. */
	readonly listed?: number;
	/** Which service that listing came from, as its own answers tell; absent where it was not read to its end. */
	readonly listedBy?: SeenService;
	/** The confirmation named everything in the bucket: no upload is left alone because it moved. */
	readonly everything?: boolean;
	/** Where it named everything: also what makers hold open on purpose. */
	readonly includesHeld?: boolean;
};

export type AbortRunResult = Verdict<AbortKind> & {
	readonly upload: PlannedAbort;
	/** Bytes that were listed just before and are freed; only when it is gone by an Abort of ours. */
	readonly freed?: number;
	/** Set when the outcome could not be written to the journal. */
	readonly journalProblem?: JournalError;
};

/**
 * - `running`; `pausing`: what was sent is waited for; `paused`: nothing is under way.
 * - `stopping`: as pausing, for good; `proving`: the listing at the end is read; `ended`.
 */
export type AbortRunState = 'running' | 'pausing' | 'paused' | 'stopping' | 'proving' | 'ended';

/** What pauses a run when it is not the user. */
export type PauseReason = S3Failure | JournalError | RunFileError;

/** Cheap to ask for; a new value each time. */
export type AbortRunFacts = {
	readonly state: AbortRunState;
	readonly total: number;
	/** How many have come to what; `accepted` are still being proven until the run has ended. */
	readonly counts: Readonly<Record<AbortKind, number>>;
	/** Neither begun nor ended: in the queue, or waiting to be tried again. */
	readonly waiting: number;
	readonly underWay: number;
	/** Bytes that are proven to be freed, and those of accepted Aborts that are yet to be proven. */
	readonly freed: number;
	readonly freeing: number;
	/** How many uploads are gone that held parts without a size: more is freed than `freed`. */
	readonly unsized: number;
	/**
	 * Uploads a second over the last seconds, without those that a stop kept from being sent; undefined until
	 * there is something to measure, and while it is paused.
	 */
	readonly rate?: number;
	/** Milliseconds until nothing waits any more, at this rate. */
	readonly timeLeft?: number;
	/** How many times a request was put off because the service asked for fewer. */
	readonly throttled: number;
	/**
	 * What paused the run, when it was not the user: expired credentials, a lost network, the journal,
	 * or (for good: only `stop` helps) that another process has taken its file.
	 */
	readonly pausedBy?: PauseReason;
	/**
	 * Milliseconds from asking for the parts again to the Abort leaving, the widest so far: what lands within that
	 * may be lost. Undefined before the first.
	 */
	readonly widestWindow?: number;
	/** Milliseconds that the run took so far, pauses included. */
	readonly elapsed: number;
};

export type AbortRunEvent =
	/** Once for each upload when it ends, `gone` ones included; `accepted` may be followed by another. */
	| {readonly kind: 'result'; readonly result: AbortRunResult}
	| {readonly kind: 'state'; readonly state: AbortRunState};

export type AbortRunOptions = {
	/** How many uploads are worked on at a time, asked over and over; the width of the endpoint's pace unless given. */
	readonly width?: () => number;
	/** Milliseconds after which an Abort that is under way no longer keeps others from beginning: 2,000 unless given. */
	readonly slowAfter?: number;
	/** Milliseconds at most from asking for the parts of an upload again to its Abort leaving: 2,000 unless given. */
	readonly readWithin?: number;
	readonly onEvent?: (event: AbortRunEvent) => void;
	/** For tests. */
	readonly sleep?: (milliseconds: number) => Promise<void>;
};

/** An abort of many uploads that is under way. */
export type AbortRun = {
	/** Names its file and, in the journal, its acts. */
	readonly id: string;
	/** Where its plan and results are kept; undefined when the file could not be written. */
	readonly file: string | undefined;
	facts(): AbortRunFacts;
	/** Those that are not gone (nor waiting to be proven), in the order they ended. */
	results(): readonly AbortRunResult[];
	/** Nothing more is begun; what was sent is waited for. */
	pause(): void;
	/** Goes on after a pause, whoever made it; not where another process has taken the file. */
	goOn(): void;
	/** Nothing more is begun, for good; what was sent is waited for and proven. The rest is `stopped`. */
	stop(): void;
	/** Resolves with the last facts. Rejects only for a defect. */
	readonly ended: Promise<AbortRunFacts>;
};

/** What a run begins with: all of its plan, or what is left of one that was taken up again. */
export type AbortRunStart = {
	readonly id: string;
	readonly plan: AbortRunPlan;
	readonly path: string;
	/** Opens the file; undefined when it cannot be written, which is no reason not to abort. */
	readonly openFile: () => Promise<RunFile | undefined>;
	/** The places in the plan of what is to be done; all of them when absent. */
	readonly rest?: readonly number[];
	/** What was known of the others. */
	readonly before?: readonly AbortRunResult[];
	/** Of those that are to be done: what the service reported success to before, by their place. */
	readonly accepted?: ReadonlyMap<number, SentAbort>;
};
