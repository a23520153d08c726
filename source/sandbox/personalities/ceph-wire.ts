/** Dates carry their milliseconds. */
export function cephDate(time: number): string {
	return new Date(time).toISOString();
}

/**
 * Control characters have two hex digits, and DEL is one of them. The empty filter of a lifecycle rule
 * comes back as an empty prefix.
 */
export function cephSpelling(document: string): string {
	return document
		.replace(/&#x([\da-f]);/g, '&#x0$1;')
		.replaceAll('&#13;', '&#x0d;')
		.replaceAll('\u007f', '&#x7f;')
		.replaceAll('<Filter></Filter>', '<Prefix></Prefix>');
}

/** What `encoding-type=url` makes of a key: the slashes stay, and so do `!$'()*|~`. */
export function cephUrlEncode(key: string): string {
	return encodeURIComponent(key)
		.replaceAll('%2F', '/')
		.replaceAll('%24', '$')
		.replaceAll('%7C', '|');
}
