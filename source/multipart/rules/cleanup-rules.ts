/** A rule of the bucket's own lifecycle that aborts uploads (AbortIncompleteMultipartUpload). */
export type CleanupRule = {
	/** Foreign text; empty where the service tells none. */
	readonly id: string;
	readonly enabled: boolean;
	/** Of the keys that it is for; empty: of every key. Foreign text. */
	readonly prefix: string;
	/** What else its filter asks for, in words that hold text from outside: `tagged team=video`, `larger than 5.0 GiB`. */
	readonly conditions: readonly string[];
	/** Absent where the service tells no number of days. */
	readonly daysAfterInitiation?: number;
};

/** By their days; those whose days are not known come last. */
export function soonestFirst(rules: readonly CleanupRule[]): readonly CleanupRule[] {
	const daysOf = ({daysAfterInitiation = Number.MAX_VALUE}: CleanupRule) => daysAfterInitiation;
	return rules.toSorted((a, b) => daysOf(a) - daysOf(b));
}

/** Which uploads a rule is for: `every key`, `keys that begin with logs/, tagged team=video`. Holds text from outside. */
export function scopeInWords({prefix, conditions}: CleanupRule): string {
	return [prefix === '' ? 'every key' : `keys that begin with ${prefix}`, ...conditions].join(', ');
}
