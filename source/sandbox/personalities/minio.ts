import {randomBytes, randomUUID} from 'node:crypto';
import type {Bucket} from '../store/bucket.js';
import type {Upload} from '../store/model.js';
import type {Page} from '../store/page.js';
import {aws} from './aws.js';
import {uploadsPage} from './aws-uploads-page.js';
import type {AskedUploads, Personality} from './personality.js';

/**
 * MinIO. Its list of uploads is what a node remembers since it was started, whole, in the order of
 * initiation; only with the exact key as prefix does it look on its drives, and with another prefix it
 * finds nothing (https://github.com/minio/minio/issues/20989). That it aborts uploads after 24 hours
 * by itself is left out: samples are older.
 */
export const minio: Personality = {
	...aws,
	name: 'minio',
	responseStyle: {
		...aws.responseStyle,
		ids: () => ({
			requestId: randomBytes(8).toString('hex').toUpperCase(),
			hostId: randomBytes(32).toString('hex'),
		}),
		headers: ids => ({...aws.responseStyle.headers(ids), Server: 'MinIO'}),
	},
	uploads: {...aws.uploads, page},
	// https://github.com/minio/minio/issues/19115
	abortRules: 'dropped',
	completing: {...aws.completing, lastModified: (_, now) => now},
	newUploadId,
	restart(store) {
		for (const bucket of store.buckets()) bucket.forgetUploads();
	},
};

const deployment = randomUUID();

/** The deployment's id, one of the upload's own and its time (MinIO's cmd/erasure-multipart.go). */
function newUploadId(): string {
	const nanoseconds = BigInt(Date.now()) * 1_000_000n;
	return Buffer.from(`${deployment}.${randomUUID()}x${nanoseconds}`).toString('base64url');
}

function page(bucket: Bucket, asked: AskedUploads): Page<Upload> {
	const {prefix} = asked;
	if (prefix === '') {
		const rows = bucket.uploads
			.items()
			.filter(upload => !bucket.isForgotten(upload))
			.sort((a, b) => a.initiated - b.initiated);
		return {rows, prefixes: [], truncated: false, last: undefined};
	}
	const page = uploadsPage(bucket, {...asked, delimiter: ''});
	const rows = page.rows.filter(({key}) => key === prefix);
	const truncated = page.truncated && rows.length === page.rows.length;
	return {rows, prefixes: [], truncated, last: truncated ? rows.at(-1) : undefined};
}
