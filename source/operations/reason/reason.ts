import type {AbortReason} from './abort-reason.js';
import type {AclReason, CompleteReason} from './complete-reason.js';
import type {JournalProblem} from './journal-problem.js';
import type {RefusalReason} from './refusal-reason.js';
import type {RescueReason} from './rescue-reason.js';
import type {RulesReason} from './rules-reason.js';

/**
 * Why an act came to what it did, or why nothing was sent: a code with its facts, of which the sentence is made in
 * `text/reason`. It is kept in the journal and in the files of runs, so it is plain JSON; a code that was written once
 * keeps its meaning. Facts may hold text of the service.
 */
export type Reason =
	| RefusalReason
	| AbortReason
	| CompleteReason
	| AclReason
	| RulesReason
	| RescueReason
	| LookReason
	/** The act ends with nothing sent. */
	| {readonly code: 'nothing-sent' | 'left-alone-now'; readonly because: Reason}
	/** An Abort of before was answered by a yes, or its answer was lost; how it ends now is `again`. */
	| {readonly code: 'still-listed'; readonly heard: 'yes' | 'lost'; readonly again: Reason}
	/** Of a Complete whose outcome was not known: nothing was sent now. */
	| {readonly code: 'of-earlier-complete'; readonly found: Reason}
	/** The journal does not take it. */
	| {readonly code: 'journal'; readonly problem: JournalProblem}
	/** As an older partway wrote it. */
	| {readonly code: 'as-written'; readonly sentence: string};

export type ReasonCode = Reason['code'];

/** What a later look at an act found, or who ended it. */
type LookReason = {
	readonly code:
		| 'known-meanwhile'
		| 'under-way'
		| 'elsewhere'
		| 'complete-probably-failed'
		| 'abort-probably-failed'
		| 'abort-may-be-repeated'
		| 'closed-by-hand'
		| 'line-set-aside'
		| 'another-came-first'
		/** It was sent, and a defect of partway kept it from hearing more. */
		| 'defect';
};

/** As the journal and the file of a run keep a reason; `sentence` is all that an older partway wrote, and reads. */
export type WrittenReason = {readonly sentence: string; readonly reason?: Reason};

export function writtenReason(reason: Reason): WrittenReason {
	return reason.code === 'as-written'
		? {sentence: reason.sentence}
		: {sentence: reason.code, reason};
}

/** What has no code is its sentence; of a code that this partway does not know `text` makes what it can. */
export function reasonOf({sentence, reason}: {sentence: string; reason?: unknown}): Reason {
	return typeof reason === 'object' &&
		reason !== null &&
		'code' in reason &&
		typeof reason.code === 'string'
		? (reason as Reason)
		: {code: 'as-written', sentence};
}
