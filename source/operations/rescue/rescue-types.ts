import type {PlanChange} from '../../multipart/completion/changes.js';
import type {Reading} from '../../multipart/reading.js';
import type {RescueFinding} from '../../multipart/rescue/rescue-finding.js';
import type {RescuePlan} from '../../multipart/rescue/rescue-plan.js';
import type {Upload} from '../../multipart/upload.js';
import type {S3Failure} from '../../s3/failure/failure.js';
import type {FileIdentity} from '../../terminal/local-file/file-identity.js';
import type {CompleteResult} from '../complete/complete.js';
import type {JournalError} from '../journal/journal.js';
import type {Verdict} from '../reason/verdict.js';

/** An upload of the key that was asked for. */
export type FoundUpload = {
	readonly upload: Upload;
	readonly reading: Reading;
	/** Why its parts could not be read. */
	readonly failure?: S3Failure;
};

/** A regular file of this machine, as it was when it was first looked at. */
export type LocalFile = {
	/** Whole, `~` resolved. */
	readonly path: string;
	readonly identity: FileIdentity;
};

/**
 * - `reading`: parts and object. `proving`: ranges of the file are compared with parts.
 * - `sending`: parts leave. `listing`: all parts once more. `completing`: the Complete, and the look at the object.
 */
export type RescuePhase = 'reading' | 'proving' | 'sending' | 'listing' | 'completing';

/** Cheap to ask for; a new value each time. */
export type RescueProgress = {
	readonly phase: RescuePhase;
	/** Of this phase; 0 where it reads or sends nothing of the file. */
	readonly bytesDone: number;
	readonly bytesTotal: number;
	readonly partsDone: number;
	readonly partsTotal: number;
};

/** A plan, and the file that it was proven with. */
export type PreparedRescue = {readonly plan: RescuePlan; readonly file: LocalFile};

/** What was sent, each part once, however often it left. */
export type SentCount = {readonly parts: number; readonly bytes: number};

/**
 * What a rescue came to.
 * - `refused`, `changed`: nothing was sent.
 * - `sent`: all parts are there, and it was not to be completed.
 * - `stopped`: by its signal or its controls; parts are left, and the same rescue goes on with them.
 * - `done`, `accepted`, `unknown`: of its Complete. `failed`: of a part, of what was read before the Complete, or of that.
 */
export type RescueResult =
	| (Verdict<'refused'> & {readonly finding?: RescueFinding})
	| {readonly kind: 'changed'; readonly changes: readonly PlanChange[]}
	| (Verdict<'sent' | 'stopped' | 'failed' | 'done' | 'accepted' | 'unknown'> & {
			readonly sent: SentCount;
			/** Where it came to a Complete. */
			readonly completed?: CompleteResult;
			/** Set when the outcome could not be written to the journal. */
			readonly journalProblem?: JournalError;
	  });
