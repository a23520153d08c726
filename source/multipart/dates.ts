/** When S3 opened (14 March 2006): services that do not know a date send year 1, 1970 or an example of Go's, all before. */
const firstDate = Date.UTC(2006, 2, 14);

const day = 86_400_000;

/** The day that moto names as the initiation of every upload, after an example of the S3 API reference. */
const exampleDay = Date.UTC(2010, 10, 10);

/**
 * The time, where it can be when something happened; undefined for what stands for "not known": none, no number, a
 * time before S3 existed, one that is known to be a constant.
 */
export function dateOrNone(time: number | undefined): number | undefined {
	if (time === undefined || !(time >= firstDate && time <= lastDate)) return undefined;
	return time >= exampleDay && time < exampleDay + day ? undefined : time;
}

/** The last time that a Date holds. */
const lastDate = 8_640_000_000_000_000;

/**
 * As `dateOrNone`, for what has happened already: a time more than a day after every clock is none either.
 *
 * @param now the latest that a clock says, milliseconds since the epoch.
 */
export function pastDateOrNone(time: number | undefined, now: number): number | undefined {
	const date = dateOrNone(time);
	return date !== undefined && date > now + day ? undefined : date;
}
