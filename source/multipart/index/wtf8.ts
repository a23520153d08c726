/**
 * UTF-8 that carries a lone surrogate too, as the three bytes it would have: https://simonsapin.github.io/wtf-8/.
 * Two texts have the same bytes only when they are the same text, and bytes sort as code points do,
 * which is how S3 lists keys.
 */

/** Writes a text; returns where it ended. The room behind `at` must be three bytes for each UTF-16 unit. */
export function writeWtf8(text: string, target: Uint8Array, at: number): number {
	let end = at;
	for (let index = 0; index < text.length; index++) {
		let code = text.charCodeAt(index);
		if (code < 0x80) {
			target[end++] = code;
			continue;
		}
		if (code < 0x800) {
			target[end++] = 0xc0 | (code >> 6);
			target[end++] = 0x80 | (code & 0x3f);
			continue;
		}
		const next = text.charCodeAt(index + 1);
		if ((code & 0xfc00) === 0xd800 && (next & 0xfc00) === 0xdc00) {
			code = 0x10000 + ((code & 0x3ff) << 10) + (next & 0x3ff);
			index++;
			target[end++] = 0xf0 | (code >> 18);
			target[end++] = 0x80 | ((code >> 12) & 0x3f);
		} else target[end++] = 0xe0 | (code >> 12);
		target[end++] = 0x80 | ((code >> 6) & 0x3f);
		target[end++] = 0x80 | (code & 0x3f);
	}
	return end;
}

/** The text that `writeWtf8` wrote between two places. */
export function readWtf8(bytes: Buffer, from: number, to: number): string {
	const text = bytes.toString('utf8', from, to);
	// Node writes U+FFFD for a lone surrogate; a key may hold a true one.
	return text.includes('\ufffd') ? readSlowly(bytes, from, to) : text;
}

function readSlowly(bytes: Buffer, from: number, to: number): string {
	let text = '';
	for (let at = from; at < to; ) {
		const lead = bytes[at]!;
		const more = lead < 0x80 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
		let code = more === 0 ? lead : lead & (0x3f >> more);
		for (let step = 1; step <= more; step++) code = (code << 6) | (bytes[at + step]! & 0x3f);
		text += String.fromCodePoint(code);
		at += more + 1;
	}
	return text;
}
