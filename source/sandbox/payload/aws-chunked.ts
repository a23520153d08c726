import {createHash} from 'node:crypto';
import {signatureDoesNotMatch} from '../auth/authenticate.js';
import type {ChunkSigner} from '../auth/sigv4.js';
import {incompleteBody} from '../errors.js';
import {ChunkReader} from './chunk-reader.js';

/**
 * Unwraps an `aws-chunked` body: chunks of `size;chunk-signature=…`, then trailers. Signatures are
 * checked when there is a signer. The trailers are in the map once the last byte was read.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 */
export async function* decodeAwsChunked(
	source: AsyncIterable<Buffer>,
	signer: ChunkSigner | undefined,
	trailers: Map<string, string>,
): AsyncIterable<Buffer> {
	const reader = new ChunkReader(source);
	for (;;) {
		const [, hexSize, signature] =
			/^([\da-f]{1,12})(?:;chunk-signature=([\da-f]{64}))?$/i.exec(await reader.line()) ?? [];
		if (hexSize === undefined) throw incompleteBody();
		const size = Number.parseInt(hexSize, 16);
		const hash = createHash('sha256');
		for await (const piece of reader.bytes(size)) {
			if (signer !== undefined) hash.update(piece);
			yield piece;
		}
		if (signer !== undefined && signer.chunk(hash.digest('hex')) !== signature)
			throw signatureDoesNotMatch();
		if (size === 0) break;
		if ((await reader.line()) !== '') throw incompleteBody();
	}
	await readTrailers(reader, signer, trailers);
}

async function readTrailers(
	reader: ChunkReader,
	signer: ChunkSigner | undefined,
	trailers: Map<string, string>,
): Promise<void> {
	let signed = '';
	while (!(await reader.ended())) {
		const line = await reader.line();
		if (line === '') continue;
		const colon = line.indexOf(':');
		const name = line.slice(0, colon).trim().toLowerCase();
		const value = line.slice(colon + 1).trim();
		if (name === 'x-amz-trailer-signature') {
			if (signer !== undefined && signer.trailer(signed) !== value) throw signatureDoesNotMatch();
			signed = '';
		} else {
			trailers.set(name, value);
			signed += `${name}:${value}\n`;
		}
	}
	if (signer !== undefined && signed !== '') throw signatureDoesNotMatch();
}
