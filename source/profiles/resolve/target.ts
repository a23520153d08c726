import {shownUrl} from '../../terminal/secrets.js';

/** What to list: a bucket, and the prefix that is sent to the service (`''`: everything). */
export type Target = {readonly bucket: string; readonly prefix: string};

/** Why something cannot be used, as a sentence. It may quote what was typed: escape it when shown. */
export type Refused = {readonly refused: string};

/** Why what was read cannot be used; undefined where it can. */
export function refusalOf(read: object | Refused): string | undefined {
	return 'refused' in read ? read.refused : undefined;
}

const howTo = 'write a bucket, or s3://bucket/prefix';

/**
 * Reads `bucket`, `s3://bucket` or `s3://bucket/prefix`. The prefix is everything behind the first
 * slash, byte for byte: S3 keys may hold double slashes, spaces, `?` and `#`.
 */
export function parseTarget(text: string): Target | Refused {
	if (text.trim() === '') return {refused: `No bucket is named: ${howTo}.`};
	const arn = whyNoArn(text);
	if (arn !== undefined) return {refused: arn};
	const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text);
	if (!scheme) {
		if (/^s3:/i.test(text)) return {refused: `"${text}" lacks a slash: ${howTo}.`};
		const slash = text.indexOf('/');
		if (slash > 0) {
			return {
				refused: `A bucket name has no slash: write s3://${text.includes('@') ? 'bucket/prefix' : text}.`,
			};
		}
		return targetOf(text, '');
	}
	if (scheme[1]?.toLowerCase() !== 's3') {
		return {
			refused: `"${shownUrl(text)}" is not an S3 address: ${howTo}, and name the service with --endpoint.`,
		};
	}
	const path = text.slice(scheme[0].length);
	const slash = path.indexOf('/');
	return slash < 0 ? targetOf(path, '') : targetOf(path.slice(0, slash), path.slice(slash + 1));
}

/**
 * What to write instead of an ARN; undefined for what is none. Through an access point the bucket has another name, by which
 * neither what is protected nor an act under way is found.
 */
function whyNoArn(text: string): string | undefined {
	const [, arn = '', service, resource = ''] =
		/^(?:s3:\/\/)?(arn:[^:]*:([^:]*):[^:]*:[^:]*:(.*))$/su.exec(text) ?? [];
	if (service === undefined) return undefined;
	if (service === 's3' && /^arn:[^:]*:s3:::[^:]+$/u.test(arn)) {
		const [bucket = '', ...prefix] = resource.split('/');
		return `"${arn}" is an ARN: write ${formatTarget({bucket, prefix: prefix.join('/').replace(/\*+$/, '')})}.`;
	}
	return /^accesspoint[:/]/u.test(resource)
		? `"${arn}" is the ARN of an access point, which partway does not use: name the bucket behind it.`
		: `"${arn}" is an ARN, and of no bucket: ${howTo}.`;
}

/** The target as it is written in a profile or on a command line. */
export function formatTarget({bucket, prefix}: Target): string {
	return prefix === '' ? `s3://${bucket}` : `s3://${bucket}/${prefix}`;
}

function targetOf(bucket: string, prefix: string): Target | Refused {
	if (bucket === '') return {refused: `No bucket is named: ${howTo}.`};
	// Services differ in what else they allow (Ceph has tenant:bucket, old AWS buckets have capitals);
	// these would change the request's path.
	if (bucket === '.' || bucket === '..' || /[\p{C}\p{Z}/\\?#]/u.test(bucket))
		return {refused: `"${bucket}" is not a bucket name: ${howTo}.`};
	if (/\p{Cs}/u.test(prefix))
		return {refused: 'The prefix is not valid text: half of a character is missing.'};
	return {bucket, prefix};
}
