/** How an act may have ended, as the journal writes it. */
export const outcomeKinds = [
	'done',
	'accepted',
	'failed',
	/** It moved, was gone, or was held back between its intent and the request. */
	'not-sent',
	'unknown',
	'gone',
	'probably-failed',
	/** A person said that it is over. */
	'closed',
] as const;

export type OutcomeKind = (typeof outcomeKinds)[number];
