import {shownUrl} from '../../terminal/secrets.js';
import {cutFact, cutText} from './cut-text.js';

/** What an answer is that holds no error of S3. */
export type ForeignAnswer = {
	/** One sentence on what it is, and what to do; absent where nothing is known of it. */
	readonly advice?: string;
	/** The server's own words, where it sends plain text. */
	readonly said?: string;
};

type Answer = {
	readonly statusCode: number;
	readonly headers: Readonly<Record<string, string | undefined>>;
};

/** Characters; longer ones are no words for a person. */
const longestSaid = 500;

/**
 * What an answer is that no S3 service sends: a redirect, a web page, a port that wants TLS; undefined for an error of S3.
 *
 * @param body undefined where it was none: of a HEAD.
 * @param endpoint the one that was asked.
 * @param bucket the one that was asked for, where one was.
 */
export function foreignAnswer(
	{statusCode, headers}: Answer,
	body: string | undefined,
	{endpoint, bucket}: {readonly endpoint: string; readonly bucket?: string},
): ForeignAnswer | undefined {
	const redirect = redirectWords(statusCode, headers['location'], endpoint, bucket);
	const text = (body ?? '').trim();
	const head = text.slice(0, 2048);
	if (/<(?:[\w-]+:)?Error[\s>]/.test(head))
		return redirect === undefined ? undefined : {advice: redirect};
	if (redirect !== undefined) return {advice: redirect};
	if (wantsTls.test(head))
		return {
			advice: 'This port speaks TLS: the endpoint must begin with https://.',
			...saidIn(text),
		};
	const isPage = /<!doctype html|<html[\s>]/i.test(head);
	if (isPage || (body === undefined && /^text\/html/i.test(headers['content-type'] ?? '')))
		return {advice: pageWords(statusCode, text)};
	if (statusCode < 300 || text === '' || text.startsWith('<')) return {};
	return {
		advice: /^[[{]/.test(text)
			? 'The answer is JSON, which S3 does not send: check the endpoint, its port and proxies.'
			: undefined,
		...saidIn(text),
	};
}

/** Go, nginx, Apache and Tomcat, to whom speaks plain HTTP to their port for TLS. */
const wantsTls =
	/HTTP request to an HTTPS server|plain HTTP request was sent to HTTPS port|speaking plain HTTP to an SSL|combination of host and port requires TLS/i;

function saidIn(text: string): {said?: string} {
	return text.length > longestSaid || /[<>\0]/.test(text) ? {} : {said: cutText(text, 'message')};
}

function pageWords(status: number, page: string): string {
	const title = /<title[^>]*>\s*([^<]{1,200}?)\s*</i.exec(page)?.[1]?.replace(/\s+/g, ' ');
	const named = title === undefined ? '' : ` ("${cutFact(title)}")`;
	if (/console|dashboard|minio browser|^ceph\b/i.test(title ?? ''))
		return `A web console answers here${named}, not the S3 service: that has another port or host.`;
	if (status === 429 || status >= 500)
		return `A proxy before the service answers with a web page${named}: wait a little, then press r.`;
	return `A web page answers here${named}, not an S3 service: check the endpoint, its port and proxies.`;
}

/** Where a redirect leads is only named: what was signed for one host is sent to no other. */
function redirectWords(
	status: number,
	location: string | undefined,
	endpoint: string,
	bucket: string | undefined,
): string | undefined {
	if (![301, 302, 303, 307, 308].includes(status) || !location) return undefined;
	if (!URL.canParse(location, endpoint) || !URL.canParse(endpoint)) return undefined;
	const [from, to] = [new URL(endpoint), new URL(location, endpoint)];
	const shown = cutFact(shownUrl(`${to.protocol}//${to.host}${to.pathname}`)) ?? '';
	const inHost = bucket !== undefined && to.hostname.startsWith(`${bucket.toLowerCase()}.`);
	const host = inHost ? to.host.slice(bucket.length + 1) : to.host;
	if (inHost && host === from.host)
		return `The answer is a redirect to ${shown}: the service ${hostNameWords}`;
	if (host === from.host && to.protocol === from.protocol)
		return `The answer is a redirect to ${shown}, which S3 does not send: a console or a web server answers here. Check the endpoint and its port.`;
	return `The answer is a redirect to ${shown}, which is not followed: if that is the service, the endpoint is ${to.protocol}//${host}.`;
}

/** How a person turns path style off, by words that hold in the app and for a script. */
export const hostNameWords =
	'wants the bucket in the host name. Use --no-path-style, or set path style to no in the connection.';
