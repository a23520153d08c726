import {invalidArgument, invalidRequest, S3Error} from '../errors.js';
import type {Scope} from './sigv4.js';

/** What an Authorization header of Signature Version 4 says. */
export interface Authorization {
	accessKeyId: string;
	scope: Scope;
	signedHeaders: readonly string[];
	signature: string;
}

/** Throws as S3 does for other schemes, and AuthorizationHeaderMalformed for a broken one. */
export function readAuthorization(header: string): Authorization {
	const scheme = 'AWS4-HMAC-SHA256';
	if (header.startsWith('AWS ')) {
		throw invalidRequest(
			'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
		);
	}
	if (!header.startsWith(scheme)) {
		throw invalidArgument('Unsupported Authorization Type', 'Authorization', header);
	}
	const fields = new Map(
		header
			.slice(scheme.length)
			.split(',')
			.map(field => {
				const equals = field.indexOf('=');
				return [field.slice(0, equals).trim(), field.slice(equals + 1).trim()] as const;
			}),
	);
	const credential = fields.get('Credential')?.split('/') ?? [];
	const [terminator, service, region, day] = credential.slice(-4).reverse();
	const accessKeyId = credential.slice(0, -4).join('/');
	const signedHeaders = fields.get('SignedHeaders');
	const signature = fields.get('Signature');
	if (!accessKeyId || !day || !region || !service || terminator !== 'aws4_request') {
		throw malformed(
			'the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".',
		);
	}
	if (!signedHeaders) throw malformed('missing SignedHeaders.');
	if (!signature) throw malformed('missing Signature.');
	return {
		accessKeyId,
		scope: {day, region, service},
		signedHeaders: signedHeaders.split(';'),
		signature,
	};
}

/** Throws unless the credential is for this region, for S3 and for the day of the request. */
export function checkScope(scope: Scope, region: string, date: string): void {
	if (scope.region !== region) {
		throw malformed(`the region '${scope.region}' is wrong; expecting '${region}'`, {
			Region: region,
		});
	}
	if (scope.service !== 's3') {
		throw malformed(`incorrect service "${scope.service}". This endpoint belongs to "s3".`);
	}
	if (!date.startsWith(scope.day)) throw malformed('Invalid credential date.');
}

function malformed(why: string, details: Record<string, string> = {}): S3Error {
	const message = `The authorization header is malformed; ${why}`;
	return new S3Error(400, 'AuthorizationHeaderMalformed', message, details);
}
