import type {Checksum, ChecksumPlan, ChecksumType} from '../integrity/algorithms.js';
import type {User} from '../users.js';
import type {Grant} from './acl.js';
import type {Body} from './body.js';
import type {Tags} from './tags.js';

/** One uploaded part. Dates are milliseconds since the epoch throughout. */
export type Part = {
	readonly number: number;
	readonly lastModified: number;
	/** Hex, without quotes. */
	readonly etag: string;
	readonly body: Body;
	readonly checksum?: Checksum;
};

/** A multipart upload in progress. */
export type Upload = {
	id: string;
	key: string;
	initiated: number;
	initiator: User;
	storageClass: string;
	checksum?: ChecksumPlan;
	/** As those of the object that it will become. */
	headers: ReadonlyMap<string, string>;
	parts: Map<number, Part>;
};

/** An upload that was completed or aborted: its id stays valid as a marker in a listing. */
export type EndedUpload = {
	key: string;
	initiated: number;
	/** How it was completed, so that the same request again gets the same answer. */
	completion?: {request: string; result: CompletedObject};
};

/** What CompleteMultipartUpload tells of the object it made. */
export type CompletedObject = {
	etag: string;
	checksum?: Checksum & {type: ChecksumType};
};

export type StoredObject = {
	key: string;
	body: Body;
	/** Without quotes: hex, or hex and the number of parts. */
	etag: string;
	lastModified: number;
	storageClass: string;
	/**
	 * Of the request that made it, names in lower case: what it answers with, and which ACL and tags
	 * it was given.
	 */
	headers: ReadonlyMap<string, string>;
	checksum?: Checksum & {type: ChecksumType};
	/** Who wrote it; the bucket's owner unless given. */
	owner?: User;
	/** An ACL that was set later. */
	grants?: readonly Grant[];
	/** Those of the object that it was copied from. */
	tags?: Tags;
};
