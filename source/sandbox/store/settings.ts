import type {Grant} from './acl.js';
import type {Lifecycle} from './lifecycle.js';

export const objectOwnerships = [
	'BucketOwnerEnforced',
	'BucketOwnerPreferred',
	'ObjectWriter',
] as const;

export type ObjectOwnership = (typeof objectOwnerships)[number];

export const publicAccessSwitches = [
	'BlockPublicAcls',
	'IgnorePublicAcls',
	'BlockPublicPolicy',
	'RestrictPublicBuckets',
] as const;

export type PublicAccessBlock = Readonly<Record<(typeof publicAccessSwitches)[number], boolean>>;

/**
 * What is configured of a bucket; everything may be missing. Then ACLs count, as in the buckets of
 * AWS from before April 2023 and in those of most other services.
 */
export type BucketSettings = {
	/** Private unless given. */
	grants?: readonly Grant[];
	ownership?: ObjectOwnership;
	publicAccessBlock?: PublicAccessBlock;
	lifecycle?: Lifecycle;
};
