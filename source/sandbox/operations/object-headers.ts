import {notImplemented, S3Error} from '../errors.js';

const kept = new Set([
	'cache-control',
	'content-disposition',
	'content-language',
	'content-type',
	'expires',
	'x-amz-website-redirect-location',
]);

/** What these ask for is not built, and to ignore it would be a lie. */
const refused = [
	'x-amz-server-side-encryption-customer-algorithm',
	'x-amz-server-side-encryption-aws-kms-key-id',
	'x-amz-object-lock-mode',
	'x-amz-object-lock-legal-hold',
	'x-amz-tagging',
	'x-amz-grant-full-control',
	'x-amz-grant-read',
];

const storageClasses = new Set([
	'STANDARD',
	'REDUCED_REDUNDANCY',
	'STANDARD_IA',
	'ONEZONE_IA',
	'INTELLIGENT_TIERING',
	'GLACIER',
	'GLACIER_IR',
	'DEEP_ARCHIVE',
]);

/** The headers that an object keeps from the request that made it. */
export function objectHeaders(headers: ReadonlyMap<string, string>): Map<string, string> {
	refuseUnsupported(headers);
	const result = new Map([['content-type', 'binary/octet-stream']]);
	for (const [name, value] of headers) {
		if (kept.has(name) || name.startsWith('x-amz-meta-')) result.set(name, value);
	}
	const encoding = (headers.get('content-encoding') ?? '')
		.split(',')
		.map(item => item.trim())
		.filter(item => item !== '' && item !== 'aws-chunked');
	if (encoding.length > 0) result.set('content-encoding', encoding.join(','));
	return result;
}

function refuseUnsupported(headers: ReadonlyMap<string, string>): void {
	for (const name of refused) if (headers.has(name)) throw notImplemented(name);
	if ((headers.get('x-amz-server-side-encryption') ?? 'AES256') !== 'AES256') {
		throw notImplemented('x-amz-server-side-encryption');
	}
	const acl = headers.get('x-amz-acl') ?? 'private';
	if (acl !== 'private' && acl !== 'bucket-owner-full-control') throw notImplemented('x-amz-acl');
}

/** Throws InvalidStorageClass for a name that S3 does not know. */
export function storageClass(headers: ReadonlyMap<string, string>): string {
	const name = headers.get('x-amz-storage-class') ?? 'STANDARD';
	if (storageClasses.has(name)) return name;
	throw new S3Error(400, 'InvalidStorageClass', 'The storage class you specified is not valid', {
		StorageClassRequested: name,
	});
}

/** Every object is encrypted with S3's own keys since 2023, and the answers say so. */
export const encryption = {'x-amz-server-side-encryption': 'AES256'};
