/**
 * Compares two strings by their UTF-8 bytes, which is S3's order of keys. UTF-16 agrees except
 * that surrogates, which stand for the highest characters, sort below U+E000.
 */
export function compareUtf8(a: string, b: string): number {
	const shorter = Math.min(a.length, b.length);
	for (let index = 0; index < shorter; index++) {
		const x = a.charCodeAt(index);
		const y = b.charCodeAt(index);
		if (x !== y) return rank(x) - rank(y);
	}
	return a.length - b.length;
}

function rank(unit: number): number {
	if (unit >= 0xe000) return unit - 0x800;
	return unit >= 0xd800 ? unit + 0x2000 : unit;
}

/** Whether the language's own comparison, which is several times faster, agrees for this string. */
export function isPlain(text: string): boolean {
	return !/[\ud800-\uffff]/.test(text);
}
