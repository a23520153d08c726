import {createHash} from 'node:crypto';
import {type Algorithm, algorithmNamed, type ChecksumType} from './integrity/algorithms.js';
import {md5Hex} from './integrity/etag.js';
import {BytesBody, PretendedBody} from './store/body.js';
import type {Bucket} from './store/bucket.js';
import {newUploadId} from './store/ids.js';
import type {Part, Upload} from './store/model.js';
import type {Store} from './store/store.js';
import type {User} from './users.js';

/** A part to pretend. */
export interface SeedPart {
	number: number;
	/** In bytes; any number, since nothing is stored. */
	size: number;
	/** Milliseconds; the initiation of the upload unless given. */
	lastModified?: number;
	/** Hex MD5; claimed from the upload's id unless given. */
	etag?: string;
	/** Base64, of the upload's algorithm; claimed unless given. */
	checksum?: string;
}

export interface SeedUpload {
	bucket: string;
	key: string;
	/** Random, in AWS's shape, unless given. */
	uploadId?: string;
	/** Milliseconds; now unless given. */
	initiated?: number;
	parts?: readonly SeedPart[];
	/** `CRC32`, `CRC32C`, `CRC64NVME`, `SHA1` or `SHA256` */
	checksumAlgorithm?: string;
	checksumType?: ChecksumType;
	storageClass?: string;
	/** Name of the user who initiated it; the bucket's owner unless given. */
	owner?: string;
}

export interface SeedObject {
	bucket: string;
	key: string;
	/** In bytes; pretended unless `body` is given. */
	size?: number;
	body?: Buffer | string;
	/** Milliseconds; now unless given. */
	lastModified?: number;
	/** Without quotes. */
	etag?: string;
	storageClass?: string;
	/** Further headers that the object answers with, names in lower case. */
	headers?: Record<string, string>;
}

/** Puts things into a sandbox without any request. All of it throws when a name is unknown. */
export class Seed {
	readonly #store: Store;
	readonly #users: readonly User[];
	readonly #now: () => number;

	constructor(store: Store, users: readonly User[], now: () => number) {
		this.#store = store;
		this.#users = users;
		this.#now = now;
	}

	/** A bucket of the named user, or of the first one. */
	bucket(name: string, options: {owner?: string; created?: number} = {}): void {
		this.#store.createBucket(name, this.#user(options.owner), options.created ?? this.#now());
	}

	object(seed: SeedObject): void {
		const {key, body, size = 0, storageClass = 'STANDARD'} = seed;
		const bytes = body === undefined ? undefined : Buffer.from(body);
		const name = `${seed.bucket}/${key}`;
		this.#bucket(seed.bucket).putObject({
			key,
			body: bytes === undefined ? new PretendedBody(size, name) : new BytesBody(bytes),
			etag: seed.etag ?? md5Hex(bytes ?? `${name}\n${size}`),
			lastModified: seed.lastModified ?? this.#now(),
			storageClass,
			headers: new Map(Object.entries({'content-type': 'binary/octet-stream', ...seed.headers})),
		});
	}

	/** An upload in progress. Returns its id. */
	upload(seed: SeedUpload): string {
		const bucket = this.#bucket(seed.bucket);
		const id = seed.uploadId ?? newUploadId();
		const algorithm = seed.checksumAlgorithm && this.#algorithm(seed.checksumAlgorithm);
		const upload: Upload = {
			id,
			key: seed.key,
			initiated: seed.initiated ?? this.#now(),
			initiator: seed.owner === undefined ? bucket.owner : this.#user(seed.owner),
			storageClass: seed.storageClass ?? 'STANDARD',
			checksum: algorithm ? {algorithm, type: seed.checksumType ?? algorithm.types[0]!} : undefined,
			headers: new Map([['content-type', 'binary/octet-stream']]),
			parts: new Map(),
		};
		for (const part of seed.parts ?? []) {
			upload.parts.set(part.number, pretendPart(upload, part, upload.initiated));
		}
		bucket.addUpload(upload);
		return id;
	}

	/** A part that arrives now in an upload that is in progress. */
	part(seed: SeedPart & {bucket: string; key: string; uploadId: string}): void {
		const upload = this.#bucket(seed.bucket).upload(seed.key, seed.uploadId);
		if (upload === undefined) throw new Error(`no upload ${seed.uploadId} of this key`);
		upload.parts.set(seed.number, pretendPart(upload, seed, this.#now()));
	}

	#bucket(name: string): Bucket {
		const bucket = this.#store.bucket(name);
		if (bucket === undefined) throw new Error(`no bucket ${name}`);
		return bucket;
	}

	#user(name: string | undefined): User {
		const user = this.#users.find(candidate => name === undefined || candidate.name === name);
		if (user === undefined) throw new Error(`no user ${name}`);
		return user;
	}

	#algorithm(name: string): Algorithm {
		const algorithm = algorithmNamed(name);
		if (algorithm === undefined) throw new Error(`no checksum algorithm ${name}`);
		return algorithm;
	}
}

/** A part whose digests are claimed: well-formed, stable, and not those of its bytes. */
function pretendPart(upload: Upload, part: SeedPart, lastModified: number): Part {
	const {number, size} = part;
	const name = `${upload.id}/${number}`;
	const {algorithm} = upload.checksum ?? {};
	return {
		number,
		lastModified: part.lastModified ?? lastModified,
		etag: part.etag ?? md5Hex(`${name}\n${size}`),
		body: new PretendedBody(size, name),
		checksum: algorithm && {algorithm, value: part.checksum ?? claim(algorithm, name)},
	};
}

function claim(algorithm: Algorithm, name: string): string {
	const digest = createHash('sha256').update(name).digest();
	return digest.subarray(0, algorithm.length).toString('base64');
}
