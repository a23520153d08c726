/** What a Content-Type, or the declaration of a document, says of its encoding. */
const declared =
	/^(?:\s*<\?xml(?=\s)[^?<>]*?\sencoding|[^<]*;\s*charset)\s*=\s*["']?([^"';\s?>]+)/i;

/**
 * Whether a Content-Type or a document is declared to be in another encoding than UTF-8, which S3 writes (S3 User Guide,
 * "Naming Amazon S3 objects"). ASCII is a part of it.
 */
export function isDeclaredOther(text = ''): boolean {
	return !/^(?:utf-?8|us-ascii)$/i.test(declared.exec(text)?.[1] ?? 'utf8');
}

/** What another encoding has in another way than UTF-8, and the mark that stands in it for what it does not have. */
const uncertain = /[^\0-\x7f]|(?<!<)\?(?!>)/g;

/** The mark of UTF-8 at the beginning of a text: whatever is declared is not heeded then (RFC 7303, 3.3). */
const mark = '\ufeff';

/**
 * The text of a body, read as UTF-8. Where an answer is declared to be in another encoding every character that could be
 * another one is U+FFFD, as are bytes that are no UTF-8: no name that holds it is certain.
 */
export function textOf(bytes: Buffer, contentType: string | undefined): string {
	const text = bytes.toString('utf8');
	const isForeign = isDeclaredOther(contentType) || isDeclaredOther(text);
	return isForeign && !text.startsWith(mark) ? text.replace(uncertain, '\ufffd') : text;
}

/** Whether a body, as `textOf` has it, was written with more than one byte for each letter: its zeros tell, which XML has nowhere. */
export function isWide(text: string): boolean {
	return /^[\ufffd\0]*(?:<\0|\0<)/.test(text);
}
