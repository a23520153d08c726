/** An element that holds text alone. */
const leaves = /<([\w.-]+)>([^<]*)<\/\1\s*>/g;

/**
 * The elements of an error that hold text alone, by their names. One that stands twice with different texts counts as empty:
 * either may be of something else.
 *
 * @param document as `localNames` makes it.
 */
export function leavesOf(document: string): ReadonlyMap<string, string> {
	const texts = new Map<string, string>();
	for (const [, name = '', written = ''] of document.matchAll(leaves)) {
		const text = written.trim();
		texts.set(name, (texts.get(name) ?? text) === text ? text : '');
	}
	return texts;
}
