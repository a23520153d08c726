import {randomBytes} from 'node:crypto';
import {
	AbortMultipartUploadCommand,
	CompleteMultipartUploadCommand,
	CreateBucketCommand,
	CreateMultipartUploadCommand,
	DeleteBucketCommand,
	DeleteObjectCommand,
	GetObjectCommand,
	ListMultipartUploadsCommand,
	ListObjectsV2Command,
	ListPartsCommand,
	PutObjectCommand,
	S3Client,
	UploadPartCommand,
} from '@aws-sdk/client-s3';
import type {Credentials} from '../contract/service.js';

export type Endpoint = {
	readonly endpoint: string;
	readonly region: string;
	readonly keys: Credentials;
};

export type Made = {readonly bucket: string; readonly key: string; readonly uploadId: string};

/** Pages of a listing that are followed at most: some servers never say that one is the last. */
const mostPages = 60;

/** The bare SDK, which makes what the walk works with and says what became of it: nothing of partway's. */
export class Witness {
	readonly s3: S3Client;
	readonly #buckets: string[] = [];
	/** What tells on this server that an upload is gone; `look` finds it out. */
	trusts: {readonly listing: boolean; readonly parts: boolean} = {listing: false, parts: false};

	constructor({endpoint, region, keys}: Endpoint) {
		this.s3 = new S3Client({
			endpoint,
			region,
			forcePathStyle: true,
			requestChecksumCalculation: 'WHEN_REQUIRED',
			responseChecksumValidation: 'WHEN_REQUIRED',
			logger: {trace() {}, debug() {}, info() {}, warn() {}, error() {}},
			credentials: keys,
		});
	}

	async makeBucket(purpose: string): Promise<string> {
		const bucket = `partway-walk-${purpose}-${randomBytes(5).toString('hex')}`;
		await this.s3.send(new CreateBucketCommand({Bucket: bucket}));
		this.#buckets.push(bucket);
		return bucket;
	}

	async initiate(bucket: string, key: string): Promise<Made> {
		const {UploadId} = await this.s3.send(
			new CreateMultipartUploadCommand({Bucket: bucket, Key: key}),
		);
		if (UploadId === undefined) throw new Error('CreateMultipartUpload gave no upload id.');
		return {bucket, key, uploadId: UploadId};
	}

	async part({bucket, key, uploadId}: Made, number: number, body: Uint8Array): Promise<string> {
		const {ETag} = await this.s3.send(
			new UploadPartCommand({
				...{Bucket: bucket, Key: key, UploadId: uploadId},
				...{PartNumber: number, Body: body},
			}),
		);
		return ETag ?? '';
	}

	/** An upload with parts of these bodies, numbered from 1. */
	async upload(bucket: string, key: string, ...bodies: readonly Uint8Array[]): Promise<Made> {
		const made = await this.initiate(bucket, key);
		for (const [at, body] of bodies.entries()) await this.part(made, at + 1, body);
		return made;
	}

	/** Every row of a bucket's list of uploads, each once: `key` and id. */
	async listed(bucket: string, prefix?: string): Promise<Map<string, Omit<Made, 'bucket'>>> {
		const rows = new Map<string, Omit<Made, 'bucket'>>();
		let after: {KeyMarker?: string; UploadIdMarker?: string} = {};
		for (let pages = 0; pages < mostPages; pages++) {
			const page = await this.s3.send(
				new ListMultipartUploadsCommand({Bucket: bucket, Prefix: prefix, ...after}),
			);
			const before = rows.size;
			for (const {Key = '', UploadId = ''} of page.Uploads ?? [])
				rows.set(identityOf({key: Key, uploadId: UploadId}), {key: Key, uploadId: UploadId});
			const last = page.Uploads?.at(-1);
			if (!page.IsTruncated || rows.size === before) break;
			after = {
				KeyMarker: page.NextKeyMarker ?? last?.Key,
				UploadIdMarker: page.NextUploadIdMarker ?? last?.UploadId,
			};
		}
		return rows;
	}

	/** Status of a ListParts, and the parts. */
	async parts({bucket, key, uploadId}: Made): Promise<{status: number; parts: number}> {
		try {
			const {Parts} = await this.s3.send(
				new ListPartsCommand({Bucket: bucket, Key: key, UploadId: uploadId}),
			);
			return {status: 200, parts: Parts?.length ?? 0};
		} catch (error) {
			return {status: statusOf(error), parts: 0};
		}
	}

