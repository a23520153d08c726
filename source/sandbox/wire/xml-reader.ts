import {malformedXml} from '../errors.js';

/** One element of a request document; namespaces, attributes and comments are dropped. */
export type Element = {
	name: string;
	text: string;
	children: Element[];
};

const token =
	/<\?[\s\S]*?\?>|<!--[\s\S]*?-->|<(\/?)(?:[\w.-]+:)?([\w.-]+)((?:\s+[\w.:-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|[^<]+/gy;

const entities: Readonly<Record<string, string>> = {
	amp: '&',
	lt: '<',
	gt: '>',
	quot: '"',
	apos: "'",
};

function decodeEntities(text: string): string {
	return text.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));|&/gi, (_, hex, decimal, name) => {
		if (name !== undefined && entities[name] !== undefined) return entities[name];
		const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
		if (!(code <= 0x10ffff)) throw malformedXml();
		return String.fromCodePoint(code);
	});
}

/**
 * Reads the small documents that S3 requests carry. Returns the root element; throws MalformedXML
 * for anything that is not one well-formed element.
 */
export function readXml(source: string): Element {
	const top: Element = {name: '', text: '', children: []};
	const open = [top];
	token.lastIndex = 0;
	while (token.lastIndex < source.length) {
		const match = token.exec(source);
		if (match === null) throw malformedXml();
		const [whole, closing, name, , empty] = match;
		const current = open.at(-1)!;
		if (name === undefined) {
			if (!whole.startsWith('<')) current.text += decodeEntities(whole);
		} else if (closing) {
			if (current.name !== name) throw malformedXml();
			open.pop();
		} else {
			const element: Element = {name, text: '', children: []};
			current.children.push(element);
			if (!empty) open.push(element);
		}
	}
	const [root, ...more] = top.children;
	if (open.length !== 1 || root === undefined || more.length > 0 || top.text.trim() !== '')
		throw malformedXml();
	return root;
}

/** The first child of that name. */
export function child(element: Element, name: string): Element | undefined {
	return element.children.find(candidate => candidate.name === name);
}

/** The text of the first child of that name. */
export function childText(element: Element, name: string): string | undefined {
	return child(element, name)?.text;
}
