/** An answer given in place of the true one. */
export type CannedAnswer = {
	status: number;
	headers?: Record<string, string>;
	body: string;
	/** Whether the operation takes effect first; it does not unless this is true. */
	afterEffect?: boolean;
};

/** What is done to a request that a fault strikes. Times are in milliseconds. */
export type FaultAction =
	/** Wait before the effect. */
	| {delay: number}
	| {respond: CannedAnswer}
	/** Answer 503 SlowDown without any effect, and ask to come again after so many seconds. */
	| {slowDown: {retryAfter: number}}
	/** Wait for a promise before or after the effect, or once half of the request's body is there. */
	| {hold: Promise<void>; when: 'before' | 'after' | 'mid-request'}
	/**
	 * Destroy the connection before the effect, after it without an answer, or in the middle of the
	 * answer's body (an answer without a body is cut as a whole). Or once half of the request's body is there: then there is no
	 * effect.
	 */
	| {cut: 'before' | 'after' | 'mid-body' | 'mid-request'}
	/**
	 * Answer 200 at once, send a space every so often until the promise or for that long, then let the
	 * effect happen and send its result or its error.
	 */
	| {whitespace: {every: number; until: Promise<void> | number}}
	/** Send the body of the answer so many bytes at a time. */
	| {trickle: {bytes: number; every: number}}
	/** Send only that many bytes of the answer's body, and say that they are all. */
	| {truncate: number}
	/** Send another body under the true status and headers. */
	| {replaceBody: string}
	/**
	 * Of a listing: answer the first page again and again, or let each last page say that there is
	 * more, behind a marker that moves (ListMultipartUploads and ListParts).
	 */
	| {page: 'repeated' | 'endless'};

/** Which requests a fault strikes, and what it does to them. */
export type Fault = {
	/** Every operation when left out. */
	operation?: string;
	/** Only requests to this bucket. */
	bucket?: string;
	/** Only keys that match, or this very key. */
	key?: RegExp | string;
	/** Only the nth matching request from now on, counted from 1. */
	call?: number;
	/** Only every nth matching request. */
	every?: number;
	/** Only that share of the matching requests, from 0 to 1, chosen at random. */
	share?: number;
	/** Which random choice of a share: the same one every time, with the same seed. */
	seed?: number;
	/** At most so many times. */
	times?: number;
	action: FaultAction;
};
