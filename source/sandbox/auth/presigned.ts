import {invalidArgument, S3Error} from '../errors.js';
import type {S3Request} from '../wire/request.js';
import {type Authorization, readCredential} from './authorization.js';

/** A week, in seconds. */
const maxExpires = 604_800;

const needed = ['Credential', 'Signature', 'Date', 'SignedHeaders', 'Expires'];

/** Whether the signature is in the query. */
export function isPresigned({query}: S3Request): boolean {
	return query.has('X-Amz-Algorithm') || query.has('X-Amz-Signature');
}

/**
 * Reads the signature of a presigned URL. Throws AuthorizationQueryParametersError.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
export function readPresigned({query, headers}: S3Request): Authorization {
	if (headers.has('authorization')) {
		throw invalidArgument(
			'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified',
			'Authorization',
			headers.get('authorization') ?? '',
		);
	}
	const field = (name: string) => query.get(`X-Amz-${name}`) ?? '';
	if (needed.some(name => field(name) === '')) {
		throw wrong(
			'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
		);
	}
	if (field('Algorithm') !== 'AWS4-HMAC-SHA256')
		throw wrong('X-Amz-Algorithm only supports "AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256"');
	const credential = readCredential(field('Credential'));
	if (credential === undefined) {
		throw wrong(
			'Error parsing the X-Amz-Credential parameter; the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".',
		);
	}
	return {
		...credential,
		date: field('Date'),
		signedHeaders: field('SignedHeaders').split(';'),
		signature: field('Signature'),
		expires: readExpires(field('Expires')),
		malformed: (why, details) =>
			wrong(`Error parsing the X-Amz-Credential parameter; ${why}`, details),
	};
}

/**
 * The request as if its `x-amz-` parameters were headers, which is how S3 takes them: whoever
 * presigned it could not know which headers would be sent.
 */
export function withHoistedHeaders(request: S3Request): S3Request {
	const headers = new Map(request.headers);
	for (const [name, value] of request.query.pairs) {
		const lower = name.toLowerCase();
		const own = needed.some(field => lower === `x-amz-${field.toLowerCase()}`);
		if (lower.startsWith('x-amz-') && !own && !headers.has(lower)) headers.set(lower, value);
	}
	return {...request, headers};
}

/** Throws AccessDenied before the date of a presigned request and after its end. */
export function checkExpiry(time: number, expires: number, now: number, maxSkew: number): void {
	if (now < time - maxSkew) throw new S3Error(403, 'AccessDenied', 'Request is not yet valid');
	const end = time + expires * 1000;
	if (now <= end) return;
	throw new S3Error(403, 'AccessDenied', 'Request has expired', {
		'X-Amz-Expires': String(expires),
		Expires: new Date(end).toISOString().replace(/\.\d+/, ''),
		ServerTime: new Date(now).toISOString().replace(/\.\d+/, ''),
	});
}

function readExpires(text: string): number {
	const expires = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
	if (Number.isNaN(expires)) throw wrong('X-Amz-Expires should be a number');
	if (expires < 0) throw wrong('X-Amz-Expires must be non-negative');
	if (expires > maxExpires) {
		throw wrong(
			`X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than ${maxExpires} seconds`,
		);
	}
	return expires;
}

function wrong(message: string, details: Record<string, string> = {}): S3Error {
	return new S3Error(400, 'AuthorizationQueryParametersError', message, details);
}
