import {createHash} from 'node:crypto';
import {badDigest, invalidRequest, S3Error} from '../errors.js';
import type {Algorithm, Checksum} from '../integrity/algorithms.js';
import {announcedAlgorithm, claimedChecksum} from './claimed-checksum.js';

/** The digests of a body while it comes: its MD5, and the checksum that was announced or wanted. */
export class Digests {
	readonly #headers: ReadonlyMap<string, string>;
	readonly #announced: Algorithm | undefined;
	readonly #algorithm: Algorithm | undefined;
	readonly #expectedMd5: Buffer | undefined;
	readonly #md5 = createHash('md5');
	readonly #hasher;

	/** Throws InvalidDigest or InvalidRequest when the headers claim what cannot be. */
	constructor(headers: ReadonlyMap<string, string>, wanted?: Algorithm) {
		this.#headers = headers;
		this.#expectedMd5 = contentMd5(headers);
		this.#announced = announcedAlgorithm(headers);
		if (this.#announced !== undefined) claimedChecksum(this.#announced, headers);
		this.#algorithm = this.#announced ?? wanted;
		this.#hasher = this.#algorithm?.create();
	}

	update(piece: Buffer): void {
		this.#md5.update(piece);
		this.#hasher?.update(piece);
	}

	/** What was computed. Throws BadDigest where the client claimed something else. */
	finish(trailers: ReadonlyMap<string, string>): {etag: string; checksum?: Checksum} {
		const md5 = this.#md5.digest();
		if (this.#expectedMd5 !== undefined && !md5.equals(this.#expectedMd5)) {
			throw badDigest('The Content-MD5 you specified did not match what we received.', {
				ExpectedDigest: this.#expectedMd5.toString('base64'),
				CalculatedDigest: md5.toString('base64'),
			});
		}
		const etag = md5.toString('hex');
		if (this.#algorithm === undefined || this.#hasher === undefined) return {etag};
		const value = this.#hasher.digest().toString('base64');
		if (this.#announced !== undefined) this.#compare(this.#announced, value, trailers);
		return {etag, checksum: {algorithm: this.#algorithm, value}};
	}

	#compare(announced: Algorithm, value: string, trailers: ReadonlyMap<string, string>): void {
		const fields = this.#headers.has(announced.header) ? this.#headers : trailers;
		const claimed = claimedChecksum(announced, fields);
		if (claimed === undefined)
			throw invalidRequest(`Value for ${announced.header} trailing header is invalid.`);
		if (claimed.value !== value)
			throw badDigest(`The ${announced.name} you specified did not match the calculated checksum.`);
	}
}

function contentMd5(headers: ReadonlyMap<string, string>): Buffer | undefined {
	const header = headers.get('content-md5');
	if (header === undefined) return undefined;
	const digest = Buffer.from(header, 'base64');
	if (digest.length === 16) return digest;
	throw new S3Error(400, 'InvalidDigest', 'The Content-MD5 you specified was invalid.', {
		'Content-MD5': header,
	});
}
