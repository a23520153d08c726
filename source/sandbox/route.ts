import type {BucketCall, Call, ObjectCall} from './call.js';
import type {Permission} from './store/acl.js';
import type {Outcome} from './wire/reply.js';

/**
 * What a user must be allowed: a permission of the bucket's ACL, or of the object's. Some things are
 * in no ACL and only for the bucket's owner.
 */
export type Need = 'owner' | {bucket: Permission} | {object: Permission};

/** What a route works on decides what is looked up and checked before it runs. */
type Work =
	| {on: 'service'; run: (call: Call) => Outcome}
	| {on: 'bucket'; run: (call: BucketCall) => Outcome}
	| {on: 'object'; run: (call: ObjectCall) => Outcome};

export type Route = Work & {
	/** As the SDK names it. */
	operation: string;
	method: string;
	needs: Need;
	/** The query parameter that tells this operation from others of the same method. */
	query?: string;
	/** The header that does; the routes with one come first. */
	header?: string;
};
