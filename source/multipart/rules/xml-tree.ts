/** An element of a document, and where it stands in it: UTF-16 units of the text that was read. */
export type XmlElement = {
	/** As it is written, with the prefix of its namespace. */
	readonly name: string;
	/** Without that prefix. */
	readonly local: string;
	/** Empty where it is in none. */
	readonly namespace: string;
	/** Their names as they are written; declarations of namespaces are none. */
	readonly attributes: ReadonlyArray<readonly [name: string, value: string]>;
	readonly children: readonly XmlElement[];
	/** What stands directly in it, references and CDATA as the text that they are. */
	readonly text: string;
	readonly from: number;
	readonly to: number;
	/** What is between its tags; both are `to` where it is one tag. */
	readonly innerFrom: number;
	readonly innerTo: number;
};

/** The text is no XML that can be read for certain. */
export class XmlProblem extends Error {
	override readonly name = 'XmlProblem';
}

/** S3's documents have four levels. */
const deepest = 64;

const name = String.raw`[\p{L}_][\p{L}\p{N}_.\-]*(?::[\p{L}_][\p{L}\p{N}_.\-]*)?`;
const openTag = new RegExp(
	String.raw`<(${name})((?:\s+${name}\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>`,
	'uy',
);
const closeTag = new RegExp(String.raw`<\/(${name})\s*>`, 'uy');
const attribute = new RegExp(String.raw`(${name})\s*=\s*(?:"([^"]*)"|'([^']*)')`, 'gu');
const declaration = /^(?:\ufeff)?<\?xml\s[^?]*?encoding\s*=\s*["']([^"']*)["']/i;

type Open = {
	-readonly [Field in keyof XmlElement]: XmlElement[Field];
} & {children: XmlElement[]; readonly scope: ReadonlyMap<string, string>};

/**
 * The root of a document. It reads strictly: tags that do not match, unknown entities, a document type, another encoding than
 * UTF-8 and text outside of the root are no XML here, since what is read is written back.
 *
 * @throws XmlProblem with half a sentence.
 */
export function readXml(text: string): XmlElement {
	const encoding = declaration.exec(text)?.[1] ?? 'utf-8';
	if (!/^(?:utf-?8|us-ascii)$/i.test(encoding)) throw new XmlProblem('it is not UTF-8');
	let root: XmlElement | undefined;
	const open: Open[] = [];
	let at = text.startsWith('\ufeff') ? 1 : 0;
	const addText = (written: string, isPlain: boolean) => {
		const into = open.at(-1);
		if (into !== undefined) into.text += isPlain ? resolved(written) : lineEnds(written);
		else if (!isPlain || written.trim() !== '')
			throw new XmlProblem('text stands outside of its root');
	};
	/** Where a section ends that begins here. */
	const behind = (end: string, from: number) => {
		const found = text.indexOf(end, from);
		if (found < 0) throw new XmlProblem('it breaks off');
		return found + end.length;
	};
	while (at < text.length) {
		if (text[at] !== '<') {
			const next = text.indexOf('<', at);
			const to = next < 0 ? text.length : next;
			addText(text.slice(at, to), true);
			at = to;
		} else if (text.startsWith('<!--', at)) at = behind('-->', at + 4);
		else if (text.startsWith('<?', at)) at = behind('?>', at + 2);
		else if (text.startsWith('<![CDATA[', at)) {
			const to = behind(']]>', at + 9);
			addText(text.slice(at + 9, to - 3), false);
			at = to;
		} else if (text.startsWith('</', at)) {
			closeTag.lastIndex = at;
			const [whole, ended] = closeTag.exec(text) ?? [];
			const element = open.pop();
			if (whole === undefined || element?.name !== ended)
				throw new XmlProblem('its tags do not match');
			element!.innerTo = at;
			at += whole.length;
			end(element!, at);
		} else {
			openTag.lastIndex = at;
			const [whole, tag = '', written = '', slash] = openTag.exec(text) ?? [];
			if (whole === undefined) throw new XmlProblem('something in it is no element');
			if (root !== undefined && open.length === 0) throw new XmlProblem('it has two roots');
			if (open.length >= deepest) throw new XmlProblem('it is nested too deep');
			const element = begin(tag, written, at, at + whole.length, open.at(-1)?.scope);
			open.push(element);
			at += whole.length;
			if (slash !== '') end(open.pop()!, at);
		}
	}
	if (root === undefined || open.length > 0) throw new XmlProblem('it breaks off');
	return root;

	function end({scope: _, ...element}: Open, to: number): void {
		const ended: XmlElement = {...element, to};
		const parent = open.at(-1);
		if (parent === undefined) root = ended;
		else parent.children.push(ended);
	}
}

function begin(
	tag: string,
	written: string,
	from: number,
	to: number,
	outer: ReadonlyMap<string, string> = new Map(),
): Open {
	const all = [...written.matchAll(attribute)].map(
		([, key = '', double, single]) => [key, resolved(double ?? single ?? '')] as const,
	);
	if (new Set(all.map(([key]) => key)).size < all.length)
		throw new XmlProblem('an attribute stands twice');
	const declares = (key: string) => key === 'xmlns' || key.startsWith('xmlns:');
	const declared = all.filter(([key]) => declares(key));
	const scope =
		declared.length === 0
			? outer
			: new Map([...outer, ...declared.map(([key, value]) => [key.slice(6), value] as const)]);
	const [prefix, local] = tag.includes(':') ? tag.split(':') : ['', tag];
	return {
		name: tag,
		local: local ?? tag,
		// A prefix without a declaration still makes another name.
		namespace: scope.get(prefix ?? '') ?? prefix ?? '',
		attributes: all.filter(([key]) => !declares(key)),
		children: [],
		text: '',
		...{from, to, innerFrom: to, innerTo: to},
		scope,
	};
}

const entities: Readonly<Record<string, string>> = {
	amp: '&',
	lt: '<',
	gt: '>',
	quot: '"',
	apos: "'",
};

function resolved(text: string): string {
	const plain = lineEnds(text);
	if (!plain.includes('&')) return plain;
	return plain.replace(
		/&(?:#x([\da-f]{1,6});|#(\d{1,7});|(\w+);)?/gi,
		(_, hex, decimal, entity) => {
			const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
			const isCode = entity === undefined && code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000);
			const meant = isCode ? String.fromCodePoint(code) : entities[entity ?? ''];
			if (meant === undefined) throw new XmlProblem('it holds a reference that means nothing');
			return meant;
		},
	);
}

/** XML 1.0, section 2.11: a CR that is meant is a reference. */
function lineEnds(text: string): string {
	return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

/** The elements of that local name directly in another, where they are in the same namespace. */
export function childrenNamed(element: XmlElement, local: string): XmlElement[] {
	return element.children.filter(
		child => child.local === local && child.namespace === element.namespace,
	);
}

export function childNamed(element: XmlElement, local: string): XmlElement | undefined {
	return childrenNamed(element, local)[0];
}

/** A text as it stands in an element. */
export function escapeXml(text: string): string {
	return text
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('\r', '&#13;');
}

/** Whether XML can hold a text at all: no control characters but tab and line ends, and no half of a character. */
export function fitsXml(text: string): boolean {
	return text.isWellFormed() && !/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/.test(text);
}
