import {randomBytes} from 'node:crypto';
import {utimes, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {
	type ChecksumAlgorithm,
	CreateMultipartUploadCommand,
	GetObjectCommand,
	type S3Client,
	UploadPartCommand,
} from '@aws-sdk/client-s3';
import {expect, onTestFinished} from 'vitest';
import type {RescueChoice} from '../../../source/multipart/rescue/rescue-plan.js';
import type {UploadTarget} from '../../../source/multipart/upload.js';
import {seeLocalFile} from '../../../source/operations/rescue/local-file.js';
import {prepareRescue} from '../../../source/operations/rescue/prepare.js';
import {type RescueOptions, sendRescue} from '../../../source/operations/rescue/rescue.js';
import type {PreparedRescue, RescueResult} from '../../../source/operations/rescue/rescue-types.js';
import type {PersonalityName} from '../../../source/sandbox/sandbox.js';
import {sandboxClient} from '../../support/sandbox-client.js';
import {type ActStage, bucket, key, MiB, openActStage} from '../act-stage.js';

export const partSize = 5 * MiB;

export type RescueStage = ActStage & {
	readonly client: S3Client;
	/** The file on the disk, and what was in it when the upload was begun. */
	readonly path: string;
	readonly content: Buffer;
	/** Begins an upload as a client does. */
	begin(algorithm?: ChecksumAlgorithm, named?: string): Promise<UploadTarget>;
	/** Sends parts of the content as a client does, each as large as `partSize`. */
	send(target: UploadTarget, numbers: readonly number[], of?: Buffer): Promise<void>;
	/** Compares. A client has just sent parts here, so that it is active unless it says otherwise. */
	prepare(target: UploadTarget, choice?: RescueChoice): Promise<PreparedRescue>;
	/** Compares and carries out. */
	rescue(
		target: UploadTarget,
		choice?: RescueChoice,
		options?: RescueOptions,
	): Promise<RescueResult>;
	/** What is at the key; undefined where nothing is. */
	object(named?: string): Promise<Buffer | undefined>;
	/** How many requests of an operation were received since the last look. */
	asked(operation: string): number;
};

/** A sandbox with a file whose upload can be begun and left, and the real gateway to it. */
export async function openRescueStage(
	options: {size?: number; like?: PersonalityName; readOnly?: boolean} = {},
): Promise<RescueStage> {
	const stage = await openActStage(options);
	const {sandbox, folder, deps, gateway} = stage;
	// Else it sends a checksum of its own with each part.
	const client = sandboxClient(sandbox, {requestChecksumCalculation: 'WHEN_REQUIRED'});
	onTestFinished(() => client.destroy());
	const content = randomBytes(options.size ?? 4 * partSize + 1234);
	const path = join(folder, 'tape.tar');
	await writeFile(path, content);
	const anHourAgo = new Date(Date.now() - 3_600_000);
	await utimes(path, anHourAgo, anHourAgo);
	const prepare = async (target: UploadTarget, choice: RescueChoice = {}) =>
		prepareRescue(
			deps,
			await seeLocalFile(path),
			{...target, keyCertain: true},
			{includeActive: true, ...choice},
		);
	return {
		...{...stage, client, path, content, prepare},
		async begin(algorithm, named = key) {
			const {UploadId = ''} = await client.send(
				new CreateMultipartUploadCommand({
					...{Bucket: bucket, Key: named},
					...(algorithm === undefined ? {} : {ChecksumAlgorithm: algorithm}),
				}),
			);
			const {checksumAlgorithm} = await gateway.listParts({bucket, key: named, uploadId: UploadId});
			expect(checksumAlgorithm).toBe(algorithm);
			return {bucket, key: named, uploadId: UploadId};
		},
		async send({key: named, uploadId}, numbers, of = content) {
			const {checksumAlgorithm} = await gateway.listParts({bucket, key: named, uploadId});
			for (const number of numbers)
				await client.send(
					new UploadPartCommand({
						...{Bucket: bucket, Key: named, UploadId: uploadId, PartNumber: number},
						Body: of.subarray((number - 1) * partSize, number * partSize),
						...(checksumAlgorithm === undefined
							? {}
							: {ChecksumAlgorithm: checksumAlgorithm as ChecksumAlgorithm}),
					}),
				);
			sandbox.requests.clear();
		},
		async rescue(target, choice, more = {}) {
			return sendRescue(deps, await prepare(target, choice), {sleep: async () => {}, ...more});
		},
		async object(named = key) {
			if ((await gateway.headObject({bucket, key: named})) === undefined) return undefined;
			const {Body} = await client.send(new GetObjectCommand({Bucket: bucket, Key: named}));
			return Buffer.from((await Body?.transformToByteArray()) ?? []);
		},
		asked: operation =>
			sandbox.requests.log.filter(request => request.operation === operation).length,
	};
}
