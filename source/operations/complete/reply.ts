import type {S3Failure} from '../../s3/failure/failure.js';
import type {CompleteAnswer} from '../../s3/gateway/gateway.js';

/** What came back for a Complete that was sent; `nothing` when it is looked up later. */
export type CompleteReply =
	| {readonly kind: 'answer'; readonly answer: CompleteAnswer}
	| {readonly kind: 'failure'; readonly failure: S3Failure}
	| {readonly kind: 'nothing'};
