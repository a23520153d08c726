import {createHash} from 'node:crypto';
import type {Identity} from '../auth/authenticate.js';
import {incompleteBody, invalidRequest, S3Error} from '../errors.js';
import type {S3Request} from '../wire/request.js';
import {decodeAwsChunked} from './aws-chunked.js';

/** The body of a request, unwrapped, and checked against what was signed. */
export class Payload {
	/** Filled once the bytes were read to their end. */
	readonly trailers = new Map<string, string>();
	readonly #source: AsyncIterable<Buffer>;
	readonly #headers: ReadonlyMap<string, string>;
	readonly #identity: Identity;

	constructor(source: AsyncIterable<Buffer>, request: S3Request, identity: Identity) {
		this.#source = source;
		this.#headers = request.headers;
		this.#identity = identity;
	}

	/**
	 * The bytes the client meant to send. Throws XAmzContentSHA256Mismatch, SignatureDoesNotMatch or
	 * IncompleteBody, at the latest after the last byte: nothing may be kept before the end.
	 */
	async *bytes(): AsyncIterable<Buffer> {
		const {payloadHash} = this.#identity;
		if (payloadHash.startsWith('STREAMING-')) yield* this.#streamed(payloadHash);
		else if (payloadHash === 'UNSIGNED-PAYLOAD') yield* this.#source;
		else yield* this.#hashed(payloadHash);
	}

	async *#hashed(expected: string): AsyncIterable<Buffer> {
		const hash = createHash('sha256');
		for await (const piece of this.#source) {
			hash.update(piece);
			yield piece;
		}
		const computed = hash.digest('hex');
		if (computed === expected) return;
		throw new S3Error(
			400,
			'XAmzContentSHA256Mismatch',
			"The provided 'x-amz-content-sha256' header does not match what was computed.",
			{ClientComputedContentSHA256: expected, S3ComputedContentSHA256: computed},
		);
	}

	async *#streamed(kind: string): AsyncIterable<Buffer> {
		const signed = /^STREAMING-AWS4-HMAC-SHA256-PAYLOAD(-TRAILER)?$/.test(kind);
		if (!signed && kind !== 'STREAMING-UNSIGNED-PAYLOAD-TRAILER') {
			throw invalidRequest(
				'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, or a valid sha256 value.',
			);
		}
		const expected = this.#headers.get('x-amz-decoded-content-length');
		if (expected === undefined) {
			throw new S3Error(
				411,
				'MissingContentLength',
				'You must provide the Content-Length HTTP header.',
			);
		}
		const signer = signed ? this.#identity.chunkSigner : undefined;
		let length = 0;
		for await (const piece of decodeAwsChunked(this.#source, signer, this.trailers)) {
			length += piece.length;
			yield piece;
		}
		if (length !== Number(expected)) throw incompleteBody();
	}
}
