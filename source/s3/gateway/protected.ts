/**
 * What nothing may be changed under: the keys of one bucket, or of every bucket, that begin with the
 * prefix, character by character (`logs` protects `logs-2024/x` too). An empty prefix is the whole bucket.
 */
export type ProtectedPrefix = {
	/** Absent: in every bucket. */
	readonly bucket?: string;
	readonly prefix: string;
};

/**
 * What an act would touch: a key, or a range of keys, which all begin with `range`. Without either it is about the
 * whole bucket.
 */
export type Touched = {
	readonly bucket?: string;
	readonly key?: string;
	readonly range?: string;
};

/**
 * The first entry that forbids an act; undefined when none does. An act on a range is forbidden as soon as anything
 * in that range is protected.
 */
export function protecting(
	entries: readonly ProtectedPrefix[],
	{bucket, key, range = ''}: Touched,
): ProtectedPrefix | undefined {
	return entries.find(
		entry =>
			(entry.bucket === undefined || entry.bucket === bucket) &&
			(key?.startsWith(entry.prefix) ??
				(range.startsWith(entry.prefix) || entry.prefix.startsWith(range))),
	);
}

/** As it is written in a profile: `s3://bucket/prefix`, or the prefix alone for every bucket. */
export function formatProtected({bucket, prefix}: ProtectedPrefix): string {
	return bucket === undefined ? prefix : `s3://${bucket}/${prefix}`;
}
