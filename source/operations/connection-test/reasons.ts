import type {Hint} from '../../s3/failure/hint.js';

/** What is asked for, of which there may be none to ask. */
type Missing = 'upload' | 'key';

/** How a right is known, or why it is not; the sentence is made in `text`. */
export type PermissionReason =
	| {readonly code: 'buckets-listed'; readonly count: number; readonly isCut: boolean}
	/** What does not exist was looked for, which proves the right here. */
	| {readonly code: 'looked-for-missing'; readonly missing: Missing}
	/** What does not exist is looked for by whoever may list objects, so that it proves nothing. */
	| {readonly code: 'missing-proves-nothing'; readonly missing: Missing}
	/** Denied, as it would be too where only s3:ListBucket is missing. */
	| {readonly code: 'denied-or-hidden'; readonly missing: Missing}
	| {readonly code: 'buckets-not-needed'}
	| {readonly code: 'objects-hide-keys'}
	| {
			readonly code: 'uploads-denied';
			/** Whose the bucket is, as far as the list of buckets tells. */
			readonly owner: 'caller' | 'other' | 'unknown';
			/** Set where the bucket was expected to belong to an account. */
			readonly hint?: Hint;
	  }
	| {readonly code: 'no-such-bucket'}
	| {readonly code: 'inconclusive'}
	| {readonly code: 'request-failed'; readonly hint: Hint}
	| {readonly code: 'not-asked'; readonly why: 'no-such-bucket' | 'no-bucket'};

/** What stands in the way of every request. Facts may hold text of the service. */
export type TroubleReason =
	/** `key`: the last characters of the access key, where it is known here. */
	| {readonly code: 'wrong-secret'; readonly key?: string}
	| {readonly code: 'unknown-key'; readonly key?: string}
	| {readonly code: 'wrong-region'; readonly region: string; readonly wanted?: string}
	| {readonly code: 'clock-off'; readonly hint: Hint}
	/** Nothing came back: what the client says of it. */
	| {readonly code: 'no-answer'; readonly message: string; readonly hint: Hint}
	| {readonly code: 'too-slow'; readonly seconds: number}
	| {readonly code: 'refuses-everything'; readonly error: string; readonly hint: Hint};
