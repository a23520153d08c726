/** A list of uploads that was opened: a connection by the name that `-p` takes, a bucket, a prefix. */
export type RecentLocation = {
	readonly connection: string;
	/** Where the connection led to then. */
	readonly endpoint: string;
	readonly bucket: string;
	readonly prefix: string;
	/** Milliseconds since the epoch. */
	readonly time: number;
};

/** More are forgotten, the oldest first. */
const mostKept = 40;

/** The list with a location at its top, and nowhere else. */
export function withRecent(
	recents: readonly RecentLocation[],
	location: RecentLocation,
): readonly RecentLocation[] {
	return [location, ...recents.filter(each => !isSameLocation(each, location))].slice(0, mostKept);
}

export function isSameLocation(
	one: Pick<RecentLocation, 'connection' | 'bucket' | 'prefix'>,
	other: Pick<RecentLocation, 'connection' | 'bucket' | 'prefix'>,
): boolean {
	return (
		one.connection === other.connection &&
		one.bucket === other.bucket &&
		one.prefix === other.prefix
	);
}
