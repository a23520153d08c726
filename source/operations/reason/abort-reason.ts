import type {Gap} from './gap.js';
import type {Heard} from './heard.js';

/** What an Abort came to, or why none was sent. */
export type AbortReason =
	| {
			readonly code: /** Proven by both looks. */
				| 'gone'
				/** The same, and the service knew of no such upload when the Abort came. */
				| 'gone-and-unlisted'
				/** A 204, and the listing at the end alone. */
				| 'gone-by-listing'
				/** Nothing was sent. */
				| 'gone-before'
				| 'gone-by-earlier-abort'
				| 'gone-unchecked'
				| 'gone-unseen'
				/** The service does not know this key, and lists the upload. */
				| 'stray'
				| 'stray-before'
				| 'flickered'
				| 'back-again'
				| 'not-found'
				| 'not-listed-by-names'
				| 'parts-read-late'
				| 'activity-unknown'
				| 'asked-for-fewer'
				| 'held'
				| 'unknown-now'
				| 'not-sent-again'
				| 'stopped-before'
				| 'stopped-again'
				/** The yes to an Abort was none. */
				| 'yes-in-vain'
				| 'yes-and-parts'
				| 'not-taken'
				| 'to-be-proven'
				/** The same after a 204 that nothing was looked at after. */
				| 'listing-to-prove'
				/** Never within two seconds. */
				| 'read-late'
				| 'to-be-seen'
				| 'new-upload';
	  }
	/** How many parts landed since the confirmation; none: they are others. */
	| {readonly code: 'moved'; readonly landed: number}
	/** Milliseconds since it was initiated, or since its last part. */
	| {readonly code: 'active'; readonly by: 'initiated' | 'last-part'; readonly ago: number}
	/** A maker holds it open on purpose, by its id, and it was not named as held. */
	| {readonly code: 'held-open'; readonly maker: string}
	/** Unknown whether it does. */
	| {readonly code: 'may-be-held'; readonly maker: string}
	| {readonly code: 'repeated-in-vain'; readonly times: number}
	/** It counts as accepted, by a yes or by NoSuchUpload. */
	| ({readonly code: 'unproven'; readonly by: 'yes' | 'no-such-upload'} & Gap)
	| ({readonly code: 'heard-and-unproven'; readonly heard: Heard} & Gap)
	| {readonly code: 'heard-and-unchecked'; readonly heard: Heard}
	| {readonly code: 'heard-and-listed'; readonly heard: Heard}
	| ({readonly code: 'not-found-and-unproven'} & Gap)
	| {readonly code: 'not-found-and-open'; readonly act: 'complete' | 'abort'};

/** How emptying a bucket ended. */
export type EmptyingReason =
	| {readonly code: 'empty' | 'stopped' | 'more-keep-coming' | 'nothing-changes'}
	/** What is left is held open on purpose, and was not named. */
	| {readonly code: 'only-held'; readonly count: number}
	| ({readonly code: 'unseen'} & Gap);
