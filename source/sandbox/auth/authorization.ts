import {invalidArgument, invalidRequest, S3Error} from '../errors.js';
import type {S3Request} from '../wire/request.js';
import type {Scope} from './sigv4.js';

/** What a request says of its signature, in its Authorization header or in its query. */
export type Authorization = {
	accessKeyId: string;
	scope: Scope;
	/** As in `x-amz-date`. */
	date: string;
	signedHeaders: readonly string[];
	signature: string;
	/** In seconds after the date; only a presigned request ends. */
	expires?: number;
	/** The error for what cannot be right in it. */
	malformed: (why: string, details?: Record<string, string>) => S3Error;
};

const scheme = 'AWS4-HMAC-SHA256';

/** Throws as S3 does for other schemes, and AuthorizationHeaderMalformed for a broken one. */
export function readAuthorization(header: string, request: S3Request): Authorization {
	if (header.startsWith('AWS ')) {
		throw invalidRequest(
			'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
		);
	}
	if (!header.startsWith(scheme))
		throw invalidArgument('Unsupported Authorization Type', 'Authorization', header);
	const fields = new Map(
		header
			.slice(scheme.length)
			.split(',')
			.map(field => {
				const equals = field.indexOf('=');
				return [field.slice(0, equals).trim(), field.slice(equals + 1).trim()] as const;
			}),
	);
	const credential = readCredential(fields.get('Credential') ?? '');
	const signedHeaders = fields.get('SignedHeaders');
	const signature = fields.get('Signature');
	if (credential === undefined) {
		throw malformedHeader(
			'the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".',
		);
	}
	if (!signedHeaders) throw malformedHeader('missing SignedHeaders.');
	if (!signature) throw malformedHeader('missing Signature.');
	return {
		...credential,
		date: request.headers.get('x-amz-date') ?? '',
		signedHeaders: signedHeaders.split(';'),
		signature,
		malformed: malformedHeader,
	};
}

/** `KEY/DAY/REGION/SERVICE/aws4_request`; undefined when it is anything else. */
export function readCredential(text: string): {accessKeyId: string; scope: Scope} | undefined {
	const credential = text.split('/');
	const [terminator, service, region, day] = credential.slice(-4).reverse();
	const accessKeyId = credential.slice(0, -4).join('/');
	return accessKeyId && day && region && service && terminator === 'aws4_request'
		? {accessKeyId, scope: {day, region, service}}
		: undefined;
}

/** Throws unless the credential is for this region, for S3 and for the day of the request. */
export function checkScope({scope, date, malformed}: Authorization, region: string): void {
	if (scope.region !== region) {
		throw malformed(`the region '${scope.region}' is wrong; expecting '${region}'`, {
			Region: region,
		});
	}
	if (scope.service !== 's3')
		throw malformed(`incorrect service "${scope.service}". This endpoint belongs to "s3".`);
	if (!date.startsWith(scope.day)) throw malformed('Invalid credential date.');
}

function malformedHeader(why: string, details: Record<string, string> = {}): S3Error {
	const message = `The authorization header is malformed; ${why}`;
	return new S3Error(400, 'AuthorizationHeaderMalformed', message, details);
}
