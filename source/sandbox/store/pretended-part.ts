import {createHash} from 'node:crypto';
import type {Checksum} from '../integrity/algorithms.js';
import {md5Hex} from '../integrity/etag.js';
import {type Body, PretendedBody} from './body.js';
import type {Part, Upload} from './model.js';

/** A part to pretend. */
export type SeedPart = {
	number: number;
	/** In bytes; any number, since nothing is stored. */
	size: number;
	/** Milliseconds; the initiation of the upload unless given. */
	lastModified?: number;
	/** Hex MD5; claimed from the upload's id unless given. */
	etag?: string;
	/** Base64, of the upload's algorithm; claimed unless given. */
	checksum?: string;
};

/**
 * A part whose digests are claimed: well-formed, stable, and not those of its bytes. They are made
 * up when someone looks, so that a great many parts cost little.
 */
export class PretendedPart implements Part {
	readonly number: number;
	readonly lastModified: number;
	readonly #upload: Upload;
	readonly #seed: SeedPart;

	constructor(upload: Upload, seed: SeedPart, lastModified: number) {
		this.number = seed.number;
		this.lastModified = seed.lastModified ?? lastModified;
		this.#upload = upload;
		this.#seed = seed;
	}

	get #name(): string {
		return `${this.#upload.id}/${this.number}`;
	}

	get body(): Body {
		return new PretendedBody(this.#seed.size, this.#name);
	}

	get etag(): string {
		return this.#seed.etag ?? md5Hex(`${this.#name}\n${this.#seed.size}`);
	}

	get checksum(): Checksum | undefined {
		const {algorithm} = this.#upload.checksum ?? {};
		if (algorithm === undefined) return undefined;
		const digest = createHash('sha256').update(this.#name).digest();
		const value = digest.subarray(0, algorithm.length).toString('base64');
		return {algorithm, value: this.#seed.checksum ?? value};
	}
}
