import {formatCount} from '../multipart/units.js';
import {plainXml} from './names.js';

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
 * The body of an error answer, short enough to be kept, logged and read: its code and message cut, or nothing, as of
 * a proxy's page, where it is long all the same.
 */
export function shortError(body: string): string {
	if (body.length <= most.code) return body;
	const short = plainXml(body).replace(
		/<(Code|Message)>([^<]*)<\/\1>/g,
		(_whole, element: string, text: string) => {
			const cut = cutText(text, element === 'Code' ? 'code' : 'message');
			return `<${element}>${cut}</${element}>`;
		},
	);
	return short.length > longestError ? '' : short;
}
