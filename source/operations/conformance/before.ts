import {type RawAnswer, textOf} from '../../s3/conformance/answer.js';
import type {ScratchRequest} from '../../s3/conformance/requests.js';
import type {ScratchClient} from '../../s3/conformance/scratch-client.js';

/** Why no run begins. */
export type RunRefusal =
	| {readonly code: 'object-lock' | 'mfa-delete'}
	/** Nobody can tell whether that is so: `what` is the answer. */
	| {
			readonly code: 'not-known';
			readonly operation: 'GetObjectLockConfiguration' | 'GetBucketVersioning';
			readonly what: string;
	  };

/** What has to be known of a bucket before anything is made in it. */
export type BucketBefore = {
	/** Whether it keeps versions: then what is made is deleted by version id. */
	readonly isVersioned: boolean;
	readonly refusal?: RunRefusal;
};

/** Reads Object Lock and versioning: what cannot be deleted again is not made. */
export async function lookBefore(
	client: ScratchClient,
	signal?: AbortSignal,
): Promise<BucketBefore> {
	const ask = (request: ScratchRequest) => client.send(request, signal);
	const lock = await ask({operation: 'GetObjectLockConfiguration'});
	if (lock.root?.local === 'ObjectLockConfiguration') {
		if (textOf(lock.root, 'ObjectLockEnabled') !== undefined)
			return {isVersioned: true, refusal: {code: 'object-lock'}};
	} else if (!saysNone(lock))
		return {
			isVersioned: false,
			refusal: {...notKnown(lock), operation: 'GetObjectLockConfiguration'},
		};
	const versioning = await ask({operation: 'GetBucketVersioning'});
	const isSet = versioning.root?.local === 'VersioningConfiguration';
	if (!isSet && !saysNone(versioning))
		return {
			isVersioned: false,
			refusal: {...notKnown(versioning), operation: 'GetBucketVersioning'},
		};
	const state = (name: string) => (isSet ? textOf(versioning.root, name) : undefined);
	const isVersioned = Boolean(state('Status'));
	if (state('MfaDelete') === 'Enabled') return {isVersioned, refusal: {code: 'mfa-delete'}};
	return {isVersioned};
}

/** Whether a service says that there is no such thing: for this bucket, at all, or by answering something else with a yes. */
function saysNone({status = 0, code}: RawAnswer): boolean {
	if (status === 404) return code !== undefined && code !== 'NoSuchBucket';
	return status === 405 || status === 501 || (status >= 200 && status < 300 && code === undefined);
}

function notKnown({status, code}: RawAnswer): {readonly code: 'not-known'; readonly what: string} {
	return {code: 'not-known', what: [status, code].filter(part => part !== undefined).join(' ')};
}
