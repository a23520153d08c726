/** What names the group of a key at a prefix that it begins with: the key up to its next delimiter, or the prefix where none follows. */
export function groupOfKey(key: string, prefix: string, delimiter = '/'): string {
	const at = key.indexOf(delimiter, prefix.length);
	return at < 0 ? prefix : key.slice(0, at + delimiter.length);
}

/** What is gathered of a group, begun where there is nothing of it yet. */
export function ofGroup<Name, Of>(groups: Map<Name, Of>, name: Name, begin: () => Of): Of {
	let of = groups.get(name);
	if (of === undefined) {
		of = begin();
		groups.set(name, of);
	}
	return of;
}
