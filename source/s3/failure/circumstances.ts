import type {Effect} from './failure.js';
import type {Hint} from './hint.js';
import type {FailureTarget, Operation} from './operation.js';

/** What is known of the endpoint beside an answer. */
export type KnownOfEndpoint = {
	/** The account that the request expected to own the bucket. */
	readonly expectedOwner?: string;
	/** The server's clock less this machine's, milliseconds; absent where it never answered. */
	readonly clockOffset?: number;
	/** Absent: AWS. */
	readonly endpoint?: string;
	readonly pathStyle?: boolean;
};

/** What a hint is chosen by. */
export type Circumstances = KnownOfEndpoint & {
	readonly operation: Operation;
	readonly target: FailureTarget;
	readonly code: string;
	readonly status?: number;
	readonly effect: Effect;
	/** The server's words. */
	readonly said?: string;
	/** What an answer is that is none of S3's. */
	readonly foreign?: Hint;
	/** What the socket threw. */
	readonly socket?: unknown;
};
