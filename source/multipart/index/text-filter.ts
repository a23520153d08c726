/** Where a text was found: from (inclusive) and to (exclusive), in UTF-16 units of the original. */
export type Range = readonly [from: number, to: number];

/**
 * Finds typed text anywhere in a key. Smart case, as in vim and less: small letters match both
 * cases, one capital makes it exact. An empty text matches everything.
 */
export function textFilter(text: string): {
	matches(key: string): boolean;
	find(key: string): Range | undefined;
} {
	const exact = text !== text.toLowerCase();
	const fold = (value: string) => {
		if (exact) return value;
		const lower = value.toLowerCase();
		// A few letters change length when folded; then positions would lie, so match as typed.
		return lower.length === value.length ? lower : value;
	};
	const wanted = fold(text);
	return {
		matches: key => text === '' || fold(key).includes(wanted),
		find(key) {
			if (text === '') return undefined;
			const at = fold(key).indexOf(wanted);
			return at < 0 ? undefined : [at, at + wanted.length];
		},
	};
}
