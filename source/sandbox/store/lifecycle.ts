import type {Element} from '../wire/xml-reader.js';

const day = 24 * 3_600_000;

/** A rule that aborts uploads. */
export type AbortRule = {
	id: string;
	prefix: string;
	/** After the initiation. */
	days: number;
};

/** The lifecycle configuration of a bucket. */
export type Lifecycle = {
	/** The rules as they were put, with the ids that were missing. */
	rules: readonly Element[];
	/** Those of them that are enabled and abort uploads. */
	abortRules: readonly AbortRule[];
	/** TransitionDefaultMinimumObjectSize, as it was chosen. */
	transitionMinimum?: string;
};

/** When and by which rule an upload will be aborted. */
export type PlannedAbort = {
	/** Milliseconds since the epoch: a midnight of UTC. */
	date: number;
	ruleId: string;
};

/**
 * The earliest abort that the rules mean for an upload; undefined when none concerns it. S3 adds the
 * days to the time of initiation and rounds up to the next midnight of UTC.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html#intro-lifecycle-rules-number-of-days
 */
export function plannedAbort(
	lifecycle: Lifecycle | undefined,
	upload: {key: string; initiated: number},
): PlannedAbort | undefined {
	let first: PlannedAbort | undefined;
	for (const {id, prefix, days} of lifecycle?.abortRules ?? []) {
		if (!upload.key.startsWith(prefix)) continue;
		const date = (Math.floor((upload.initiated + days * day) / day) + 1) * day;
		if (first === undefined || date < first.date) first = {date, ruleId: id};
	}
	return first;
}
