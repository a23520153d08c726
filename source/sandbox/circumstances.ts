import type {Payload} from './payload/payload.js';
import type {BodyFiles} from './store/body-files.js';
import type {Bucket} from './store/bucket.js';
import type {Store} from './store/store.js';
import type {User} from './users.js';
import type {S3Request} from './wire/request.js';

/** What a request comes with, once it is authenticated and allowed. */
export type Circumstances = {
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
	/** Bytes that every part of an object but its last one has to have. */
	minPartSize: number;
	/** Where the bodies of parts and objects go. */
	files: BodyFiles;
	/** Waits as long as a true server works, in milliseconds; not at all unless that was asked for. */
	linger: (milliseconds: number) => Promise<void>;
};

/** Those of a request for a bucket that exists. */
export type InBucket = Circumstances & {bucket: Bucket};

/** Those of a request for a key in such a bucket; there need be no object. */
export type AtKey = InBucket & {key: string};
