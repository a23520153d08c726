import {checksumFields} from '../../multipart/part.js';
import {plainXml, repairNames} from '../gateway/names.js';
import {cutText} from './cut-text.js';
import {leavesOf} from './leaves.js';
import {localNames, rootOf} from './local-names.js';
import {isoTime} from './written-dates.js';

/**
 * What the SDK would get wrong in an answer's body, put right before the SDK reads it.
 * Each rule was measured against @aws-sdk/client-s3 3.1169 on a loopback server.
 */

/**
 * The element that each answer is, and what tells one of another name: no SDK looks at it, and services call it as they
 * like (moto from 5.2: `ListPartsResponse`). The SDK here takes any element for a result, if for an empty one.
 */
const roots: Readonly<Record<string, {readonly name: string; readonly holds: RegExp}>> = {
	ListBuckets: {name: 'ListAllMyBucketsResult', holds: /<Buckets[>/]/},
	ListMultipartUploads: {
		name: 'ListMultipartUploadsResult',
		holds: /<(?:Upload|UploadIdMarker|NextUploadIdMarker|MaxUploads)[>/]/,
	},
	ListParts: {
		name: 'ListPartsResult',
		holds: /<(?:Part|PartNumberMarker|NextPartNumberMarker|MaxParts)[>/]/,
	},
	CompleteMultipartUpload: {
		name: 'CompleteMultipartUploadResult',
		holds: /<Location[>/]/,
	},
	GetPublicAccessBlock: {
		name: 'PublicAccessBlockConfiguration',
		holds: /<(?:BlockPublicAcls|IgnorePublicAcls)>/,
	},
	GetBucketLifecycleConfiguration: {name: 'LifecycleConfiguration', holds: /<Rule>/},
	ListObjectsV2: {name: 'ListBucketResult', holds: /<(?:Contents|KeyCount)[>/]/},
	CreateSession: {name: 'CreateSessionResult', holds: /<Credentials>/},
};

/** AWS sends nothing; some services send an empty result under the operation's own name. */
const bodiless: Readonly<Record<string, RegExp>> = {
	UploadPart: /^(?:<UploadPart(?:Result|Output|Response)?[/>]|$)/,
	PutObjectAcl: /^(?:<PutObjectAcl(?:Result|Output|Response)?[/>]|$)/,
	AbortMultipartUpload: /^(?:<AbortMultipartUpload(?:Result|Output|Response)?[/>]|$)/,
	PutBucketLifecycleConfiguration:
		/^(?:<PutBucketLifecycle(?:Configuration)?(?:Result|Output|Response)?[/>]|$)/,
	DeleteBucketLifecycle: /^(?:<DeleteBucketLifecycle(?:Result|Output|Response)?[/>]|$)/,
};

/** The statuses that are a yes to an act: a gateway's 202 says that somebody else may do it later. */
const yes: Readonly<Record<string, readonly number[]>> = {
	UploadPart: [200],
	CompleteMultipartUpload: [200],
	PutObjectAcl: [200, 204],
	AbortMultipartUpload: [200, 204],
	PutBucketLifecycleConfiguration: [200, 204],
	DeleteBucketLifecycle: [200, 204],
};

/**
 * Whether an answer under a 2xx status is what the operation returns (a proxy's login page is not, and S3 declares no
 * document type, by which a reader would have to resolve names).
 *
 * @param body as `localNames` makes it.
 */
export function isExpectedAnswer(operation: string, status: number, body: string): boolean {
	if (yes[operation]?.includes(status) === false) return false;
	const expected = roots[operation];
	if (expected === undefined) return bodiless[operation]?.test(body) ?? true;
	const root = rootOf(body);
	if (root === undefined || root.toLowerCase() === 'html') return false;
	const isNamedSo = root.replace(/(?:Result|Response|Output)$/, '') === operation;
	return isNamedSo || root === expected.name || expected.holds.test(body);
}

