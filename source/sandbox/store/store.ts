import type {User} from '../users.js';
import {Bucket, type UploadPlace} from './bucket.js';
import {compareUtf8} from './order.js';

/** Everything the sandbox holds. It knows nothing of HTTP. */
export class Store {
	readonly #buckets = new Map<string, Bucket>();
	readonly #order: ((a: UploadPlace, b: UploadPlace) => number) | undefined;

	/** @param order - of uploads in a listing; that of AWS unless given */
	constructor(order?: (a: UploadPlace, b: UploadPlace) => number) {
		this.#order = order;
	}

	bucket(name: string): Bucket | undefined {
		return this.#buckets.get(name);
	}

	/** All buckets by name. */
	buckets(): Bucket[] {
		return [...this.#buckets.values()].sort((a, b) => compareUtf8(a.name, b.name));
	}

	createBucket(name: string, owner: User, created: number): Bucket {
		const bucket = new Bucket(name, owner, created, this.#order);
		this.#buckets.set(name, bucket);
		return bucket;
	}

	deleteBucket(name: string): void {
		this.#buckets.get(name)?.clear();
		this.#buckets.delete(name);
	}
}
