import {anonymous, canonicalId, type User} from '../users.js';

export type Permission = 'READ' | 'WRITE' | 'READ_ACP' | 'WRITE_ACP' | 'FULL_CONTROL';

export const permissions: readonly Permission[] = [
	...(['READ', 'WRITE', 'READ_ACP', 'WRITE_ACP', 'FULL_CONTROL'] as const),
];

/** One line of an access control list. */
export type Grant = {
	/** A canonical id, or the URI of a group. */
	readonly grantee: string;
	readonly permission: Permission;
};

export const allUsers = 'http://acs.amazonaws.com/groups/global/AllUsers';
export const authenticatedUsers = 'http://acs.amazonaws.com/groups/global/AuthenticatedUsers';
export const logDelivery = 'http://acs.amazonaws.com/groups/s3/LogDelivery';

/** The owner of the image store of EC2, to whom `aws-exec-read` gives access. */
export const ec2ImageStore = '6aa5a366c34c1cbe25dc49211496e913e0351eb0e8c37aa3477e40942ec6b97c';

/**
 * What a canned ACL stands for; undefined for a name that is none.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl
 */
export function cannedGrants(name: string, owner: User, bucketOwner: User): Grant[] | undefined {
	const more: Readonly<Record<string, readonly Grant[]>> = {
		private: [],
		'public-read': [{grantee: allUsers, permission: 'READ'}],
		'public-read-write': [
			{grantee: allUsers, permission: 'READ'},
			{grantee: allUsers, permission: 'WRITE'},
		],
		'authenticated-read': [{grantee: authenticatedUsers, permission: 'READ'}],
		'aws-exec-read': [{grantee: ec2ImageStore, permission: 'READ'}],
		'bucket-owner-read':
			owner === bucketOwner ? [] : [{grantee: canonicalId(bucketOwner), permission: 'READ'}],
		'bucket-owner-full-control':
			owner === bucketOwner
				? []
				: [{grantee: canonicalId(bucketOwner), permission: 'FULL_CONTROL'}],
		'log-delivery-write': [
			{grantee: logDelivery, permission: 'WRITE'},
			{grantee: logDelivery, permission: 'READ_ACP'},
		],
	};
	const grants = Object.hasOwn(more, name) ? more[name] : undefined;
	return grants && [{grantee: canonicalId(owner), permission: 'FULL_CONTROL'}, ...grants];
}

/** Whether the list gives a user what they need. */
export function grantsAllow(grants: readonly Grant[], user: User, permission: Permission): boolean {
	return grants.some(
		grant =>
			(grant.permission === permission || grant.permission === 'FULL_CONTROL') &&
			(grant.grantee === canonicalId(user) ||
				grant.grantee === allUsers ||
				(grant.grantee === authenticatedUsers && user !== anonymous)),
	);
}

/** Whether it gives anything to everyone. */
export function isPublic(grants: readonly Grant[]): boolean {
	return grants.some(({grantee}) => grantee === allUsers || grantee === authenticatedUsers);
}
