/** An element's beginning or end: a slash, a prefix, the local name, what stands behind it. Takes time in proportion to the body. */
const tags = /<(\/?)(?:([\w.-]+):)?([\w.-]+)((?:[\s/](?:[^<>"']|"[^"<]*"|'[^'<]*')*)?)>/g;
const rootTag = new RegExp(`^${tags.source}`);

/** Whether any tag behind the root's has a prefix, attributes or white space in it. Most answers have none, and a page has thousands. */
const isAdorned = /<\/?[\w.-]+[\s:]/;

/**
 * The body of an answer, as `plainXml` makes it, with its elements under their local names and without attributes. The
 * SDK reads by the names as they are written, so that it finds nothing in `<ns2:ListPartsResult>`, and no
 * text in an element with attributes. Prefixes that mean another namespace than the root's stay: what they name is
 * none of S3's elements.
 */
export function localNames(body: string): string {
	const [whole, , prefix, root, attributes = ''] = rootTag.exec(body) ?? [];
	if (whole === undefined) return body;
	const rest = body.slice(whole.length);
	const opening = `<${root}${attributes.endsWith('/') ? '/' : ''}>`;
	if (prefix === undefined && !isAdorned.test(rest)) return withoutBlanks(opening + rest);
	const own = prefixesOf(prefix, attributes);
	return withoutBlanks(
		opening +
			rest.replace(tags, (_whole, slash: string, under: string | undefined, name: string, more) => {
				const kept = under === undefined || own.has(under) ? name : `${under}:${name}`;
				return `<${slash}${kept}${more.endsWith('/') ? '/' : ''}>`;
			}),
	);
}

/**
 * Without the blanks between elements, which the SDK takes for the text of what they stand in where there is no line end
 * among them, and a single row for nothing. Those between a beginning and its own end are what the element holds.
 */
function withoutBlanks(body: string): string {
	if (!/>[ \t]+</.test(body)) return body;
	return body
		.replace(/>[ \t]+(?=<[^/])/g, '>')
		.replace(/(<\/[\w.:-]+>|<[\w.:-]+\/>)[ \t]+(?=<)/g, '$1');
}

/** The local name of the element that a body is, as `localNames` makes it; undefined where it is none. */
export function rootOf(body: string): string | undefined {
	return /^<([\w.-]+)\/?>/.exec(body)?.[1];
}

/** Those that mean the namespace of the root. */
function prefixesOf(prefix: string | undefined, attributes: string): ReadonlySet<string> {
	const declared = new Map<string, string>();
	for (const [, name = '', double, single] of attributes.matchAll(
		/\sxmlns(?::([\w.-]+))?\s*=\s*(?:"([^"]*)"|'([^']*)')/g,
	))
		declared.set(name, double ?? single ?? '');
	const namespace = declared.get(prefix ?? '');
	const own = [...declared].filter(([, each]) => each === namespace).map(([name]) => name);
	return new Set(prefix === undefined ? own : [prefix, ...own]);
}
