import {cutText} from './cut-text.js';
import {repairNames} from './names.js';

/**
 * What the SDK would get wrong in an answer's body, put right before the SDK reads it.
 * Each rule was measured against @aws-sdk/client-s3 3.1169 on a loopback server.
 */

/** The element that each answer is; the SDK takes any other for an empty result. */
const roots: Readonly<Record<string, string>> = {
	ListBuckets: 'ListAllMyBucketsResult',
	ListMultipartUploads: 'ListMultipartUploadsResult',
	ListParts: 'ListPartsResult',
	CompleteMultipartUpload: 'CompleteMultipartUploadResult',
	GetPublicAccessBlock: 'PublicAccessBlockConfiguration',
	GetBucketLifecycleConfiguration: 'LifecycleConfiguration',
	ListObjectsV2: 'ListBucketResult',
};

/** AWS sends nothing; some services send an empty result under the operation's own name. */
const bodiless: Readonly<Record<string, RegExp>> = {
	PutObjectAcl: /^\s*(?:<\?xml[^>]*\?>\s*)?(?:<PutObjectAcl(?:Result|Output|Response)?[\s/>]|$)/,
	AbortMultipartUpload:
		/^\s*(?:<\?xml[^>]*\?>\s*)?(?:<AbortMultipartUpload(?:Result|Output|Response)?[\s/>]|$)/,
};

/** The statuses that are a yes to an act: a gateway's 202 says that somebody else may do it later. */
const yes: Readonly<Record<string, readonly number[]>> = {
	CompleteMultipartUpload: [200],
	PutObjectAcl: [200, 204],
	AbortMultipartUpload: [200, 204],
};

/**
 * Whether an answer under a 2xx status is what the operation returns (a proxy's login page is not, and S3 declares no
 * document type, by which a reader would have to resolve names).
 *
 * @param body as `plainXml` makes it, where the operation returns an element.
 */
export function isExpectedAnswer(operation: string, status: number, body: string): boolean {
	if (yes[operation]?.includes(status) === false) return false;
	const root = roots[operation];
	if (root === undefined) return bodiless[operation]?.test(body) ?? true;
	return body.startsWith(`<${root}`) && /[\s>/]/.test(body.charAt(root.length + 1));
}

/** Whether the element that an operation returns has no end, or something is behind it: what it holds may not be all. */
export function isCut(operation: string, body: string): boolean {
	const root = roots[operation];
	if (root === undefined) return false;
	const head = `<${root}`;
	if (!body.startsWith(head)) return head.startsWith(body);
	const end = body.indexOf(`</${root}`);
	return end < 0 ? !/^<\w+(?:\s[^<>]*)?\/>$/.test(body) : !/^<\/\w+\s*>$/.test(body.slice(end));
}

/** The elements by which an error names what it is about (S3 API reference, CompleteMultipartUpload). */
export const errorFields = [
	'PartNumber',
	'ETag',
	'ProposedSize',
	'MinSizeAllowed',
	'ArgumentName',
	'Header',
] as const;

/**
 * The error that S3 sent under a 2xx status, as it does when a Complete fails after its head was
 * sent; undefined when the body is no error. The SDK misses one that white space follows, and
 * shows the others as a 503 that they never were.
 */
export function errorUnderSuccess(
	body: string,
): {code: string; message: string; fields: Readonly<Record<string, string>>} | undefined {
	if (!/^\s*(?:<\?xml[^>]*\?>\s*)?<Error[\s>]/.test(body)) return undefined;
	const text = (element: string) =>
		new RegExp(`<${element}>([^<]*)</${element}>`).exec(body)?.[1]?.trim() ?? '';
	const fields: Record<string, string> = {};
	for (const field of errorFields) {
		const value = text(field);
		if (value !== '') fields[field] = value;
	}
	const code = cutText(text('Code') || 'Error', 'code');
	return {code, message: cutText(text('Message'), 'message'), fields};
}

/** The SDK takes anything but `true` for no, and the list would end there. */
const truncated = /<IsTruncated>\s*(?:true|1)\s*<\/IsTruncated>/i;
const dated = /<(Initiated|LastModified|CreationDate)(?:\s*\/>|>([^<]*)<\/\1>)/g;
const isoDate = /^\s*(\d{4})-(\d{2})-(\d{2})T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})\s*$/;
/** The SDK makes 0 of none and 16 of 0x10. */
const counted =
	/<(PartNumber|Size|DaysAfterInitiation|ObjectSizeGreaterThan|ObjectSizeLessThan)(?:\s*\/>|>([^<]*)<\/\1>)/g;

/** Milliseconds since the epoch; NaN for what is no date with a zone, and for a day that no month has. */
function timeOf(text: string): number {
	const [, year, month, day] = isoDate.exec(text) ?? [];
	const days = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
	return Number(day) <= days ? Date.parse(text) : Number.NaN;
}

/**
 * Returns the body of a listing, as `plainXml` makes it, so that the SDK reads it whole: names are written out plainly
 * (`repairNames`), a date that is none is taken out (it would throw away the page), so is a number that is empty, and
 * one that is none says so (the SDK would read others).
 */
export function repairListing(body: string): string {
	return repairNames(body)
		.replace(truncated, '<IsTruncated>true</IsTruncated>')
		.replace(dated, (_whole, element: string, text = '') => {
			const time = timeOf(text);
			return Number.isNaN(time) ? '' : `<${element}>${new Date(time).toISOString()}</${element}>`;
		})
		.replace(counted, (whole, element: string, text = '') => {
			if (/^\s*-?\d+\s*$/.test(text)) return whole;
			return text.trim() === '' ? '' : `<${element}>NaN</${element}>`;
		});
}
