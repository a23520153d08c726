import type {CompletionPlan} from '../completion/completion.js';
import type {Liveness} from '../liveness.js';
import type {FileRange, PartLayout} from './part-layout.js';
import type {Digests, JudgedPart, SentPart} from './proof.js';
import type {RescueFinding} from './rescue-finding.js';

/** What is said by a word of its own before a rescue. */
export type RescueChoice = {
	/** Bytes of each part. */
	readonly partSize?: number;
	/** Parts that differ from the file are sent again. */
	readonly replaceDifferent?: boolean;
	/** Parts that nothing can prove are sent again. */
	readonly resendUnproven?: boolean;
	/** The object at the key is replaced. */
	readonly overwrite?: boolean;
	/** It goes on though a client may still be uploading. */
	readonly includeActive?: boolean;
	/** It ends after the parts. */
	readonly noComplete?: boolean;
};

/** The file that an upload is finished from, as a plan knows it. */
export type RescueFile = {
	/** Whole. Text from outside: escape it before it is shown. */
	readonly path: string;
	/** Bytes. */
	readonly size: number;
	/** When it was last written to, milliseconds since the epoch, by the server's clock as far as that is known. */
	readonly modified: number;
};

/** What a rescue is planned from. */
export type RescueFacts = {
	/** What completing the upload as it is now would do: its parts, the object at the key, the service. */
	readonly completion: CompletionPlan;
	readonly file: RescueFile;
	readonly choice: RescueChoice;
	/** Of the ranges of the parts that are there, by their numbers, as `proofJobs` asked for them. */
	readonly digests: ReadonlyMap<number, Digests>;
	/** What was sent for an earlier rescue of this upload, by the numbers. */
	readonly sent: ReadonlyMap<number, SentPart>;
};

export type PartToSend = FileRange & {
	readonly partNumber: number;
	/** `missing`: it is not there. */
	readonly why: 'missing' | 'different' | 'unproven';
};

/** What finishing an upload from a file would do. */
export type RescuePlan = {
	readonly file: RescueFile;
	readonly choice: RescueChoice;
	readonly completion: CompletionPlan;
	/** How the file is cut; absent where the part size has to be given. */
	readonly layout?: PartLayout;
	/** How many parts the whole file makes; 0 without a layout. */
	readonly partCount: number;
	/** Every part that is there, ascending. */
	readonly parts: readonly JudgedPart[];
	/** Ascending. */
	readonly toSend: readonly PartToSend[];
	/** Bytes to send. */
	readonly sendBytes: number;
	/** Bytes that are proven to be there, and need not be sent. */
	readonly savedBytes: number;
	/** Whether somebody else may still be uploading; parts that were sent from here do not count. */
	readonly liveness: Liveness;
	/** Blocking ones first, then those that the service may refuse for. */
	readonly findings: readonly RescueFinding[];
	/** What it was made from, for another choice. */
	readonly known: RescueFacts;
};
