import type {CompletionPlan} from '../../multipart/completion/completion.js';
import type {Price} from '../../multipart/price.js';
import type {RuleChange} from '../../multipart/rules/rule-diff.js';
import type {Upload} from '../../multipart/upload.js';
import type {AbortPlan, AbortResult} from '../../operations/abort/abort.js';
import type {EmptyingEnd, EmptyingFacts} from '../../operations/abort-run/abort-empty.js';
import type {AbortRunFacts, AbortRunResult} from '../../operations/abort-run/abort-run.js';
import type {PauseReason} from '../../operations/abort-run/abort-run-types.js';
import type {InterruptedRun} from '../../operations/abort-run/run-resume.js';
import type {CompletePhase, CompleteResult} from '../../operations/complete/complete.js';
import type {PublicReading, PublicReadResult} from '../../operations/complete/public-read.js';
import type {OpenAct} from '../../operations/journal/journal.js';
import type {WrittenRules} from '../../operations/journal/written-rules.js';
import type {PreparedRescue, RescueResult} from '../../operations/rescue/rescue-types.js';
import type {ChangeResult, RulePlan} from '../../operations/rules/types.js';
import type {BucketTerms} from '../../s3/client/connection.js';
import type {ConnectionInfo} from '../connections/connection-info.js';
import type {RescuePace} from '../rescue/rescue-pace.js';

export type ActId = number;

type ActBase = {
	readonly id: ActId;
	/** Milliseconds since the epoch, of this machine: what is measured is how long it takes. */
	readonly started: number;
	readonly ended?: number;
};

export type CompleteAct = ActBase & {
	readonly kind: 'complete';
	readonly plan: CompletionPlan;
	/** What it was sent through, whatever connection is shown by now. */
	readonly through: ConnectionInfo | undefined;
	/** As the list has it, for the dialog that opens again when it changed. */
	readonly upload: Upload;
	/** Its own; absent: those of the connection. */
	readonly terms?: BucketTerms;
	readonly phase: CompletePhase;
	readonly outcome?: CompleteResult;
	/** Whether anybody can read the object; asked for on demand. */
	readonly reading?: PublicReading | 'asking';
	/** What became of making it readable for anybody. */
	readonly made?: PublicReadResult | 'sending';
};

export type AbortAct = ActBase & {
	readonly kind: 'abort';
	readonly plan: AbortPlan;
	readonly result?: AbortResult;
};

/** An abort of many uploads, or of everything in a bucket. */
export type RunAct = ActBase & {
	readonly kind: 'run';
	readonly what: 'abort' | 'empty';
	/** What it was sent to, whatever connection is shown by now. */
	readonly endpoint: string | undefined;
	readonly bucket: string;
	/** What that asks for storage, where the connection said it. */
	readonly price?: Price;
	readonly total: number;
	/** Absent until it has begun. */
	readonly facts?: AbortRunFacts;
	readonly emptying?: EmptyingFacts;
	/** False where its file could not be written: it could not be taken up again after a kill. */
	readonly isKept?: boolean;
	/** How emptying ended. */
	readonly end?: EmptyingEnd;
	/**
	 * Identities (`uploadIdentity`) of those whose Abort the service accepted and that are yet to be proven gone, while it
	 * runs: one set, that grows and shrinks.
	 */
	readonly aborted?: ReadonlySet<string>;
	/** The uploads that are left, in the order their aborts ended. */
	readonly results: readonly AbortRunResult[];
};

/** A change of a bucket's rules. */
export type RulesAct = ActBase & {
	readonly kind: 'rules';
	readonly change: WrittenRules['change'];
	readonly bucket: string;
	readonly endpoint: string | undefined;
	readonly rule: RulePlan['rule'];
	/** How many rules were to stay as they are. */
	readonly others: number;
	readonly result?: ChangeResult;
	/** What putting back would change; absent where nothing can be put back. */
	readonly putBack?: readonly RuleChange[];
};

/** An upload that is finished from a file. */
export type RescueAct = ActBase & {
	readonly kind: 'rescue';
	readonly prepared: PreparedRescue;
	/** As the list has it, and the file and the part size as they were typed: for the dialog that opens again. */
	readonly upload: Upload;
	readonly file: string;
	readonly partSize?: number;
	/** What it was sent through, whatever connection is shown by now. */
	readonly through: ConnectionInfo | undefined;
	/** Absent until it has begun. */
	readonly pace?: RescuePace;
	readonly state: 'running' | 'paused' | 'stopping';
	/** What paused it, where it was not asked for. */
	readonly pausedBy?: PauseReason;
	readonly result?: RescueResult;
};

/** One act of this session; it stays when its screen is left. */
export type Act = CompleteAct | AbortAct | RunAct | RulesAct | RescueAct;

export type ActsState = {
	readonly nextId: ActId;
	readonly acts: readonly Act[];
	/** Acts in the journal without an end, or with an unknown one: of any partway on this machine. */
	readonly unsettled: readonly OpenAct[];
	/** Aborts of many that were killed in the middle, of any partway on this machine. */
	readonly interrupted: readonly InterruptedRun[];
};

export const noActs: ActsState = {nextId: 1, acts: [], unsettled: [], interrupted: []};

/** Whether an act is under way, and is no run that is paused. */
export function isMoving(act: Act): boolean {
	const isPaused = act.kind === 'run' && (act.emptying ?? act.facts)?.state === 'paused';
	return act.ended === undefined && !isPaused;
}
