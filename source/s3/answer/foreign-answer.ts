import {shownUrl} from '../../terminal/secrets.js';
import type {Hint} from '../failure/hint.js';
import {cutFact, cutText} from './cut-text.js';

/** What an answer is that holds no error of S3. */
export type ForeignAnswer = {
	/** What it is; absent where nothing is known of it. */
	readonly hint?: Hint;
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
	const redirect = redirectHint(statusCode, headers['location'], endpoint, bucket);
	const text = (body ?? '').trim();
	const head = text.slice(0, 2048);
	if (/<(?:[\w-]+:)?Error[\s>]/.test(head))
		return redirect === undefined ? undefined : {hint: redirect};
	if (redirect !== undefined) return {hint: redirect};
	if (wantsTls.test(head))
		return {
			hint: {code: 'port-speaks-tls'},
			...saidIn(text),
		};
	const isPage = /<!doctype html|<html[\s>]/i.test(head);
	if (isPage || (body === undefined && /^text\/html/i.test(headers['content-type'] ?? '')))
		return {hint: pageHint(statusCode, text)};
	if (statusCode < 300 || text === '' || text.startsWith('<')) return {};
	return {
		...(/^[[{]/.test(text) ? {hint: {code: 'json-answer'}} : {}),
		...saidIn(text),
	};
}

/** Go, nginx, Apache and Tomcat, to whom speaks plain HTTP to their port for TLS. */
const wantsTls =
	/HTTP request to an HTTPS server|plain HTTP request was sent to HTTPS port|speaking plain HTTP to an SSL|combination of host and port requires TLS/i;

function saidIn(text: string): {said?: string} {
	return text.length > longestSaid || /[<>\0]/.test(text) ? {} : {said: cutText(text, 'message')};
}

/** Characters of a page, and of its title. */
const [headOfPage, longestTitle] = [65_536, 200];

/** The title of a page, in one line; undefined where it has none. Takes time in proportion to the head of the page. */
function titleOf(page: string): string | undefined {
	const [, behind = ''] = page.slice(0, headOfPage).split(/<title(?=[\s>])/i, 2);
	const from = behind.indexOf('>') + 1;
	const to = behind.indexOf('<', from);
	const title = from === 0 || to < 0 ? '' : behind.slice(from, to).trim().replace(/\s+/g, ' ');
	return title === '' || title.length > longestTitle ? undefined : cutFact(title);
}

function pageHint(status: number, page: string): Hint {
	const title = titleOf(page);
	const named = title === undefined ? {} : {title};
	if (/console|dashboard|minio browser|^ceph\b/i.test(title ?? ''))
		return {code: 'web-console', ...named};
	return status === 429 || status >= 500
		? {code: 'proxy-page', ...named}
		: {code: 'web-page', ...named};
}

/** Where a redirect leads is only named: what was signed for one host is sent to no other. */
function redirectHint(
	status: number,
	location: string | undefined,
	endpoint: string,
	bucket: string | undefined,
): Hint | undefined {
	if (![301, 302, 303, 307, 308].includes(status) || !location) return undefined;
	if (!URL.canParse(location, endpoint) || !URL.canParse(endpoint)) return undefined;
	const [from, to] = [new URL(endpoint), new URL(location, endpoint)];
	const shown = cutFact(shownUrl(`${to.protocol}//${to.host}${to.pathname}`)) ?? '';
	const inHost = bucket !== undefined && to.hostname.startsWith(`${bucket.toLowerCase()}.`);
	const host = inHost ? to.host.slice(bucket.length + 1) : to.host;
	if (inHost && host === from.host) return {code: 'bucket-in-host', redirect: shown};
	if (host === from.host && to.protocol === from.protocol)
		return {code: 'redirect-of-no-service', to: shown};
	return {code: 'redirect', to: shown, endpoint: `${to.protocol}//${host}`};
}
