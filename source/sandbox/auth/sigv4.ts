import {createHash, createHmac} from 'node:crypto';
import type {S3Request} from '../wire/request.js';
import {percentEncode} from '../wire/uri.js';

/** The part of a credential that names day, region and service. */
export type Scope = {
	/** `YYYYMMDD` */
	day: string;
	region: string;
	service: string;
};

export function scopeText(scope: Scope): string {
	return `${scope.day}/${scope.region}/${scope.service}/aws4_request`;
}

export function sha256Hex(data: string | Uint8Array): string {
	return createHash('sha256').update(data).digest('hex');
}

function hmac(key: string | Buffer, data: string): Buffer {
	return createHmac('sha256', key).update(data).digest();
}

let last: {readonly of: string; readonly key: Buffer} | undefined;

/** The key that signs everything in one scope; requests after each other mostly have the same. */
export function signingKey(secret: string, scope: Scope): Buffer {
	const of = `${scopeText(scope)} ${secret}`;
	if (last?.of !== of) last = {of, key: derivedKey(secret, scope)};
	return last.key;
}

function derivedKey(secret: string, scope: Scope): Buffer {
	const day = hmac(`AWS4${secret}`, scope.day);
	return hmac(hmac(hmac(day, scope.region), scope.service), 'aws4_request');
}

export function sign(key: Buffer, stringToSign: string): string {
	return createHmac('sha256', key).update(stringToSign).digest('hex');
}

/**
 * The request as both sides write it down before signing. S3 encodes the path once and does not
 * normalise it: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
export function canonicalRequest(
	request: S3Request,
	signedHeaders: readonly string[],
	payloadHash: string,
): string {
	const query = request.query.pairs
		.filter(([name]) => name !== 'X-Amz-Signature')
		.map(([name, value]) => [percentEncode(name), percentEncode(value)] as const)
		.sort(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x < y ? -1 : x > y ? 1 : 0))
		.map(([name, value]) => `${name}=${value}`)
		.join('&');
	const headers = signedHeaders.map(name => {
		const value = request.headers.get(name) ?? '';
		return `${name}:${value.trim().replace(/ +/g, ' ')}\n`;
	});
	return [
		request.method,
		percentEncode(request.path).replaceAll('%2F', '/'),
		query,
		headers.join(''),
		signedHeaders.join(';'),
		payloadHash,
	].join('\n');
}

/** @param date - as in `x-amz-date` */
export function stringToSign(date: string, scope: Scope, canonical: string): string {
	return ['AWS4-HMAC-SHA256', date, scopeText(scope), sha256Hex(canonical)].join('\n');
}

/** Signs the pieces of a body one after the other, each over the signature of the one before. */
export class ChunkSigner {
	readonly #key: Buffer;
	readonly #prelude: string;
	#previous: string;

	constructor(key: Buffer, date: string, scope: Scope, seedSignature: string) {
		this.#key = key;
		this.#prelude = `${date}\n${scopeText(scope)}`;
		this.#previous = seedSignature;
	}

	/** @param hash - hex SHA-256 of the chunk's bytes */
	chunk(hash: string): string {
		return this.#next('AWS4-HMAC-SHA256-PAYLOAD', `${sha256Hex('')}\n${hash}`);
	}

	/** @param trailers - as they were sent, without the signature: `name:value` and LF each */
	trailer(trailers: string): string {
		return this.#next('AWS4-HMAC-SHA256-TRAILER', sha256Hex(trailers));
	}

	#next(kind: string, hashes: string): string {
		const text = [kind, this.#prelude, this.#previous, hashes].join('\n');
		this.#previous = sign(this.#key, text);
		return this.#previous;
	}
}
