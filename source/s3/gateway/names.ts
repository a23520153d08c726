import {entities} from '../answer/entities.js';

/**
 * Names in the body of a listing, written so that the SDK reads what the service sent: another key is another upload.
 * Each rule was measured against the XML reader of @aws-sdk/client-s3 3.1169 on a loopback server. All of it takes time
 * in proportion to the body, whatever that holds.
 */

/** The elements that hold a key or an upload id. */
const named =
	/<(Key|KeyMarker|NextKeyMarker|Prefix|UploadId|UploadIdMarker|NextUploadIdMarker)(?:\s(?:[^<>]*[^<>/])?)?>([^<]*)<\/\1\s*>/g;

const references = /&(?:#x([0-9a-f]+)|#([0-9]+)|([a-z][\w.-]*));/gi;

/** Stands where something of a name was lost on the way, so that it is not certain. */
const lost = '\ufffd';

/** Stands before a name of white space alone: a character that Unicode sets aside for such inner use. */
const whiteMark = '\ufdd0';

/**
 * Returns a body that `plainXml` made with each name written out plainly. The SDK turns a raw CR into LF, keeps 16 bits
 * of a reference beyond the basic plane, drops an entity that it does not know (`&eacute;`), cannot read a name with
 * attributes, and takes one of white space alone for indentation: that gets a mark, see `unmarked`.
 */
export function repairNames(body: string): string {
	return body.replace(named, (whole, element: string, text: string) => {
		// Most names hold nothing of the kind, and a page has thousands.
		const name = text.includes('&') ? plainText(text) : text;
		const isWhite = name !== '' && name.trim() === '';
		if (name === text && !isWhite && !text.includes('\r')) {
			const isPlain = whole.length === text.length + 2 * element.length + 5;
			return isPlain ? whole : `<${element}>${text}</${element}>`;
		}
		return `<${element}>${isWhite ? whiteMark : ''}${escaped(name)}</${element}>`;
	});
}

/** A name from a repaired listing, as the service sent it. */
export function unmarked(name: string): string {
	return name.startsWith(whiteMark) && name.trim() === whiteMark ? name.slice(1) : name;
}

/** Whether nothing of a name was lost: no half of a character, and no reference that nobody can resolve. */
export function isWhole(name: string): boolean {
	return name.isWellFormed() && !name.includes(lost);
}

const sections = /<!\[CDATA\[|<!--|<\?/g;
const ends: Readonly<Record<string, string>> = {'<![CDATA[': ']]>', '<!--': '-->', '<?': '?>'};

/**
 * The body with its CDATA as text, a CR in it too, and without comments and instructions: the elements that are left are
 * those that an XML reader sees. It ends where a section begins that has no end.
 */
export function plainXml(body: string): string {
	let read = 0;
	let written = '';
	for (let found = next(); found !== undefined; found = next()) {
		const {index, 0: opening} = found;
		const end = ends[opening] ?? '';
		const to = body.indexOf(end, index + opening.length);
		written += body.slice(read, index);
		if (to < 0) return written.trim();
		if (end === ']]>') written += escaped(body.slice(index + opening.length, to));
		read = to + end.length;
	}
	return (written + body.slice(read)).trim();

	function next(): RegExpExecArray | undefined {
		sections.lastIndex = read;
		return sections.exec(body) ?? undefined;
	}
}

function plainText(text: string): string {
	return text.replace(references, (_whole, hex?: string, decimal?: string, entity?: string) => {
		if (entity !== undefined) return entities[entity] ?? lost;
		const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
		return code <= 0x10ffff ? String.fromCodePoint(code) : lost;
	});
}

function escaped(name: string): string {
	return name
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('\r', '&#13;');
}
