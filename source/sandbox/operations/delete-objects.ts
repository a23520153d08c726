import type {BucketCall} from '../call.js';
import {malformedXml, noSuchVersion} from '../errors.js';
import {receiveCheckedText} from '../payload/receive.js';
import type {Reply} from '../wire/reply.js';
import {group, result, text} from '../wire/xml.js';
import {childText, readXml} from '../wire/xml-reader.js';

const maxKeys = 1000;

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html */
export async function deleteObjects(call: BucketCall): Promise<Reply> {
	const {bucket} = call;
	const root = readXml(await receiveCheckedText(call));
	const named = root.children.filter(({name}) => name === 'Object');
	if (root.name !== 'Delete' || named.length === 0 || named.length > maxKeys) throw malformedXml();
	const quiet = childText(root, 'Quiet')?.trim().toLowerCase() === 'true';
	const rows = named.map(element => {
		const key = childText(element, 'Key');
		const version = childText(element, 'VersionId') || undefined;
		if (!key) throw malformedXml();
		const names = [text('Key', key), text('VersionId', version)];
		if (version !== undefined && version !== 'null') {
			const {code, message} = noSuchVersion(key, version);
			return group('Error', ...names, text('Code', code), text('Message', message));
		}
		bucket.deleteObject(key);
		return quiet ? '' : group('Deleted', ...names);
	});
	return {status: 200, body: result('DeleteResult', ...rows)};
}
