import type {Payload} from './payload/payload.js';
import type {Personality} from './personalities/personality.js';
import type {Body} from './store/body.js';
import type {BodyFiles} from './store/body-files.js';
import type {Bucket} from './store/bucket.js';
import type {Store} from './store/store.js';
import type {User} from './users.js';
import type {S3Request} from './wire/request.js';

/** What an operation is given: everything was authenticated and is allowed. */
export interface Call {
	request: S3Request;
	/** `anonymous` when nobody signed. */
	user: User;
	/** Everyone there is. */
	users: readonly User[];
	store: Store;
	region: string;
	/** `http://host:port`, for the locations that S3 tells. */
	endpoint: string;
	/** Milliseconds since the epoch. */
	now: number;
	payload: Payload;
	/** Where the bodies of parts and objects go. */
	files: BodyFiles;
	/** Whom the server takes after. */
	personality: Personality;
	/** Waits as long as a true server works, in milliseconds; not at all unless that was asked for. */
	linger: (milliseconds: number) => Promise<void>;
}

/** A call on a bucket that exists. */
export interface BucketCall extends Call {
	bucket: Bucket;
}

/** A call on a key of such a bucket; whether there is an object is for the operation to see. */
export interface ObjectCall extends BucketCall {
	key: string;
}

/** An answer: a document, the bytes of an object, or nothing. */
export interface Reply {
	status: number;
	headers?: Record<string, string>;
	/** The operation keeps a body that is not text; it is dropped when it was sent. */
	body?: string | Body;
}

export type Outcome = Reply | Promise<Reply>;
