import {notImplemented, S3Error} from '../errors.js';
import {isAclHeader} from './acl-headers.js';
import {readTagsHeader, taggingHeader} from './tags.js';

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

/** Whether a header that was kept is one that the object answers with. */
export function isAnswered(name: string): boolean {
	return name !== taggingHeader && !isAclHeader(name);
}

/** The headers that an object keeps from the request that made it. Throws for tags that are none. */
export function objectHeaders(headers: ReadonlyMap<string, string>): Map<string, string> {
	refuseUnsupported(headers);
	readTagsHeader(headers);
	const result = new Map([['content-type', 'binary/octet-stream']]);
	for (const [name, value] of headers) {
		const keeps = kept.has(name) || name.startsWith('x-amz-meta-') || !isAnswered(name);
		if (keeps) result.set(name, value);
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
	if ((headers.get('x-amz-server-side-encryption') ?? 'AES256') !== 'AES256')
		throw notImplemented('x-amz-server-side-encryption');
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
