/** Whether a bucket is a directory bucket (S3 Express One Zone), or an access point of one: no other name may end so. */
export function isDirectoryBucket(bucket: string): boolean {
	return /--x-s3$|--xa-s3$/.test(bucket);
}