/** Whether the element that an operation returns has no end, or something is behind it: what it holds may not be all. */
export function isCut(operation: string, body: string): boolean {
	if (roots[operation] === undefined) return false;
	const root = rootOf(body);
	if (root === undefined) return /^(?:<[^<>]*)?$/.test(body);
	const end = body.indexOf(`</${root}`);
	return end < 0 ? !/^<[^<>]*\/>$/.test(body) : !/^<\/[\w.-]+\s*>$/.test(body.slice(end));
}

/**
 * The elements by which an error names what it is about (S3 API reference, CompleteMultipartUpload), and the bucket, the key
 * and the upload of the request that it answers.
 */
export const errorFields = [
	'PartNumber',
	'ETag',
	'ProposedSize',
	'MinSizeAllowed',
	'ArgumentName',
	'Header',
	'BucketName',
	'Key',
	'UploadId',
] as const;

/**
 * The error that S3 sent under a 2xx status, as it does when a Complete fails after its head was
 * sent; undefined when the body is no error. The SDK misses one that white space follows, and
 * shows the others as a 503 that they never were.
 */
export function errorUnderSuccess(
	body: string,
): {code: string; message: string; fields: Readonly<Record<string, string>>} | undefined {
	if (!/^\s*(?:<[?!][^>]*>\s*)*<(?:[\w.-]+:)?Error[\s>]/.test(body)) return undefined;
	const texts = leavesOf(localNames(plainXml(body)));
	const fields: Record<string, string> = {};
	for (const field of errorFields) {
		const value = texts.get(field);
		if (value) fields[field] = value;
	}
	const code = cutText(texts.get('Code') || 'Error', 'code');
	return {code, message: cutText(texts.get('Message') ?? '', 'message'), fields};
}

/** The SDK takes anything but `true` for no, and the list would end there. */
const truncated = /<(IsTruncated)(?:\s*\/>|>([^<]*)<\/\1>)/g;
const dated = /<(Initiated|LastModified|CreationDate)(?:\s*\/>|>([^<]*)<\/\1>)/g;
/** The SDK makes 0 of none and 16 of 0x10. */
const counted =
	/<(PartNumber|Size|DaysAfterInitiation|ObjectSizeGreaterThan|ObjectSizeLessThan)(?:\s*\/>|>([^<]*)<\/\1>)/g;

/**
 * Returns the body of a listing, as `localNames` makes it, so that the SDK reads it whole: names are written out plainly
 * (`repairNames`), a date that is none is taken out (it would throw away the page), so is a flag that is none and a number that
 * is empty, and one that is none says so (the SDK would read others).
 */
export function repairListing(body: string): string {
	return namingChecksums(repairNames(body))
		.replace(truncated, (_whole, element: string, text = '') => {
			const [, yes, no] = /^\s*(?:(true|1)|(false|0))\s*$/i.exec(text) ?? [];
			return yes || no ? `<${element}>${Boolean(yes)}</${element}>` : '';
		})
		.replace(dated, (_whole, element: string, text = '') => {
			const time = isoTime(text);
			return Number.isNaN(time) ? '' : `<${element}>${new Date(time).toISOString()}</${element}>`;
		})
		.replace(counted, (whole, element: string, text = '') => {
			if (/^\s*-?\d+\s*$/.test(text)) return whole;
			return text.trim() === '' ? '' : `<${element}>NaN</${element}>`;
		});
}

const saysAlgorithm = /<ChecksumAlgorithm>[^<]*[^<\s]/;
const checksums = /<(Checksum(?!Algorithm>|Type>)[\w.-]+)>[^<]*[^<\s]/g;
const known: ReadonlySet<string> = new Set(checksumFields);

/**
 * The SDK leaves out a checksum of an algorithm that it does not know, and with it that there is one. Where the listing
 * does not name the algorithm of its checksums, that of an unknown one is named.
 */
function namingChecksums(body: string): string {
	if (saysAlgorithm.test(body)) return body;
	for (const [, element = ''] of body.matchAll(checksums))
		if (!known.has(element)) {
			const named = `<ChecksumAlgorithm>${element.slice('Checksum'.length)}</ChecksumAlgorithm>`;
			return body.replace('>', `>${named}`);
		}
	return body;
}
