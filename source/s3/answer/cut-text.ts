import {formatCount} from '../../multipart/text/units.js';
import {plainXml} from '../gateway/names.js';
import {leavesOf} from './leaves.js';
import {localNames, rootOf} from './local-names.js';

/** Bytes that are kept of what a service says and what is only shown. Nothing that is sent again is ever cut. */
const most = {message: 2048, code: 128, fact: 256, location: 8192} as const;

/** A text of a service that is only shown: one that is too long ends with the words that it is cut. */
export function cutText(text: string, kind: keyof typeof most): string {
	// A character has three bytes at most for each of its units.
	if (text.length * 3 <= most[kind]) return text;
	const bytes = Buffer.byteLength(text);
	if (bytes <= most[kind]) return text;
	const words = `… (cut: ${formatCount(bytes)} bytes)`;
	const kept = Buffer.from(text.slice(0, most[kind]))
		.subarray(0, most[kind] - Buffer.byteLength(words))
		.toString('utf8');
	// The last character may have lost some of its bytes.
	return `${kept.replace(/\ufffd$/, '')}${words}`;
}

/** An optional one. */
export function cutFact(text: string | undefined): string | undefined {
	return text === undefined ? undefined : cutText(text, 'fact');
}

/** Bytes: the longest error document of S3 has about one thousand, and a message of its longest length fits beside it. */
const longestError = 16_384;

/**
 * The body of an error answer, short enough to be kept, logged and read. Of an error document: its elements that hold text,
 * each once, code and message cut, so that one that cannot be read costs nothing but itself. Of anything else,
 * such as a proxy's page, nothing where it is long or could be taken for an error.
 */
export function shortError(body: string): string {
	const plain = localNames(plainXml(body));
	const texts = leavesOf(plain);
	if (!texts.has('Code')) return body.length > longestError ? '' : body;
	// The SDK would take the Code of any element for that of an error.
	if (/^html$/i.test(rootOf(plain) ?? 'html')) return '';
	let left = longestError;
	const kept = [...texts].flatMap(([element, text]) => {
		const kind = element === 'Code' ? 'code' : element === 'Message' ? 'message' : 'fact';
		const written = `<${element}>${cutText(text, kind)}</${element}>`;
		left -= written.length;
		return left < 0 ? [] : [written];
	});
	return `<Error>${kept.join('')}</Error>`;
}
