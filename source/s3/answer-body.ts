/**
 * What the SDK would get wrong in an answer's body, put right before the SDK reads it.
 * Each rule was measured against @aws-sdk/client-s3 3.1169 on a loopback server.
 */

/** Operations whose 200 must have a body of one known kind; the SDK takes any page as an empty result. */
const expectedRoot: Readonly<Record<string, RegExp>> = {
	ListBuckets: /<ListAllMyBucketsResult[\s>/]/,
	ListMultipartUploads: /<ListMultipartUploadsResult[\s>/]/,
	ListParts: /<ListPartsResult[\s>/]/,
};

/** Whether an answer under a 2xx status is what the operation returns (a proxy's login page is not). */
export function isExpectedAnswer(operation: string, body: string): boolean {
	const root = expectedRoot[operation];
	// Ceph answers some of them with another root under an Error; that is the SDK's to read.
	return root === undefined || root.test(body) || /<Error[\s>]/.test(body);
}

const dated = /<(Initiated|LastModified|CreationDate)>([^<]*)<\/\1>/g;
const isoDate = /^\s*\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})\s*$/;
const named = /<(Key|KeyMarker|NextKeyMarker|Prefix|UploadId)>([^<]*)<\/\1>/g;

/**
 * Returns the body of a listing so that the SDK reads it whole:
 * a date it cannot parse is taken out (it would throw away the page), and a raw CR in a name is
 * written as a character reference (an XML reader turns it into LF, which is another key).
 */
export function repairListing(body: string): string {
	let repaired = body;
	if (body.includes('\r'))
		repaired = repaired.replace(named, (whole, element: string, text: string) =>
			text.includes('\r') ? `<${element}>${text.replaceAll('\r', '&#13;')}</${element}>` : whole,
		);
	return repaired.replace(dated, (whole, _element, text: string) =>
		isoDate.test(text) ? whole : '',
	);
}

/** The SDK sees an error under a 200 only when nothing follows `</Error>`: take the white space off. */
export function trimAnswer(body: string): string {
	return body.trim();
}
