/** Who owns or initiated an upload, as the service tells it. AWS no longer sends display names. */
export type Principal = {readonly id?: string; readonly displayName?: string};

/**
 * What is wrong with a row of a listing.
 * - `part`: it looks like a part of another upload (Swift lists those where a key holds a newline).
 * - `too-long`: its key or its upload id is longer than S3 allows.
 */
export type Doubt = 'part' | 'too-long';

/** One multipart upload in progress, as ListMultipartUploads tells it. */
export type Upload = {
	readonly key: string;
	readonly uploadId: string;
	/** Milliseconds since the epoch; absent where the service gives no date (SeaweedFS) or a broken one. */
	readonly initiated?: number;
	/** False when it is not certain that the row names an upload by its true key and id: nothing is done to such a row. */
	readonly keyCertain: boolean;
	/** Why it is not certain, where that is not the way the key came. */
	readonly doubt?: Doubt;
	readonly storageClass?: string;
	readonly owner?: Principal;
	readonly initiator?: Principal;
	readonly checksumAlgorithm?: string;
	readonly checksumType?: string;
};

/** What names one upload: acts and reads go by all three, never by the key alone. */
export type UploadTarget = {
	readonly bucket: string;
	readonly key: string;
	readonly uploadId: string;
};

/** One string for a key and an upload id; distinct pairs give distinct strings, since ids hold no NUL. */
export function uploadIdentity(upload: {key: string; uploadId: string}): string {
	return `${upload.uploadId}\0${upload.key}`;
}
