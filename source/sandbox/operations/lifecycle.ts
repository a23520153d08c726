import type {BucketCall} from '../call.js';
import {S3Error} from '../errors.js';
import {receiveCheckedText} from '../payload/receive.js';
import type {Lifecycle} from '../store/lifecycle.js';
import type {Outcome, Reply} from '../wire/reply.js';
import {result, rewrite} from '../wire/xml.js';
import {readLifecycle} from './lifecycle-document.js';

/** Which S3 tells with every configuration, whether or not it was chosen. */
const transitionHeader = {
	'x-amz-transition-default-minimum-object-size': 'all_storage_classes_128K',
};

export function getBucketLifecycleConfiguration({bucket: {name, settings}}: BucketCall): Outcome {
	if (settings.lifecycle === undefined) {
		throw new S3Error(
			404,
			'NoSuchLifecycleConfiguration',
			'The lifecycle configuration does not exist',
			{BucketName: name},
		);
	}
	const rules = settings.lifecycle.rules.map(rewrite);
	return {
		status: 200,
		headers: transitionHeader,
		body: result('LifecycleConfiguration', ...rules),
	};
}

/** Replaces every rule. Uploads that are older than a new one allows go with the next request. */
export async function putBucketLifecycleConfiguration(call: BucketCall): Promise<Reply> {
	const lifecycle = readLifecycle(await receiveCheckedText(call));
	call.bucket.setLifecycle(as(call.personality, lifecycle));
	return {status: 200, headers: transitionHeader};
}

/** What a service of this kind makes of one. */
function as({abortRules}: BucketCall['personality'], {rules, ...lifecycle}: Lifecycle): Lifecycle {
	if (abortRules === 'kept') return {rules, ...lifecycle};
	if (abortRules === 'idle') return {rules, abortRules: []};
	const dropped = 'AbortIncompleteMultipartUpload';
	const kept = rules.map(rule => ({
		...rule,
		children: rule.children.filter(({name}) => name !== dropped),
	}));
	return {rules: kept, abortRules: []};
}

export function deleteBucketLifecycle({bucket}: BucketCall): Outcome {
	bucket.setLifecycle(undefined);
	return {status: 204};
}
