/**
 * What the SDK would get wrong in an answer's body, put right before the SDK reads it.
 * Each rule was measured against @aws-sdk/client-s3 3.1169 on a loopback server.
 */

/** What the body of a 2xx answer must hold; the SDK takes any page as an empty result. */
const expected: Readonly<Record<string, RegExp>> = {
	ListBuckets: /<ListAllMyBucketsResult[\s>/]/,
	ListMultipartUploads: /<ListMultipartUploadsResult[\s>/]/,
	ListParts: /<ListPartsResult[\s>/]/,
	CompleteMultipartUpload: /<CompleteMultipartUploadResult[\s>/]/,
	GetPublicAccessBlock: /<PublicAccessBlockConfiguration[\s>/]/,
	GetBucketLifecycleConfiguration: /<LifecycleConfiguration[\s>/]/,
	ListObjectsV2: /<ListBucketResult[\s>/]/,
	// AWS sends nothing; some services send an empty result under the operation's own name.
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

/** Whether an answer under a 2xx status is what the operation returns (a proxy's login page is not). */
export function isExpectedAnswer(operation: string, status: number, body: string): boolean {
	if (yes[operation]?.includes(status) === false) return false;
	return expected[operation]?.test(body) ?? true;
}

/** The elements by which an error names what it is about (S3 API reference, CompleteMultipartUpload). */
export const errorFields = ['PartNumber', 'ETag', 'ProposedSize', 'MinSizeAllowed'] as const;

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
	return {code: text('Code') || 'Error', message: text('Message'), fields};
}

const dated = /<(Initiated|LastModified|CreationDate)(?:\s*\/>|>([^<]*)<\/\1>)/g;
const isoDate = /^\s*(\d{4})-(\d{2})-(\d{2})T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})\s*$/;
/** The SDK makes 0 of none and 16 of 0x10. */
const counted =
	/<(PartNumber|Size|DaysAfterInitiation|ObjectSizeGreaterThan|ObjectSizeLessThan)(?:\s*\/>|>([^<]*)<\/\1>)/g;
const named = /<(Key|KeyMarker|NextKeyMarker|Prefix|UploadId)>([^<]*)<\/\1>/g;

/** The text with its references to characters from this code point on resolved. */
function resolved(text: string, from = 0): string {
	return text.replace(/&#(?:x([0-9a-f]+)|([0-9]+));/gi, (whole, hex?: string, decimal?: string) => {
		const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
		return code >= from && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
	});
}

/** Milliseconds since the epoch; NaN for what is no date with a zone, and for a day that no month has. */
function timeOf(text: string): number {
	const [, year, month, day] = isoDate.exec(text) ?? [];
	const days = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
	return Number(day) <= days ? Date.parse(text) : Number.NaN;
}

/** Stands before a name of white space alone: a character that Unicode sets aside for such inner use. */
const whiteMark = '\ufdd0';

/**
 * Returns the body of a listing so that the SDK reads it whole:
 * a date that is none is taken out (it would throw away the page), so is a number that is empty, and one that is none
 * says so (the SDK would read others), a raw CR in a name is written as a
 * character reference (an XML reader turns it into LF, which is another key), a reference beyond the
 * basic plane is resolved (the SDK keeps 16 bits of it: another key), and a name of white space alone
 * gets a mark (the SDK takes it for indentation and drops it): see `unmarked`.
 */
export function repairListing(body: string): string {
	return body
		.replace(named, (_whole, element: string, text: string) => {
			const isWhite = text !== '' && resolved(text).trim() === '';
			const intact = resolved(text, 0x10000).replaceAll('\r', '&#13;');
			return `<${element}>${isWhite ? whiteMark : ''}${intact}</${element}>`;
		})
		.replace(dated, (_whole, element: string, text = '') => {
			const time = timeOf(text);
			return Number.isNaN(time) ? '' : `<${element}>${new Date(time).toISOString()}</${element}>`;
		})
		.replace(counted, (whole, element: string, text = '') => {
			if (/^\s*-?\d+\s*$/.test(text)) return whole;
			return text.trim() === '' ? '' : `<${element}>NaN</${element}>`;
		});
}

/** A name from a repaired listing, as the service sent it. */
export function unmarked(name: string): string {
	return name.startsWith(whiteMark) && name.trim() === whiteMark ? name.slice(1) : name;
}
