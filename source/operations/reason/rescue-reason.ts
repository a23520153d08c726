import type {PartChange, PlanChange} from '../../multipart/completion/changes.js';

type Numbers = {readonly partNumbers: readonly number[]};

/** What finishing an upload from a file came to, or why nothing was sent. */
export type RescueReason =
	| {
			readonly code: /** Its plan says what speaks against it. */
				| 'rescue-blocked'
				/** A client may be uploading, and that was not agreed to. */
				| 'rescue-active'
				| 'rescue-file-changed'
				| 'rescue-upload-gone'
				/** Parts and object were to be read again, and could not be. */
				| 'rescue-unchecked'
				/** The process that sent it ended before its end. */
				| 'rescue-interrupted'
				/** The credentials have expired: what is left is sent by the same rescue begun again. */
				| 'rescue-credentials'
				/** SSE-C. */
				| 'rescue-customer-key'
				/** What is needed to know one's own parts again cannot be written down. */
				| 'rescue-unwritten';
	  }
	/** A sentence of what the system says of a file. */
	| {readonly code: 'rescue-file-unread'; readonly sentence: string}
	/** All parts are there, each proven or sent from here. */
	| {readonly code: 'rescue-parts-sent'}
	| {readonly code: 'rescue-stopped'; readonly left: number}
	/** It was sent so many times. */
	| {readonly code: 'rescue-part-failed'; readonly partNumber: number; readonly times: number}
	/** The service answered with a checksum or ETag of something else than what was sent. */
	| {readonly code: 'rescue-part-damaged'; readonly partNumber: number}
	/** Parts that were neither proven nor sent from here, and how they came. */
	| {readonly code: 'rescue-foreign-parts'; readonly changes: readonly PartChange[]}
	/** What is at the key is not what it was at the confirmation. */
	| {readonly code: 'rescue-key-changed'; readonly changes: readonly PlanChange[]}
	/** Parts that were there and are not listed. */
	| ({readonly code: 'rescue-parts-lost'} & Numbers);