	/** Finds out what tells that an upload is there, by one that is made and aborted. */
	async look(bucket: string): Promise<void> {
		const made = await this.upload(bucket, 'a look', Buffer.from('x'));
		const isListed = async () =>
			(await this.listed(bucket, made.key).catch(() => new Map())).has(identityOf(made));
		const before = {listing: await isListed(), parts: (await this.parts(made)).status === 200};
		await this.abort(made);
		const after = {listing: await isListed(), parts: (await this.parts(made)).status === 200};
		this.trusts = {
			listing: before.listing && !after.listing,
			parts: before.parts && !after.parts,
		};
	}

	/** Whether an upload is in progress; undefined where this server tells it by nothing. */
	async isThere(made: Made): Promise<boolean | undefined> {
		if (this.trusts.parts) return (await this.parts(made)).status === 200;
		if (this.trusts.listing)
			return (await this.listed(made.bucket, made.key)).has(identityOf(made));
		return undefined;
	}

	async abort({bucket, key, uploadId}: Made): Promise<void> {
		await this.s3.send(
			new AbortMultipartUploadCommand({Bucket: bucket, Key: key, UploadId: uploadId}),
		);
	}

	/** The bytes of an object; undefined where there is none. */
	async object(bucket: string, key: string): Promise<Buffer | undefined> {
		try {
			const {Body} = await this.s3.send(new GetObjectCommand({Bucket: bucket, Key: key}));
			return Buffer.from((await Body?.transformToByteArray()) ?? []);
		} catch (error) {
			if (statusOf(error) === 404) return undefined;
			throw error;
		}
	}

	/** What the server does with If-None-Match `*` on a Complete over an object. */
	async keepsAbsence(bucket: string): Promise<'enforced' | 'ignored' | 'refused'> {
		const key = 'an object to be kept';
		await this.s3.send(new PutObjectCommand({Bucket: bucket, Key: key, Body: 'kept'}));
		const made = await this.initiate(bucket, key);
		const ETag = await this.part(made, 1, Buffer.from('new'));
		try {
			await this.s3.send(
				new CompleteMultipartUploadCommand({
					...{Bucket: bucket, Key: key, UploadId: made.uploadId, IfNoneMatch: '*'},
					MultipartUpload: {Parts: [{PartNumber: 1, ETag}]},
				}),
			);
		} catch (error) {
			return statusOf(error) === 412 ? 'enforced' : 'refused';
		}
		return (await this.object(bucket, key))?.toString() === 'kept' ? 'enforced' : 'ignored';
	}

	/** Takes away what it made, as far as the server lets it; returns what stays. */
	async removeAll(): Promise<string[]> {
		const left: string[] = [];
		for (const bucket of this.#buckets) if (!(await this.remove(bucket))) left.push(bucket);
		this.s3.destroy();
		return left;
	}

	async remove(bucket: string): Promise<boolean> {
		const rows = [...(await this.listed(bucket).catch(() => new Map())).values()];
		await sideBySide(rows, 8, row => this.abort({bucket, ...row}).catch(() => {}));
		for (let pages = 0; pages < mostPages; pages++) {
			const page = await this.s3
				// Not every key can be said in XML.
				.send(new ListObjectsV2Command({Bucket: bucket, EncodingType: 'url'}))
				.catch(() => undefined);
			const keys = (page?.Contents ?? []).map(({Key = ''}) =>
				page?.EncodingType === 'url' ? decodeURIComponent(Key.replaceAll('+', ' ')) : Key,
			);
			if (keys.length === 0) break;
			await sideBySide(keys, 8, key =>
				this.s3.send(new DeleteObjectCommand({Bucket: bucket, Key: key})).catch(() => {}),
			);
		}
		return this.s3.send(new DeleteBucketCommand({Bucket: bucket})).then(
			() => true,
			() => false,
		);
	}
}

export function identityOf({key, uploadId}: Omit<Made, 'bucket'>): string {
	return JSON.stringify([key, uploadId]);
}

/** 0 where nothing was answered. */
export function statusOf(error: unknown): number {
	return (error as {$metadata?: {httpStatusCode?: number}}).$metadata?.httpStatusCode ?? 0;
}

/** Does something to each, so many at once, and gives what came of it in their order. */
export async function sideBySide<T, R>(
	of: readonly T[],
	lanes: number,
	act: (one: T) => Promise<R>,
): Promise<R[]> {
	const came: R[] = [];
	let next = 0;
	const lane = async () => {
		for (let at = next++; at < of.length; at = next++) came[at] = await act(of[at] as T);
	};
	await Promise.all(Array.from({length: lanes}, lane));
	return came;
}
