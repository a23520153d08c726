import {rememberLogin, shownUrl} from '../../terminal/secrets.js';
import type {Refused} from './target.js';

/**
 * The endpoint as a URL with a scheme and without a slash at its end. Without a scheme it gets
 * `https://`, or `http://` on this machine, where test servers live.
 */
export function parseEndpoint(text: string): {readonly endpoint: string} | Refused {
	const typed = text.trim();
	if (typed === '')
		return {refused: 'The endpoint is empty: write a host, such as s3.example.com.'};
	const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(typed)
		? typed
		: `${schemeFor(typed)}://${typed}`;
	if (typed.includes('@')) {
		// Not quoted: it may hold a secret, which the SDK would leave out without a word.
		rememberLogin(typed);
		return {refused: 'An endpoint holds no user and password: keys belong in a profile.'};
	}
	const url = URL.canParse(withScheme) ? new URL(withScheme) : undefined;
	if (!url || /[\p{C}\p{Z}]/u.test(typed)) {
		return {
			refused: `"${shownUrl(typed)}" is not an endpoint: write a host, such as s3.example.com:9000.`,
		};
	}
	if (url.protocol !== 'http:' && url.protocol !== 'https:') {
		return {refused: `An endpoint begins with https:// or http://, not ${url.protocol}//.`};
	}
	if (url.search !== '' || url.hash !== '')
		return {refused: `"${shownUrl(typed)}" is not an endpoint: nothing may follow a "?" or "#".`};
	return {endpoint: `${url.protocol}//${url.host}${url.pathname.replace(/\/+$/, '')}`};
}

function schemeFor(hostAndMore: string): 'http' | 'https' {
	return /^(?:localhost|[a-z0-9.-]+\.localhost|127(?:\.\d+){3}|\[::1\])(?:[:/]|$)/i.test(
		hostAndMore,
	)
		? 'http'
		: 'https';
}
