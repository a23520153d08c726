import type {S3Failure} from '../../s3/failure/failure.js';
import type {Reason} from './reason.js';

/** What something came to, why, and what failed on the way. */
export type Verdict<Kind extends string> = {
	readonly kind: Kind;
	readonly reason: Reason;
	readonly failure?: S3Failure;
};
