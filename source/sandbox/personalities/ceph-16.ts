import {randomBytes} from 'node:crypto';
import {S3Error} from '../errors.js';
import {group, result, text} from '../wire/xml.js';
import {aws} from './aws.js';
import {completing} from './ceph-completing.js';
import {uploads} from './ceph-uploads.js';
import {cephDate, cephSpelling} from './ceph-wire.js';
import type {Personality} from './personality.js';

/** The only messages that it sends; all others are empty. */
const messages = new Set([
	'Invalid Encoding Method specified in Request',
	'This multipart completion is already in progress',
]);

/** Operations that make objects; elsewhere a digest is as good as any. */
const makesObjects = new Set([
	...['PutObject', 'CopyObject', 'CreateMultipartUpload', 'UploadPart', 'UploadPartCopy'],
	'CompleteMultipartUpload',
]);

/** What it knows nothing of: additional checksums, and the size of the object to be. */
const unknownHeader = /^x-amz-(checksum-|sdk-checksum-|trailer$|mp-object-size$)/;

/** What it heeds on a PutObject and not on a Complete. */
const conditions = new Set(['if-match', 'if-none-match']);

/** Headers of AWS's answers that it does not send. */
const unsaid = /^x-amz-(server-side-encryption$|checksum-)/;

/** Ceph RADOS Gateway 16.2.15, the one of Debian 12, as measured; old bugs included. */
export const ceph16: Personality = {
	...aws,
	name: 'ceph-16',
	responseStyle: {
		ids: now => ({
			requestId: `tx${randomBytes(11).toString('hex').slice(1)}-00${Math.floor(now / 1000).toString(16)}-1011-default`,
			hostId: '1011-default-default',
		}),
		headers: ({requestId}) => ({'x-amz-request-id': requestId}),
		error: ({status, code, message}, bucket) =>
			new S3Error(
				status,
				code,
				messages.has(message) ? message : '',
				bucket === undefined ? {} : {BucketName: bucket},
			),
		reply({status, headers = {}, body}) {
			return {
				status,
				headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !unsaid.test(name))),
				body: typeof body === 'string' ? cephSpelling(body) : body,
			};
		},
		date: cephDate,
	},
	requestPolicy: {
		ignores: (operation, header) =>
			(makesObjects.has(operation) && unknownHeader.test(header)) ||
			(operation === 'CompleteMultipartUpload' && conditions.has(header)),
		// What the SDK sends of a stream when it is to add a checksum comes without a length.
		refusal: (_, {headers}) =>
			headers.get('x-amz-content-sha256') === 'STREAMING-UNSIGNED-PAYLOAD-TRAILER'
				? new S3Error(411, 'MissingContentLength', '')
				: undefined,
		toAnyone: operation => (operation === 'ListBuckets' ? nobodysBuckets : undefined),
	},
	uploads,
	parts: {
		number(value) {
			if (/^-?\d+$/.test(value)) return Number(value);
			throw new S3Error(400, 'InvalidArgument', '');
		},
		marker(query) {
			const value = query.get('part-number-marker') ?? '';
			if (/^(-?\d+)?$/.test(value)) return Number(value);
			throw new S3Error(400, 'InvalidArgument', '');
		},
		endlessAtNone: true,
		people: () => group('Owner', text('ID', ''), text('DisplayName', '')),
		unknown(operation) {
			const code = operation === 'ListParts' ? 'NoSuchKey' : 'NoSuchUpload';
			return new S3Error(404, code, '');
		},
	},
	completing,
	newUploadId: () => `2~${randomBytes(24).toString('base64url').slice(1)}`,
	knowsChecksums: false,
	// 1,000 parts 0.17 s, 10,000 parts 33 s; what lies between follows the line through both.
	abortTime: parts => 33_000 * (parts / 10_000) ** Math.log10(33 / 0.17),
};

/** Anyone may ask for their buckets and learns that there are none. */
const nobodysBuckets = {
	status: 200,
	body: result(
		'ListAllMyBucketsResult',
		group('Owner', text('ID', 'anonymous'), text('DisplayName', '')),
		group('Buckets'),
	),
};
