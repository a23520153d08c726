import {
	AbortMultipartUploadCommand,
	CreateMultipartUploadCommand,
	type S3Client,
} from '@aws-sdk/client-s3';

/** Runs the work for each number below the count, so many at a time; gives the results in order. */
export async function inParallel<R>(
	count: number,
	width: number,
	work: (at: number) => Promise<R>,
): Promise<R[]> {
	const results: R[] = [];
	let next = 0;
	await Promise.all(
		Array.from({length: width}, async () => {
			while (next < count) {
				const at = next++;
				results[at] = await work(at);
			}
		}),
	);
	return results;
}

/**
 * Other clients that begin uploads and abort them again, one after the other, so many at once, until they
 * are told to stop; keys are those of `keyOf`, counted from 0.
 */
export function otherClients(
	s3: S3Client,
	bucket: string,
	width: number,
	keyOf: (at: number) => string,
): {readonly begun: number; stop(): Promise<void>} {
	let at = 0;
	let stopped = false;
	const work = async () => {
		while (!stopped) {
			const target = {Bucket: bucket, Key: keyOf(at++)};
			const {UploadId} = await s3.send(new CreateMultipartUploadCommand(target));
			await s3.send(new AbortMultipartUploadCommand({...target, UploadId}));
		}
	};
	const all = Promise.all(Array.from({length: width}, work));
	return {
		get begun() {
			return at;
		},
		async stop() {
			stopped = true;
			await all;
		},
	};
}
