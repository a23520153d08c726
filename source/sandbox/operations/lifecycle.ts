import type {BucketCall} from '../call.js';
import {invalidArgument, S3Error} from '../errors.js';
import {receiveCheckedText} from '../payload/receive.js';
import type {Lifecycle} from '../store/lifecycle.js';
import type {Outcome, Reply} from '../wire/reply.js';
import {result, rewrite} from '../wire/xml.js';
import {readLifecycle} from './lifecycle-document.js';

const minimum = 'x-amz-transition-default-minimum-object-size';
const minimums = ['all_storage_classes_128K', 'varies_by_storage_class'];

/** Which S3 tells with every configuration, whether or not it was chosen. */
function transitionHeader({transitionMinimum = minimums[0]!}: Lifecycle) {
	return {[minimum]: transitionMinimum};
}

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
		headers: transitionHeader(settings.lifecycle),
		body: result('LifecycleConfiguration', ...rules),
	};
}

/** Replaces every rule. Uploads that are older than a new one allows go with the next request. */
export async function putBucketLifecycleConfiguration(call: BucketCall): Promise<Reply> {
	const transitionMinimum = call.request.headers.get(minimum);
	if (transitionMinimum !== undefined && !minimums.includes(transitionMinimum))
		throw invalidArgument('Unknown minimum object size', minimum, transitionMinimum);
	const read = readLifecycle(await receiveCheckedText(call));
	const lifecycle = {...read, ...(transitionMinimum && {transitionMinimum})};
	call.bucket.setLifecycle(as(call.personality, lifecycle));
	return {status: 200, headers: transitionHeader(lifecycle)};
}

/** What a service of this kind makes of one. */
function as({abortRules}: BucketCall['personality'], {rules, ...lifecycle}: Lifecycle): Lifecycle {
	if (abortRules === 'kept') return {rules, ...lifecycle};
	if (abortRules === 'idle') return {rules, ...lifecycle, abortRules: []};
	const dropped = 'AbortIncompleteMultipartUpload';
	const kept = rules.map(rule => ({
		...rule,
		children: rule.children.filter(({name}) => name !== dropped),
	}));
	return {rules: kept, ...lifecycle, abortRules: []};
}

export function deleteBucketLifecycle({bucket}: BucketCall): Outcome {
	bucket.setLifecycle(undefined);
	return {status: 204};
}
