import {randomBytes} from 'node:crypto';
import {invalidArgument, malformedXml, noSuchUpload} from '../errors.js';
import {compositeEtag} from '../integrity/etag.js';
import {chooseParts} from '../operations/complete-parts.js';
import {fingerprintOf} from '../operations/complete-request.js';
import {initiator, isoDate, owner} from '../operations/identities.js';
import {integerParameter, keyEncoder, pageSize} from '../operations/parameters.js';
import {compareUploads} from '../store/bucket.js';
import {newUploadId} from '../store/ids.js';
import {percentEncode} from '../wire/uri.js';
import {text} from '../wire/xml.js';
import {uploadsPage} from './aws-uploads-page.js';
import type {Personality} from './personality.js';

const maxParts = 10_000;

/** S3 itself, from which the others differ. */
export const aws: Personality = {
	name: 'aws',
	responseStyle: {
		ids: () => ({
			requestId: randomBytes(8).toString('hex').toUpperCase(),
			hostId: randomBytes(56).toString('base64'),
		}),
		headers: ({requestId, hostId}) => ({
			Server: 'AmazonS3',
			'x-amz-request-id': requestId,
			'x-amz-id-2': hostId,
		}),
		error: error => error,
		reply: reply => reply,
		date: isoDate,
	},
	requestPolicy: {
		ignores: () => false,
		refusal: () => undefined,
		toAnyone: () => undefined,
	},
	// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html
	uploads: {
		order: compareUploads,
		max: query => pageSize(query, 'max-uploads'),
		encoding(query) {
			const encode = keyEncoder(query);
			return {key: encode, other: encode, said: query.get('encoding-type')};
		},
		page: uploadsPage,
		next: ({last}) =>
			typeof last === 'string' ? {key: last, id: ''} : {key: last?.key ?? '', id: last?.id ?? ''},
		row: (upload, {bucket}) =>
			[
				initiator(upload.initiator),
				owner(bucket.owner),
				text('StorageClass', upload.storageClass),
				text('Initiated', isoDate(upload.initiated)),
				text('ChecksumAlgorithm', upload.checksum?.algorithm.name),
				text('ChecksumType', upload.checksum?.type),
			].join(''),
	},
	parts: {
		number(value) {
			const number = Number(value);
			if (/^\d+$/.test(value) && number >= 1 && number <= maxParts) return number;
			throw invalidArgument(
				'Part number must be an integer between 1 and 10000, inclusive',
				'partNumber',
				value,
			);
		},
		marker: query => integerParameter(query, 'part-number-marker', 0),
		endlessAtNone: false,
		people: (upload, bucketOwner) => initiator(upload.initiator) + owner(bucketOwner),
		unknown: (_operation, _key, id) => noSuchUpload(id),
	},
	// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html
	completing: {
		checkCount(named) {
			if (named.length > maxParts) throw malformedXml();
		},
		choose: chooseParts,
		etag: parts => compositeEtag(parts.map(part => part.etag)),
		// An object made of parts is as old as its upload:
		// https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html
		lastModified: upload => upload.initiated,
		again({bucket, key}, id, named) {
			const completion = bucket.ended(key, id)?.completion;
			if (completion?.request !== fingerprintOf(named)) throw noSuchUpload(id);
			return completion.result;
		},
		location: ({endpoint, bucket, key}) => `${endpoint}/${bucket.name}/${percentEncode(key)}`,
		etagSaid: etag => `"${etag}"`,
	},
	newUploadId,
	createHeaders: () => ({}),
	actsById: false,
	abortRules: 'kept',
	knowsChecksums: true,
	abortTime: () => 0,
	restart() {},
};
