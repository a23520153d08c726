import type {BucketCall, Call, Reply} from './call.js';
import {accessDenied, noSuchBucket, S3Error} from './errors.js';
import type {Route} from './router.js';
import {accountId} from './users.js';

const maxKeyBytes = 1024;

/** Looks up what a route works on, sees whether the user may use it, and runs the route. */
export async function perform(route: Route, call: Call): Promise<Reply> {
	if (route.on === 'service') return route.run(call);
	const bucketCall = openBucket(call);
	if (route.on === 'bucket') return route.run(bucketCall);
	return route.run({...bucketCall, key: checkedKey(call.request.key ?? '')});
}

/** An anonymous request may do nothing, but it learns whether a bucket exists. */
export function refuseAnonymous({store, request}: Pick<Call, 'store' | 'request'>): S3Error {
	const {bucket} = request;
	const missing = bucket !== undefined && store.bucket(bucket) === undefined;
	return missing ? noSuchBucket(bucket) : accessDenied();
}

function openBucket(call: Call): BucketCall {
	const name = call.request.bucket ?? '';
	const bucket = call.store.bucket(name);
	if (bucket === undefined) throw noSuchBucket(name);
	if (bucket.owner !== call.user) throw accessDenied();
	const expectedOwner = call.request.headers.get('x-amz-expected-bucket-owner');
	if (expectedOwner !== undefined && expectedOwner !== accountId(bucket.owner)) {
		throw accessDenied();
	}
	return {...call, bucket};
}

function checkedKey(key: string): string {
	const size = Buffer.byteLength(key);
	if (size <= maxKeyBytes) return key;
	throw new S3Error(400, 'KeyTooLongError', 'Your key is too long', {
		Size: String(size),
		MaxSizeAllowed: String(maxKeyBytes),
	});
}
