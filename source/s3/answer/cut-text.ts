import {formatCount} from '../../multipart/text/units.js';

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
