import type {BucketCall} from '../call.js';
import {malformedXml, S3Error} from '../errors.js';
import {receiveText} from '../payload/receive.js';
import {bucketGrants} from '../rights.js';
import type {Bucket} from '../store/bucket.js';
import {objectOwnerships, type PublicAccessBlock, publicAccessSwitches} from '../store/settings.js';
import {canonicalId} from '../users.js';
import type {Outcome, Reply} from '../wire/reply.js';
import {group, result, text} from '../wire/xml.js';
import {child, childText, readXml} from '../wire/xml-reader.js';

export function getPublicAccessBlock({bucket: {name, settings}}: BucketCall): Outcome {
	const block = settings.publicAccessBlock;
	if (block === undefined) {
		throw new S3Error(
			404,
			'NoSuchPublicAccessBlockConfiguration',
			'The public access block configuration was not found',
			{BucketName: name},
		);
	}
	const switches = publicAccessSwitches.map(name => text(name, block[name]));
	return {status: 200, body: result('PublicAccessBlockConfiguration', ...switches)};
}

export async function putPublicAccessBlock({bucket, payload}: BucketCall): Promise<Reply> {
	const root = readXml(await receiveText(payload));
	if (root.name !== 'PublicAccessBlockConfiguration') throw malformedXml();
	const isOn = (name: string) => childText(root, name)?.trim().toLowerCase() === 'true';
	bucket.settings.publicAccessBlock = Object.fromEntries(
		publicAccessSwitches.map(name => [name, isOn(name)]),
	) as PublicAccessBlock;
	return {status: 200};
}

export function deletePublicAccessBlock({bucket}: BucketCall): Outcome {
	bucket.settings.publicAccessBlock = undefined;
	return {status: 204};
}

export function getBucketOwnershipControls({bucket: {name, settings}}: BucketCall): Outcome {
	if (settings.ownership === undefined) {
		throw new S3Error(
			404,
			'OwnershipControlsNotFoundError',
			'The bucket ownership controls were not found',
			{BucketName: name},
		);
	}
	const rule = group('Rule', text('ObjectOwnership', settings.ownership));
	return {status: 200, body: result('OwnershipControls', rule)};
}

/** Throws InvalidBucketAclWithObjectOwnership where grants to others would lose their effect unseen. */
export async function putBucketOwnershipControls({bucket, payload}: BucketCall): Promise<Reply> {
	const root = readXml(await receiveText(payload));
	const rule = child(root, 'Rule');
	const written = rule && childText(rule, 'ObjectOwnership')?.trim();
	const ownership = objectOwnerships.find(candidate => candidate === written);
	if (root.name !== 'OwnershipControls' || ownership === undefined) throw malformedXml();
	if (ownership === 'BucketOwnerEnforced' && givesToOthers(bucket)) {
		throw new S3Error(
			400,
			'InvalidBucketAclWithObjectOwnership',
			'Bucket cannot have ACLs set with ObjectOwnership BucketOwnerEnforced setting',
		);
	}
	bucket.settings.ownership = ownership;
	return {status: 200};
}

export function deleteBucketOwnershipControls({bucket}: BucketCall): Outcome {
	bucket.settings.ownership = undefined;
	return {status: 204};
}

function givesToOthers(bucket: Bucket): boolean {
	return bucketGrants(bucket).some(({grantee}) => grantee !== canonicalId(bucket.owner));
}
