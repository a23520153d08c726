import {badRequest, invalidArgument, S3Error} from '../errors.js';
import type {StoredObject} from '../store/model.js';
import type {Tags} from '../store/tags.js';
import {group, result, text} from '../wire/xml.js';

/** Says which tags an object is to have from its beginning. */
export const taggingHeader = 'x-amz-tagging';

const most = 10;

/** The tags of an object. */
export function tagsOf(object: StoredObject): Tags {
	return object.tags ?? readTagsHeader(object.headers);
}

/** Tags as the header carries them, in the form of a query. Throws InvalidArgument or InvalidTag. */
export function readTagsHeader(headers: ReadonlyMap<string, string>): Tags {
	const value = headers.get(taggingHeader);
	if (value === undefined) return new Map();
	const pairs = [...new URLSearchParams(value)];
	if (new Set(pairs.map(([key]) => key)).size < pairs.length) {
		throw invalidArgument(
			'The header x-amz-tagging shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.',
			taggingHeader,
			value,
		);
	}
	return checked(pairs);
}

export function tagsDocument(tags: Tags): string {
	const set = [...tags].map(([key, value]) => group('Tag', text('Key', key), text('Value', value)));
	return result('Tagging', group('TagSet', ...set));
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html */
function checked(pairs: ReadonlyArray<readonly [string, string]>): Tags {
	if (pairs.length > most) throw badRequest(`Object tags cannot be greater than ${most}`);
	for (const [key, value] of pairs) {
		if (key === '' || key.length > 128) throw invalidTag('The TagKey you have provided is invalid');
		if (value.length > 256) throw invalidTag('The TagValue you have provided is invalid');
	}
	return new Map(pairs);
}

function invalidTag(message: string): S3Error {
	return new S3Error(400, 'InvalidTag', message);
}
