/** A whole number from 0; undefined for what JSON, or the reader of a record, would not give back. */
export function wholeOf(value: number | undefined): number | undefined {
	return Number.isSafeInteger(value) && Number(value) >= 0 ? value : undefined;
}

/** UTF-16 units of a text of the service: more than any that partway makes itself. */
const longestText = 4096;

/** A record, in which each text that is far too long for one is cut, and says so. */
export function withShortTexts<T>(value: T): T {
	return isShort(value) ? value : cutTexts(value);
}

function isShort(value: unknown): boolean {
	if (typeof value === 'string') return value.length <= longestText;
	if (typeof value !== 'object' || value === null) return true;
	for (const name in value) if (!isShort(value[name as keyof typeof value])) return false;
	return true;
}

function cutTexts<T>(value: T): T {
	if (typeof value === 'string' && value.length > longestText)
		return `${value.slice(0, longestText)}… (cut)` as T;
	if (typeof value !== 'object' || value === null) return value;
	if (Array.isArray(value)) return value.map(cutTexts) as T;
	const short = Object.entries(value).map(([name, each]) => [name, cutTexts(each)]);
	return Object.fromEntries(short) as T;
}
