import {
	AbortMultipartUploadCommand,
	CreateBucketCommand,
	CreateMultipartUploadCommand,
	ListMultipartUploadsCommand,
	type ListMultipartUploadsCommandInput,
	type ListMultipartUploadsCommandOutput,
	ListPartsCommand,
	type ListPartsCommandInput,
	S3Client,
	type S3ClientConfig,
	UploadPartCommand,
} from '@aws-sdk/client-s3';
import {S3Failure} from '../../source/s3/failure/failure.js';
import {createAwsGateway} from '../../source/s3/gateway/aws-gateway.js';
import type {
	CompletedPart,
	Gateway,
	Upload,
	UploadTarget,
} from '../../source/s3/gateway/gateway.js';
import {listUploads} from '../../source/s3/gateway/pages.js';

export type Credentials = {accessKeyId: string; secretAccessKey: string};

/** A server that the contract is held against. Alice and Bob are accounts of their own. */
export type Server = {
	readonly endpoint: string;
	readonly alice: Credentials;
	readonly bob: Credentials;
	/** `us-east-1` unless given. */
	readonly region?: string;
	/** What the names of its buckets begin with; unusual where the server is not for the tests alone. */
	readonly buckets?: string;
};

/** Bytes of the smallest part that may be followed by another. */
export const wholePart = 5 * 1024 * 1024;

const bytes = Buffer.alloc(wholePart, 'partway ');

let count = 0;

/**
 * What one case works with: a bucket of Alice's that nobody else knows, the plain SDK for what the wire
 * says, and the gateway for what partway makes of it.
 */
export class BucketFixture {
	readonly server: Server;
	readonly bucket: string;
	readonly s3: S3Client;
	readonly gateway: Gateway;
	readonly #closing: Array<() => void> = [];

	private constructor(server: Server) {
		this.server = server;
		this.bucket = `${server.buckets ?? 'contract'}-${process.pid}-${++count}`;
		this.s3 = this.clientOf(server.alice);
		this.gateway = this.gatewayOf(server.alice);
	}

	static async open(server: Server): Promise<BucketFixture> {
		const fixture = new BucketFixture(server);
		await fixture.s3.send(new CreateBucketCommand({Bucket: fixture.bucket}));
		return fixture;
	}

	close(): void {
		for (const close of this.#closing) close();
	}

	clientOf(credentials: S3ClientConfig['credentials'], config: S3ClientConfig = {}): S3Client {
		const client = new S3Client({
			endpoint: this.server.endpoint,
			region: this.server.region ?? 'us-east-1',
			forcePathStyle: true,
			maxAttempts: 1,
			requestChecksumCalculation: 'WHEN_REQUIRED',
			responseChecksumValidation: 'WHEN_REQUIRED',
			logger: {trace() {}, debug() {}, info() {}, warn() {}, error() {}},
			credentials,
			...config,
		});
		this.#closing.push(() => client.destroy());
		return client;
	}

	gatewayOf(credentials: Credentials): Gateway {
		const gateway = createAwsGateway({
			endpoint: this.server.endpoint,
			region: this.server.region ?? 'us-east-1',
			pathStyle: true,
			readOnly: false,
			checksums: 'when-required',
			credentials: {kind: 'keys', ...credentials},
		});
		this.#closing.push(() => gateway.close());
		return gateway;
	}

	/** Starts an upload. */
	async initiate(key: string, more: {ChecksumAlgorithm?: 'CRC32'} = {}): Promise<UploadTarget> {
		const {UploadId} = await this.s3.send(
			new CreateMultipartUploadCommand({Bucket: this.bucket, Key: key, ...more}),
		);
		return {bucket: this.bucket, key, uploadId: UploadId!};
	}

	/** Starts one upload for each key, one after the other. */
	async initiateAll(keys: readonly string[]): Promise<UploadTarget[]> {
		const targets: UploadTarget[] = [];
		for (const key of keys) targets.push(await this.initiate(key));
		return targets;
	}

	/** Uploads a part of so many bytes and gives it as a Complete names it. */
	async part(target: UploadTarget, partNumber: number, size = 1): Promise<CompletedPart> {
		const {ETag} = await this.s3.send(
			new UploadPartCommand({
				Bucket: target.bucket,
				Key: target.key,
				UploadId: target.uploadId,
				PartNumber: partNumber,
				Body: bytes.subarray(0, size),
			}),
		);
		return {partNumber, etag: ETag!, checksums: {}};
	}

	/** An upload with whole parts of these numbers, the last one of a single byte. */
	async uploadOf(
		key: string,
		numbers: readonly number[],
	): Promise<{target: UploadTarget; parts: CompletedPart[]}> {
		const target = await this.initiate(key);
		const parts: CompletedPart[] = [];
		for (const [index, number] of numbers.entries())
			parts.push(await this.part(target, number, index === numbers.length - 1 ? 1 : wholePart));
		return {target, parts};
	}

	/** One page as the wire gives it. */
	page(
		input: Partial<ListMultipartUploadsCommandInput> = {},
	): Promise<ListMultipartUploadsCommandOutput> {
		return this.s3.send(new ListMultipartUploadsCommand({Bucket: this.bucket, ...input}));
	}

	partsPage(target: UploadTarget, input: Partial<ListPartsCommandInput> = {}) {
		return this.s3.send(
			new ListPartsCommand({
				Bucket: target.bucket,
				Key: target.key,
				UploadId: target.uploadId,
				...input,
			}),
		);
	}

	abortRaw(target: UploadTarget) {
		return this.s3.send(
			new AbortMultipartUploadCommand({
				Bucket: target.bucket,
				Key: target.key,
				UploadId: target.uploadId,
			}),
		);
	}

	/** Every upload of the bucket, by the gateway. */
	async uploads(prefix?: string): Promise<Upload[]> {
		const found: Upload[] = [];
		for await (const page of listUploads(this.gateway, {bucket: this.bucket, prefix}))
			found.push(...page);
		return found;
	}

	async isListed(target: UploadTarget): Promise<boolean> {
		return (await this.uploads()).some(
			({key, uploadId}) => key === target.key && uploadId === target.uploadId,
		);
	}

	complete(
		target: UploadTarget,
		parts: readonly CompletedPart[],
		more: {onlyIfAbsent?: boolean; gateway?: Gateway} = {},
	) {
		return (more.gateway ?? this.gateway).complete({
			...target,
			parts,
			onlyIfAbsent: more.onlyIfAbsent ?? false,
		});
	}
}

/** What came of a call, so that two servers can be compared: `ok`, or status and code. */
export async function outcome(call: Promise<unknown>): Promise<string> {
	try {
		await call;
		return 'ok';
	} catch (error) {
		if (error instanceof S3Failure) return `${error.status} ${error.code}`;
		const {name, $metadata} = error as {name: string; $metadata?: {httpStatusCode?: number}};
		return `${$metadata?.httpStatusCode} ${name}`;
	}
}

export function keysOf(page: ListMultipartUploadsCommandOutput): string[] {
	return (page.Uploads ?? []).map(({Key}) => Key ?? '');
}
