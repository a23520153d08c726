import {readFileSync} from 'node:fs';
import {
	CompleteMultipartUploadCommand,
	CreateMultipartUploadCommand,
	S3Client,
	UploadPartCommand,
} from '@aws-sdk/client-s3';

/** An upload of a file by the SDK, some parts side by side, in a process that can be killed: `node sdk-upload.mjs JSON`. */
const {endpoint, region, user, key, path, partSize, algorithm, width} = JSON.parse(process.argv[2]);
const client = new S3Client({
	...{endpoint, region, credentials: user, forcePathStyle: true, maxAttempts: 1},
	...(algorithm === undefined && {requestChecksumCalculation: 'WHEN_REQUIRED'}),
});
const content = readFileSync(path);
const named = {Bucket: 'bucket', Key: key};
const {UploadId} = await client.send(
	new CreateMultipartUploadCommand({...named, ChecksumAlgorithm: algorithm}),
);
const Parts = [];
let next = 1;
async function sendParts() {
	while ((next - 1) * partSize < content.length) {
		const PartNumber = next++;
		const Body = content.subarray((PartNumber - 1) * partSize, PartNumber * partSize);
		const {$metadata, ...answer} = await client.send(
			new UploadPartCommand({...named, UploadId, PartNumber, Body, ChecksumAlgorithm: algorithm}),
		);
		Parts[PartNumber - 1] = {PartNumber, ...answer};
	}
}
await Promise.all(Array.from({length: width}, sendParts));
await client.send(
	new CompleteMultipartUploadCommand({...named, UploadId, MultipartUpload: {Parts}}),
);
