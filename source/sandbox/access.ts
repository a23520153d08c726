import type {BucketCall, Call, ObjectCall} from './call.js';
import {accessDenied, noSuchBucket, S3Error} from './errors.js';
import {checkAclHeaders} from './operations/acl-headers.js';
import {mayUseBucket, mayUseObject} from './rights.js';
import type {Need, Route} from './route.js';
import {accountId, anonymous} from './users.js';
import type {Reply} from './wire/reply.js';

const maxKeyBytes = 1024;

/** Looks up what a route works on, sees whether the user may do that, and runs the route. */
export async function perform(route: Route, call: Call): Promise<Reply> {
	if (route.on === 'service') {
		if (call.user === anonymous) throw accessDenied();
		return route.run(call);
	}
	const bucketCall = openBucket(call);
	const objectCall = {...bucketCall, key: checkedKey(call.request.key ?? '')};
	if (!isAllowed(route.needs, objectCall)) throw accessDenied();
	bucketCall.bucket.abortOverdue(call.now);
	if (route.on === 'bucket') return route.run(bucketCall);
	if (makesObject(route))
		checkAclHeaders(call.request.headers, bucketCall.bucket, call.user, call.users);
	return route.run(objectCall);
}

function openBucket(call: Call): BucketCall {
	const name = call.request.bucket ?? '';
	const bucket = call.store.bucket(name);
	if (bucket === undefined) throw noSuchBucket(name);
	const expectedOwner = call.request.headers.get('x-amz-expected-bucket-owner');
	if (expectedOwner !== undefined && expectedOwner !== accountId(bucket.owner))
		throw accessDenied();
	return {...call, bucket};
}

/** Whether an object is missing is shown only to those who may list the bucket. */
function isAllowed(needs: Need, {bucket, key, user}: ObjectCall): boolean {
	if (needs === 'owner') return user === bucket.owner;
	if ('bucket' in needs) return mayUseBucket(bucket, user, needs.bucket);
	const object = bucket.object(key);
	return object === undefined
		? mayUseBucket(bucket, user, 'READ')
		: mayUseObject(bucket, object, user, needs.object);
}

function makesObject({needs}: Route): boolean {
	return typeof needs === 'object' && 'bucket' in needs && needs.bucket === 'WRITE';
}

function checkedKey(key: string): string {
	const size = Buffer.byteLength(key);
	if (size <= maxKeyBytes) return key;
	throw new S3Error(400, 'KeyTooLongError', 'Your key is too long', {
		Size: String(size),
		MaxSizeAllowed: String(maxKeyBytes),
	});
}
