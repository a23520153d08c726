/** A list of uploads that was opened: a connection by the name that `-p` takes, a bucket, a prefix. */
export type VisitedPlace = {
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

/** The list with a place at its top, and nowhere else. */
export function withPlace(
	places: readonly VisitedPlace[],
	place: VisitedPlace,
): readonly VisitedPlace[] {
	return [place, ...places.filter(each => !isSamePlace(each, place))].slice(0, mostKept);
}

export function isSamePlace(
	one: Pick<VisitedPlace, 'connection' | 'bucket' | 'prefix'>,
	other: Pick<VisitedPlace, 'connection' | 'bucket' | 'prefix'>,
): boolean {
	return (
		one.connection === other.connection &&
		one.bucket === other.bucket &&
		one.prefix === other.prefix
	);
}
