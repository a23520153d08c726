/** The bytes with the first one another: random bytes may already begin with whatever would be put there. */
export function firstByteChanged(bytes: Buffer): Buffer {
	const changed = Buffer.from(bytes);
	changed[0] = ~changed[0]!;
	return changed;
}
