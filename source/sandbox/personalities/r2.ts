import {createHash, randomBytes} from 'node:crypto';
import {notImplemented, S3Error} from '../errors.js';
import type {Part} from '../store/model.js';
import {aws} from './aws.js';
import type {Personality} from './personality.js';

const week = 7 * 24 * 3_600_000;

/**
 * Cloudflare R2 (https://developers.cloudflare.com/r2/objects/multipart-objects): all parts but the
 * last are of one size and the last is no larger; a multipart ETag tells nothing about the parts, as
 * that of uploads from before June 2023; `x-amz-expected-bucket-owner` is not implemented. It says
 * that it will abort an upload after seven days, and here leaves it at that: samples are older.
 */
export const r2: Personality = {
	...aws,
	name: 'r2',
	responseStyle: {
		...aws.responseStyle,
		headers: ({requestId}) => ({Server: 'cloudflare', 'x-amz-request-id': requestId}),
	},
	requestPolicy: {
		...aws.requestPolicy,
		refusal: (_, {headers}) =>
			headers.has('x-amz-expected-bucket-owner')
				? notImplemented('x-amz-expected-bucket-owner')
				: undefined,
	},
	completing: {
		...aws.completing,
		lastModified: (_, now) => now,
		choose(upload, named, minPartSize) {
			const parts = aws.completing.choose(upload, named, minPartSize);
			checkSizes(parts);
			return parts;
		},
		etag: parts => {
			const hash = createHash('sha256');
			for (const {etag} of parts) hash.update(etag);
			return `${hash.digest('hex').slice(0, 32)}-${parts.length}`;
		},
	},
	newUploadId: () => randomBytes(216).toString('base64'),
	createHeaders: now => ({
		'x-amz-abort-date': new Date(now + week).toUTCString(),
		'x-amz-abort-rule-id': 'Default Multipart Abort Rule',
	}),
};

function checkSizes(parts: readonly Part[]): void {
	const sizes = parts.map(({body}) => body.size);
	const [first = 0] = sizes;
	const equal = sizes.slice(0, -1).every(size => size === first);
	if (equal && (sizes.at(-1) ?? 0) <= first) return;
	throw new S3Error(400, 'InvalidPart', 'All non-trailing parts must have the same length.');
}
