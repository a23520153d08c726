const day = 86_400_000;

/** A rule of the bucket's own lifecycle that aborts uploads (AbortIncompleteMultipartUpload). */
export type CleanupRule = {
	/** Foreign text; empty where the service tells none. */
	readonly id: string;
	readonly enabled: boolean;
	/** Of the keys that it is for; empty: of every key. Foreign text. */
	readonly prefix: string;
	/** What else its filter asks for, in words that hold foreign text: `tagged team=video`, `larger than 5.0 GiB`. */
	readonly conditions: readonly string[];
	/** Absent where the service tells no number of days. */
	readonly daysAfterInitiation?: number;
};

/** What the bucket's own rules mean for one upload. */
export type PlannedCleanup = {
	readonly rule: CleanupRule;
	/** From when on the service aborts it, milliseconds since the epoch; absent where its initiation is not known. */
	readonly at?: number;
	/** False for a rule with conditions that an upload does not have: services differ in what they make of one. */
	readonly certain: boolean;
};

/**
 * The rule that will abort an upload first, of those that are enabled and for its key; undefined where
 * none is. A rule without further conditions goes before one with them: AWS refuses tags and sizes beside
 * this action, since an upload has neither (S3 API reference, PutBucketLifecycleConfiguration), and Ceph takes them and
 * heeds the prefix alone (src/rgw/rgw_lc.cc, handle_multipart_expiration). What a service says itself, as
 * `abortDate` of a parts listing, beats this.
 */
export function plannedCleanup(
	rules: readonly CleanupRule[],
	upload: {readonly key: string; readonly initiated?: number},
): PlannedCleanup | undefined {
	const covering = rules.filter(({enabled, prefix}) => enabled && upload.key.startsWith(prefix));
	const certain = covering.filter(({conditions}) => conditions.length === 0);
	const [rule] = soonestFirst(certain.length > 0 ? certain : covering);
	if (rule === undefined) return undefined;
	const {daysAfterInitiation: days} = rule;
	return {
		rule,
		...(upload.initiated === undefined || days === undefined
			? {}
			: {at: cleanedFrom(upload.initiated, days)}),
		certain: certain.length > 0,
	};
}

/**
 * S3 adds the days to the initiation and goes on to the next midnight of UTC (S3 User Guide, "Lifecycle
 * rules based on an object's age"); Ceph compares with the last midnight, which comes to the same. The service
 * acts at that time or some hours after it.
 */
export function cleanedFrom(initiated: number, daysAfterInitiation: number): number {
	return (Math.floor(initiated / day) + daysAfterInitiation + 1) * day;
}

/** By their days; those whose days are not known come last. */
export function soonestFirst(rules: readonly CleanupRule[]): readonly CleanupRule[] {
	const daysOf = ({daysAfterInitiation = Number.MAX_VALUE}: CleanupRule) => daysAfterInitiation;
	return rules.toSorted((a, b) => daysOf(a) - daysOf(b));
}

/** Which uploads a rule is for: `every key`, `keys that begin with logs/, tagged team=video`. Holds foreign text. */
export function scopeInWords({prefix, conditions}: CleanupRule): string {
	return [prefix === '' ? 'every key' : `keys that begin with ${prefix}`, ...conditions].join(', ');
}
