import {timingSafeEqual} from 'node:crypto';
import {accessDenied, invalidRequest, S3Error} from '../errors.js';
import {anonymous, type User} from '../users.js';
import type {S3Request} from '../wire/request.js';
import {type Authorization, checkScope, readAuthorization} from './authorization.js';
import {checkExpiry, isPresigned, readPresigned} from './presigned.js';
import {ChunkSigner, canonicalRequest, sign, signingKey, stringToSign} from './sigv4.js';

const maxSkew = 15 * 60_000;

/** Who asks, and what is needed to check the body that follows. */
export type Identity = {
	user: User;
	/** The value of `x-amz-content-sha256`. */
	payloadHash: string;
	/** An anonymous request has none. */
	chunkSigner?: ChunkSigner;
};

const unsigned = 'UNSIGNED-PAYLOAD';

/**
 * Checks the signature in the Authorization header or in the query. Without one the request is
 * anonymous; throws what S3 answers to a bad one. `now` is in milliseconds.
 */
export function authenticate(
	request: S3Request,
	users: readonly User[],
	region: string,
	now: number,
): Identity {
	const authorization = authorizationOf(request);
	const sentHash = request.headers.get('x-amz-content-sha256');
	if (authorization === undefined) return {user: anonymous, payloadHash: sentHash ?? unsigned};
	const {accessKeyId, scope, signedHeaders, signature, date, expires} = authorization;
	const time = readDate(date);
	checkScope(authorization, region);
	const payloadHash =
		sentHash ??
		(expires === undefined ? undefined : (request.query.get('X-Amz-Content-Sha256') ?? unsigned));
	if (payloadHash === undefined)
		throw invalidRequest('Missing required header for this request: x-amz-content-sha256');
	const user = users.find(candidate => candidate.accessKeyId === accessKeyId);
	if (user === undefined) {
		throw new S3Error(
			403,
			'InvalidAccessKeyId',
			'The AWS Access Key Id you provided does not exist in our records.',
			{AWSAccessKeyId: accessKeyId},
		);
	}
	if (request.headers.has('x-amz-security-token')) {
		throw new S3Error(
			400,
			'InvalidToken',
			'The provided token is malformed or otherwise invalid.',
			{'Token-0': request.headers.get('x-amz-security-token') ?? ''},
		);
	}
	if (expires !== undefined) checkExpiry(time, expires, now, maxSkew);
	else if (Math.abs(now - time) > maxSkew) throw tooSkewed(date, now);
	checkSignedHeaders(request, signedHeaders);
	const canonical = canonicalRequest(request, signedHeaders, payloadHash);
	const toSign = stringToSign(date, scope, canonical);
	const key = signingKey(user.secretAccessKey, scope);
	if (!sameText(sign(key, toSign), signature)) {
		throw signatureDoesNotMatch({
			AWSAccessKeyId: accessKeyId,
			StringToSign: toSign,
			SignatureProvided: signature,
			CanonicalRequest: canonical,
		});
	}
	return {user, payloadHash, chunkSigner: new ChunkSigner(key, date, scope, signature)};
}

function authorizationOf(request: S3Request): Authorization | undefined {
	if (isPresigned(request)) return readPresigned(request);
	const header = request.headers.get('authorization');
	return header === undefined ? undefined : readAuthorization(header, request);
}

export function signatureDoesNotMatch(details: Record<string, string> = {}): S3Error {
	return new S3Error(
		403,
		'SignatureDoesNotMatch',
		'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
		details,
	);
}

function readDate(date: string): number {
	const iso = date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');
	const time = Date.parse(iso);
	if (iso === date || Number.isNaN(time)) {
		throw new S3Error(
			403,
			'AccessDenied',
			'AWS authentication requires a valid Date or x-amz-date header',
		);
	}
	return time;
}

function tooSkewed(date: string, now: number): S3Error {
	return new S3Error(
		403,
		'RequestTimeTooSkewed',
		'The difference between the request time and the current time is too large.',
		{
			RequestTime: date,
			ServerTime: new Date(now).toISOString().replace(/\.\d+/, ''),
			MaxAllowedSkewMilliseconds: String(maxSkew),
		},
	);
}

/** Host and every header of S3's own must be covered by the signature. */
function checkSignedHeaders(request: S3Request, signedHeaders: readonly string[]): void {
	const bare = [...request.headers.keys()].filter(
		name => (name === 'host' || name.startsWith('x-amz-')) && !signedHeaders.includes(name),
	);
	if (bare.length === 0) return;
	const {status, code} = accessDenied();
	throw new S3Error(
		status,
		code,
		'There were headers present in the request which were not signed',
		{HeadersNotSigned: bare.join(', ')},
	);
}

function sameText(a: string, b: string): boolean {
	return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
