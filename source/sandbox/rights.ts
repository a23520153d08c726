import {grantsFromHeaders} from './operations/acl-headers.js';
import {cannedGrants, type Grant, grantsAllow, type Permission} from './store/acl.js';
import type {Bucket} from './store/bucket.js';
import type {StoredObject} from './store/model.js';
import {canonicalId, type User} from './users.js';

/** Who owns an object: its writer, unless the bucket's owner owns everything in it. */
export function objectOwner(bucket: Bucket, object: StoredObject): User {
	if (bucket.settings.ownership === 'BucketOwnerEnforced') return bucket.owner;
	return object.owner ?? bucket.owner;
}

export function bucketGrants(bucket: Bucket): readonly Grant[] {
	return bucket.settings.grants ?? onlyOwner(bucket.owner);
}

export function objectGrants(bucket: Bucket, object: StoredObject): readonly Grant[] {
	const owner = objectOwner(bucket, object);
	if (bucket.settings.ownership === 'BucketOwnerEnforced') return onlyOwner(owner);
	return (
		object.grants ?? grantsFromHeaders(object.headers, owner, bucket.owner) ?? onlyOwner(owner)
	);
}

/** Whether a user may do to the bucket what a permission of its ACL allows. */
export function mayUseBucket(bucket: Bucket, user: User, permission: Permission): boolean {
	return user === bucket.owner || allow(bucket, bucketGrants(bucket), user, permission);
}

export function mayUseObject(
	bucket: Bucket,
	object: StoredObject,
	user: User,
	permission: Permission,
): boolean {
	if (user === objectOwner(bucket, object)) return true;
	return allow(bucket, objectGrants(bucket, object), user, permission);
}

function allow(
	{settings: {publicAccessBlock}}: Bucket,
	grants: readonly Grant[],
	user: User,
	permission: Permission,
): boolean {
	const counted = publicAccessBlock?.IgnorePublicAcls
		? grants.filter(({grantee}) => grantee === canonicalId(user))
		: grants;
	return grantsAllow(counted, user, permission);
}

function onlyOwner(owner: User): Grant[] {
	return cannedGrants('private', owner, owner)!;
}
