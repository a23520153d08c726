import type {PartsSummary} from './part.js';

/** What a look at an upload's parts brought. */
export type Reading =
	| {readonly kind: 'unread'}
	| {readonly kind: 'read'; readonly summary: PartsSummary}
	/** The caller may not list parts. */
	| {readonly kind: 'denied'}
	| {readonly kind: 'failed'}
	/**
	 * Listed, and the service does not find it: NoSuchUpload, or NoSuchKey, for its parts. A row that stayed behind, a
	 * node that lags, a key that is listed in another way than it is, or an upload that ended meanwhile.
	 */
	| {readonly kind: 'not-found'}
	/** It was not found, and is no longer listed either: completed or aborted meanwhile. */
	| {readonly kind: 'gone'};

export const unread: Reading = {kind: 'unread'};
