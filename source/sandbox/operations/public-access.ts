import type {BucketCall} from '../call.js';
import {S3Error} from '../errors.js';
import {publicAccessSwitches} from '../store/settings.js';
import type {Outcome} from '../wire/reply.js';
import {result, text} from '../wire/xml.js';

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
