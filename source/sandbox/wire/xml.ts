import type {Element} from './xml-reader.js';

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';

const named: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&apos;',
	'\r': '&#13;',
};

/**
 * Text as it stands between tags. Control characters become character references, which XML 1.0
 * forbids and S3 sends all the same; a raw CR would reach the reader as LF.
 */
export function escapeText(text: string): string {
	return text.replace(
		/[&<>"'\u0000-\u0008\u000b-\u001f]/g,
		character => named[character] ?? `&#x${character.charCodeAt(0).toString(16)};`,
	);
}

/** `<name>text</name>`, or nothing at all when there is no value. */
export function text(name: string, value: string | number | boolean | undefined): string {
	return value === undefined ? '' : `<${name}>${escapeText(String(value))}</${name}>`;
}

/** An element around others that are already written. */
export function group(name: string, ...children: string[]): string {
	return `<${name}>${children.join('')}</${name}>`;
}

/** An element as it was read; what stands between children is layout. */
export function rewrite({name, text: content, children}: Element): string {
	return children.length > 0 ? group(name, ...children.map(rewrite)) : text(name, content);
}

/** A whole document in S3's namespace. */
export function result(name: string, ...children: string[]): string {
	// In one go: a text of a page that is put together twice takes twice as long.
	return [`${declaration}<${name} xmlns="${namespace}">`, ...children, `</${name}>`].join('');
}

/** An error document, which S3 sends without a namespace. */
export function errorDocument(fields: Iterable<readonly [string, string]>): string {
	const children = [...fields].map(([name, value]) => text(name, value));
	return `${declaration}<Error>${children.join('')}</Error>`;
}

/** A document's declaration and what follows it, for an answer that is sent in two pieces. */
export function splitDeclaration(document: string): [declaration: string, rest: string] {
	return document.startsWith(declaration)
		? [declaration, document.slice(declaration.length)]
		: [declaration, document];
}
