import type {IncomingMessage} from 'node:http';
import {percentDecode} from './uri.js';

/** A request's query: the first value counts where a name is repeated, as on AWS. */
export class Query {
	readonly pairs: ReadonlyArray<readonly [name: string, value: string]>;

	constructor(raw: string) {
		this.pairs = raw
			.split('&')
			.filter(pair => pair !== '')
			.map(pair => {
				const equals = pair.indexOf('=');
				const [name, value] =
					equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
				return [decodePlus(name), decodePlus(value)];
			});
	}

	get(name: string): string | undefined {
		return this.pairs.find(pair => pair[0] === name)?.[1];
	}

	has(name: string): boolean {
		return this.get(name) !== undefined;
	}
}

function decodePlus(text: string): string {
	return percentDecode(text.replaceAll('+', ' '));
}

/** An HTTP request in S3's terms. */
export type S3Request = {
	method: string;
	/** The path, percent-decoded, as it takes part in the signature. */
	path: string;
	query: Query;
	/** By lower-case name; repeated headers joined with commas. */
	headers: ReadonlyMap<string, string>;
	bucket: string | undefined;
	/** Undefined when the request names no object. */
	key: string | undefined;
};

/**
 * Reads bucket and key from the path (path style) or the bucket from the Host header (virtual-host
 * style, `bucket.localhost` or `bucket.127.0.0.1`). Throws InvalidURI for a path that is no UTF-8.
 */
export function readRequest(incoming: IncomingMessage): S3Request {
	const target = incoming.url ?? '/';
	const question = target.indexOf('?');
	const path = percentDecode(question < 0 ? target : target.slice(0, question));
	const query = new Query(question < 0 ? '' : target.slice(question + 1));
	const headers = joinHeaders(incoming.rawHeaders);
	const hosted = /^(.+)\.(?:localhost|127\.0\.0\.1)(?::\d+)?$/.exec(headers.get('host') ?? '')?.[1];
	const rest = path.slice(1);
	const slash = rest.indexOf('/');
	const [bucket, key] =
		hosted !== undefined
			? [hosted, rest]
			: slash < 0
				? [rest, '']
				: [rest.slice(0, slash), rest.slice(slash + 1)];
	return {
		method: incoming.method ?? 'GET',
		path,
		query,
		headers,
		bucket: bucket === '' ? undefined : bucket,
		key: bucket === '' || key === '' ? undefined : key,
	};
}

function joinHeaders(raw: readonly string[]): Map<string, string> {
	const headers = new Map<string, string>();
	for (let index = 0; index < raw.length; index += 2) {
		const name = raw[index]!.toLowerCase();
		const value = raw[index + 1]!;
		const before = headers.get(name);
		headers.set(name, before === undefined ? value : `${before},${value}`);
	}
	return headers;
}
