import {type Algorithm, algorithmNamed, type ChecksumType} from './integrity/algorithms.js';
import {md5Hex} from './integrity/etag.js';
import type {Personality} from './personalities/personality.js';
import {BytesBody, PretendedBody} from './store/body.js';
import type {Bucket} from './store/bucket.js';
import {PretendedPart, type SeedPart} from './store/pretended-part.js';
import {SeededUpload, type SeedParts} from './store/seeded-upload.js';
import type {Store} from './store/store.js';
import type {User} from './users.js';

export type SeedUpload = {
	bucket: string;
	key: string;
	/** Random, in the shape of the server's, unless given. */
	uploadId?: string;
	/** Milliseconds; now unless given. */
	initiated?: number;
	/** Read when someone looks at them for the first time. */
	parts?: SeedParts;
	/** `CRC32`, `CRC32C`, `CRC64NVME`, `SHA1` or `SHA256` */
	checksumAlgorithm?: string;
	checksumType?: ChecksumType;
	storageClass?: string;
	/** Name of the user who initiated it; the bucket's owner unless given. */
	owner?: string;
};

export type SeedObject = {
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
};

/** Puts things into a sandbox without any request. All of it throws when a name is unknown. */
export class Seed {
	readonly #store: Store;
	readonly #users: readonly User[];
	readonly #now: () => number;
	readonly #personality: Personality;

	constructor(store: Store, users: readonly User[], now: () => number, personality: Personality) {
		this.#store = store;
		this.#users = users;
		this.#now = now;
		this.#personality = personality;
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
		const id = seed.uploadId ?? this.#personality.newUploadId(seed.key);
		const algorithm =
			seed.checksumAlgorithm !== undefined &&
			this.#personality.knowsChecksums &&
			this.#algorithm(seed.checksumAlgorithm);
		const upload = new SeededUpload(
			{
				id,
				key: seed.key,
				initiated: seed.initiated ?? this.#now(),
				initiator: seed.owner === undefined ? bucket.owner : this.#user(seed.owner),
				storageClass: seed.storageClass ?? 'STANDARD',
				checksum: algorithm
					? {algorithm, type: seed.checksumType ?? algorithm.types[0]!}
					: undefined,
			},
			seed.parts,
		);
		bucket.addUpload(upload);
		return id;
	}

	/** A part that arrives now in an upload that is in progress. */
	part(seed: SeedPart & {bucket: string; key: string; uploadId: string}): void {
		const bucket = this.#bucket(seed.bucket);
		const upload = bucket.upload(seed.key, seed.uploadId);
		if (upload === undefined) throw new Error(`no upload ${seed.uploadId} of this key`);
		bucket.putPart(upload, new PretendedPart(upload, seed, this.#now()));
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
