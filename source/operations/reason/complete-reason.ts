import type {PartChange} from '../../multipart/completion/changes.js';
import type {Evidence, Planned, SeenObject} from '../../multipart/completion/evidence.js';
import type {Mismatch} from '../../s3/failure/hint.js';
import type {Heard} from './heard.js';

/** The header that keeps a Complete from replacing an object that was not agreed to. */
export type Condition = 'If-None-Match' | 'If-Match';

type Numbers = {readonly partNumbers: readonly number[]};

/** What is left of an upload after a Complete. */
export type LeftOfUpload = 'listed' | 'gone' | 'unseen';

/** What an object is beside the one that was planned. */
type Compared = {readonly planned: Planned; readonly seen?: SeenObject};

/** What a Complete came to, or why none was sent. */
export type CompleteReason =
	| {
			readonly code:
				| 'typed-not-the-key'
				| 'blocked'
				| 'upload-gone'
				// Refused: nothing has changed.
				| 'part-order'
				| 'part-not-as-listed'
				| 'list-differs'
				| 'data-damaged'
				| 'complete-denied'
				| 'bucket-gone'
				| 'replaced-gone'
				| 'replaced-by-another'
				| 'object-is-there'
				| 'object-appeared'
				// Answered by a yes, and HeadObject proves nothing.
				| 'object-denied'
				| 'object-unchecked'
				| 'object-is-new';
	  }
	| {readonly code: 'throttled'; readonly times: number}
	/** `unsupported`: by the service's words; else it says that the condition is not met, and it is. */
	| {
			readonly code: 'condition-refused';
			readonly condition: Condition;
			readonly unsupported: boolean;
	  }
	/** Bytes. */
	| ({readonly code: 'parts-too-small'; readonly limit: number; readonly size?: number} & Numbers)
	| {readonly code: 'part-differs'; readonly partNumber: number}
	| {readonly code: 'parts-changed'; readonly changes: readonly PartChange[]}
	| ({readonly code: 'parts-left-out'; readonly service: string} & Numbers)
	| ({readonly code: 'parts-unequal' | 'checksums-lacking'} & Numbers)
	| {readonly code: 'written-meanwhile'; readonly upload: LeftOfUpload}
	| ({readonly code: 'object-agrees'; readonly stillListed: boolean} & Compared)
	| ({readonly code: 'object-plausible'} & Compared)
	/** HeadObject shows the ETag that was answered, and another was expected. */
	| ({readonly code: 'object-as-answered'} & Compared)
	| ({
			readonly code: 'object-differs';
			readonly isAnswered: boolean;
			readonly isOfNow: boolean;
	  } & Compared)
	/** Without an ETag in the answer. */
	| ({readonly code: 'object-fits'} & Compared)
	| ({
			readonly code: 'complete-unknown';
			readonly heard: Heard | 'nothing' | 'error' | {readonly about: Mismatch};
			readonly evidence: Evidence | 'no-answer';
			readonly upload: LeftOfUpload;
	  } & Compared);

/** What anybody sees at a key. */
export type SeenPublicly = {
	readonly kind: 'readable' | 'not-readable' | 'absent' | 'no-answer';
	/** Bytes of a readable object; absent where the answer gives none. */
	readonly size?: number;
	/** HTTP status of the answer for an object that is not readable. */
	readonly status?: number;
};

/** What making an object readable came to. */
export type AclReason =
	| {
			readonly code: 'acls-off' | 'acl-blocked' | 'acl-denied' | 'acl-ignored' | 'object-gone';
	  }
	| {readonly code: 'acl-not-offered'; readonly status: number}
	| {readonly code: 'acl-taken' | 'acl-seen' | 'acl-refused-now'; readonly seen: SeenPublicly}
	| {readonly code: 'acl-unknown'; readonly heard: Heard; readonly seen: SeenPublicly};
