import {invalidArgument, invalidRequest, S3Error} from '../errors.js';
import {cannedGrants, ec2ImageStore, type Grant, isPublic, type Permission} from '../store/acl.js';
import type {Bucket} from '../store/bucket.js';
import {canonicalId, type User} from '../users.js';

const grantHeaders: Readonly<Record<string, Permission>> = {
	'x-amz-grant-full-control': 'FULL_CONTROL',
	'x-amz-grant-read': 'READ',
	'x-amz-grant-write': 'WRITE',
	'x-amz-grant-read-acp': 'READ_ACP',
	'x-amz-grant-write-acp': 'WRITE_ACP',
};

const groups = 'http://acs.amazonaws.com/groups/';

/** Whether a header says who may use what the request makes. */
export function isAclHeader(name: string): boolean {
	return name === 'x-amz-acl' || Object.hasOwn(grantHeaders, name);
}

/**
 * The list that a request's headers ask for; undefined when they ask for none. Throws
 * InvalidArgument, or InvalidRequest for a canned ACL beside grants.
 */
export function grantsFromHeaders(
	headers: ReadonlyMap<string, string>,
	owner: User,
	bucketOwner: User,
): Grant[] | undefined {
	const canned = headers.get('x-amz-acl');
	const granted = [...headers].filter(([name]) => Object.hasOwn(grantHeaders, name));
	if (canned !== undefined) {
		if (granted.length > 0)
			throw invalidRequest('Specifying both Canned ACLs and Header Grants is not allowed');
		const grants = cannedGrants(canned, owner, bucketOwner);
		if (grants === undefined) throw invalidArgument('', 'x-amz-acl', canned);
		return grants;
	}
	if (granted.length === 0) return undefined;
	return granted.flatMap(([name, value]) =>
		value.split(',').map(item => readGrantee(item, grantHeaders[name]!)),
	);
}

/** `id="…"`, `uri="…"` or `emailAddress="…"`, of which the last is nobody here. */
function readGrantee(item: string, permission: Permission): Grant {
	const [, type, grantee] = /^\s*(\w+)\s*=\s*"?([^"]*?)"?\s*$/.exec(item) ?? [];
	if (type === undefined || grantee === undefined)
		throw invalidArgument('Argument format not recognized', 'x-amz-grant', item);
	if (type === 'emailAddress') throw unresolvableEmail(grantee);
	if (type !== 'id' && type !== 'uri')
		throw invalidArgument('Argument format not recognized', 'x-amz-grant', item);
	return {grantee, permission};
}

export function unresolvableEmail(address: string): S3Error {
	return new S3Error(
		400,
		'UnresolvableGrantByEmailAddress',
		'The e-mail address you provided does not match any account on record.',
		{EmailAddress: address},
	);
}

/**
 * Throws when a bucket does not take this list: AccessControlListNotSupported where there are no
 * ACLs, AccessDenied where public ones are blocked, InvalidArgument for a grantee nobody knows.
 */
export function checkGrants(
	grants: readonly Grant[],
	{settings: {ownership, publicAccessBlock}}: Bucket,
	users: readonly User[],
): void {
	if (ownership === 'BucketOwnerEnforced')
		throw new S3Error(400, 'AccessControlListNotSupported', 'The bucket does not allow ACLs');
	if (publicAccessBlock?.BlockPublicAcls && isPublic(grants))
		throw new S3Error(403, 'AccessDenied', 'Access Denied');
	for (const {grantee} of grants) {
		if (grantee.startsWith(groups) || grantee === ec2ImageStore) continue;
		if (users.some(user => canonicalId(user) === grantee)) continue;
		throw invalidArgument('Invalid id', 'CanonicalUser/ID', grantee);
	}
}

/** Throws unless the object that a request is to make may have the ACL that its headers ask for. */
export function checkAclHeaders(
	headers: ReadonlyMap<string, string>,
	bucket: Bucket,
	owner: User,
	users: readonly User[],
): void {
	const grants = grantsFromHeaders(headers, owner, bucket.owner);
	// With it a writer says that they agree to what is the case without ACLs.
	if (grants === undefined || headers.get('x-amz-acl') === 'bucket-owner-full-control') return;
	checkGrants(grants, bucket, users);
}
