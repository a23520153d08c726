import type {BucketCall, ObjectCall} from '../call.js';
import {S3Error} from '../errors.js';
import {receiveText} from '../payload/receive.js';
import type {Outcome, Reply} from '../wire/reply.js';
import {existingObject} from './existing-object.js';
import {readTagsDocument, tagsDocument, tagsOf} from './tags.js';

const mostOfObject = 10;
const mostOfBucket = 50;

export function getObjectTagging(call: ObjectCall): Outcome {
	return {status: 200, body: tagsDocument(tagsOf(existingObject(call)))};
}

export async function putObjectTagging(call: ObjectCall): Promise<Reply> {
	const tags = readTagsDocument(await receiveText(call.payload), mostOfObject);
	existingObject(call).tags = tags;
	return {status: 200};
}

export function deleteObjectTagging(call: ObjectCall): Outcome {
	existingObject(call).tags = new Map();
	return {status: 204};
}

export function getBucketTagging({bucket: {name, settings}}: BucketCall): Outcome {
	if (settings.tags === undefined) {
		throw new S3Error(404, 'NoSuchTagSet', 'The TagSet does not exist', {BucketName: name});
	}
	return {status: 200, body: tagsDocument(settings.tags)};
}

export async function putBucketTagging({bucket, payload}: BucketCall): Promise<Reply> {
	bucket.settings.tags = readTagsDocument(await receiveText(payload), mostOfBucket);
	return {status: 204};
}

export function deleteBucketTagging({bucket}: BucketCall): Outcome {
	bucket.settings.tags = undefined;
	return {status: 204};
}
