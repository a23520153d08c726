/** A whole number from 0; undefined for what JSON, or the reader of a record, would not give back. */
export function wholeOf(value: number | undefined): number | undefined {
	return Number.isSafeInteger(value) && Number(value) >= 0 ? value : undefined;
}

/** UTF-16 units of a text that is told: more than any that partway makes itself. */
const longestText = 4096;

/** The fields of a record, of which a text that is far too long for one is cut, and says so. */
export function withShortTexts<T extends object>(fields: T): T {
	const short = Object.entries(fields).map(([name, value]) =>
		typeof value === 'string' && value.length > longestText
			? [name, `${value.slice(0, longestText)}… (cut)`]
			: [name, value],
	);
	return Object.fromEntries(short) as T;
}
