/** Why nothing was seen. */
export type UnknownReason =
	/** A request has no answer, is denied, or the service is busy: `what` is its status and code. */
	| {readonly code: 'not-answered' | 'denied' | 'busy'; readonly what: string}
	/** What the check needs could not be made. */
	| {readonly code: 'not-made'; readonly what: string}
	/** Another check has to pass first. */
	| {readonly code: 'needs'; readonly id: string};

/** A check cannot see what it is about. */
export class NotSeen extends Error {
	override readonly name = 'NotSeen';
	readonly reason: UnknownReason;

	constructor(reason: UnknownReason) {
		super(reason.code);
		this.reason = reason;
	}
}

/** A request that a check looked at. */
export type Evidence = {
	readonly operation: string;
	readonly status?: number;
	readonly code?: string;
	readonly requestId?: string;
};

/** What came of a check. */
export type CheckResult<Id extends string = string> = {readonly id: Id} & (
	| {readonly verdict: 'pass'}
	| {
			readonly verdict: 'differs';
			readonly want: unknown;
			readonly got: unknown;
			readonly requests: readonly Evidence[];
	  }
	| {
			readonly verdict: 'unknown';
			readonly reason: UnknownReason;
			readonly requests: readonly Evidence[];
	  }
);

/** Something that a run made and that stays, or that may stay. */
export type Left = {
	readonly kind: 'upload' | 'object';
	readonly key: string;
	readonly uploadId?: string;
	readonly versionId?: string;
	/** It is there; nothing tells whether it is; its Complete has no known outcome, so that no Abort is sent. */
	readonly why: 'there' | 'cannot-tell' | 'complete-unknown';
};

/** What was taken away again, and what was not. */
export type Removal = {
	readonly uploads: number;
	readonly objects: number;
	readonly left: readonly Left[];
};
