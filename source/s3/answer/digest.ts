/** Characters. An ETag or a checksum that is longer is none: the longest that is known has 128. */
const longest = 512;

export function isLongDigest({length}: string): boolean {
	return length > longest;
}

/** An ETag that an answer names; undefined where it names none, or something that is too long for one. */
export function etagOf(named: string | undefined): string | undefined {
	return named && !isLongDigest(named) ? named : undefined;
}
