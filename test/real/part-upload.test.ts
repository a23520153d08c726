import {createHash, randomBytes} from 'node:crypto';
import {
	CreateBucketCommand,
	CreateMultipartUploadCommand,
	GetObjectCommand,
	S3Client,
} from '@aws-sdk/client-s3';
import {expect, onTestFinished, test} from 'vitest';
import {createAwsGateway} from '../../source/s3/gateway/aws-gateway.js';
import {localFile, rangeOf, someBytes} from '../support/local-file.js';
import {MiB} from '../support/stage.js';
import {realServer} from './server.js';

const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest();

test('parts of a file make an object of its bytes, and a digest of others is refused', async () => {
	const {endpoint, alice} = realServer();
	const {accessKeyId, secretAccessKey} = alice;
	const at = {endpoint, region: 'us-east-1'};
	const client = new S3Client({
		...at,
		forcePathStyle: true,
		credentials: {accessKeyId, secretAccessKey},
	});
	const gateway = createAwsGateway({
		...at,
		pathStyle: true,
		readOnly: false,
		checksums: 'when-supported',
		credentials: {kind: 'keys', accessKeyId, secretAccessKey},
	});
	onTestFinished(() => {
		client.destroy();
		gateway.close();
	});
	const bucket = `parts-${randomBytes(4).toString('hex')}`;
	const key = 'a b/ü';
	await client.send(new CreateBucketCommand({Bucket: bucket}));
	const input = {Bucket: bucket, Key: key};
	const {UploadId: uploadId = ''} = await client.send(new CreateMultipartUploadCommand(input));
	const target = {bucket, key, uploadId};
	const bytes = someBytes(11 * MiB + 3);
	const path = await localFile(bytes);
	const wrong = {
		...{...target, partNumber: 1, file: await rangeOf(path, 0, MiB), checksums: {}},
		contentMd5: md5(bytes).toString('base64'),
	};
	await expect(gateway.uploadPart(wrong)).rejects.toMatchObject({
		code: 'BadDigest',
		effect: 'never',
	});
	expect((await gateway.listParts(target)).parts).toEqual([]);
	for (const [at, start] of [0, 6 * MiB, bytes.length - 1].entries()) {
		const end = [6 * MiB, bytes.length - 1, bytes.length][at] ?? 0;
		const digest = md5(bytes.subarray(start, end));
		const answer = await gateway.uploadPart({
			...{...target, partNumber: at + 1, checksums: {}},
			file: await rangeOf(path, start, end),
			contentMd5: digest.toString('base64'),
		});
		expect(answer.etag).toBe(`"${digest.toString('hex')}"`);
	}
	const {parts} = await gateway.listParts(target);
	await gateway.complete({...target, parts, onlyIfAbsent: false});
	const {Body} = await client.send(new GetObjectCommand(input));
	expect(md5(Buffer.from(await Body!.transformToByteArray()))).toEqual(md5(bytes));
});
