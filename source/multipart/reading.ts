import type {PartsSummary} from './part.js';

/** What a look at an upload's parts brought. */
export type Reading =
	| {readonly kind: 'unread'}
	| {readonly kind: 'read'; readonly summary: PartsSummary}
	/** The caller may not list parts. */
	| {readonly kind: 'denied'}
	| {readonly kind: 'failed'}
	/** Listed, but no longer known: completed or aborted meanwhile. */
	| {readonly kind: 'gone'};

export const unread: Reading = {kind: 'unread'};
