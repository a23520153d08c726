/** Bytes: 5 TiB, the most that an object of S3 held when parts were given their numbers. */
const maxPartBytes = 5 * 1024 ** 4;

/** Whether the number can be the size of a part: whole, from 0 to 5 TiB. */
export function isPartSize(bytes: number): boolean {
	return Number.isSafeInteger(bytes) && bytes >= 0 && bytes <= maxPartBytes;
}

/** The size of an object, bytes; undefined when it is missing, or no object can have it. */
export function objectSizeOrNone(bytes: number | undefined): number | undefined {
	return bytes !== undefined && Number.isSafeInteger(bytes) && bytes >= 0 ? bytes : undefined;
}

/** What sizes add up to; undefined where one of them is not known. */
export function sumOfSizes(parts: ReadonlyArray<{readonly size?: number}>): number | undefined {
	let sum = 0;
	for (const {size} of parts) {
		if (size === undefined) return undefined;
		sum += size;
	}
	return Number.isSafeInteger(sum) ? sum : undefined;
}
