import type {Call} from '../call.js';
import {invalidRequest, S3Error} from '../errors.js';
import type {Algorithm, Checksum} from '../integrity/algorithms.js';
import type {Body} from '../store/body.js';
import {announcedAlgorithm} from './claimed-checksum.js';
import {Digests} from './digests.js';
import type {Payload} from './payload.js';

/** The most that one request may store: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const maxSize = 5 * 1024 ** 3;

/** A body that arrived whole and agrees with every digest that came with it. */
export type Received = {
	/** Kept once: whoever received it has to drop it. */
	body: Body;
	/** Hex MD5. */
	etag: string;
	checksum?: Checksum;
};

/**
 * Writes a body to a file and checks Content-MD5 and the checksum in header or trailer; computes
 * `wanted` where the client claimed nothing. Throws BadDigest, InvalidDigest, EntityTooLarge, and
 * nothing is left of the body then.
 */
export async function receive(
	{request: {headers}, payload, files}: Pick<Call, 'request' | 'payload' | 'files'>,
	wanted?: Algorithm,
): Promise<Received> {
	checkSize(headers);
	const digests = new Digests(headers, wanted);
	const result: {etag: string; checksum?: Checksum} = {etag: ''};
	async function* checked(): AsyncIterable<Buffer> {
		for await (const piece of payload.bytes()) {
			digests.update(piece);
			yield piece;
		}
		Object.assign(result, digests.finish(payload.trailers));
	}
	const body = await files.store(checked());
	return {body, ...result};
}

/** Reads a request document; its digests belong to the object, not to the document. */
export async function receiveText(payload: Payload): Promise<string> {
	return (await receiveBytes(payload)).toString('utf8');
}

/**
 * Reads a request document that must come with a digest of itself. Throws InvalidRequest without
 * one, and BadDigest when it is another's.
 */
export async function receiveCheckedText({
	request: {headers},
	payload,
}: Pick<Call, 'request' | 'payload'>): Promise<string> {
	if (!headers.has('content-md5') && announcedAlgorithm(headers) === undefined) {
		throw invalidRequest(
			'Missing required header for this request: Content-MD5 OR x-amz-checksum-*',
		);
	}
	const digests = new Digests(headers);
	const document = await receiveBytes(payload);
	digests.update(document);
	digests.finish(payload.trailers);
	return document.toString('utf8');
}

async function receiveBytes(payload: Payload): Promise<Buffer> {
	const pieces: Buffer[] = [];
	for await (const piece of payload.bytes()) pieces.push(piece);
	return Buffer.concat(pieces);
}

function checkSize(headers: ReadonlyMap<string, string>): void {
	const length = headers.get('x-amz-decoded-content-length') ?? headers.get('content-length');
	if (length === undefined) {
		throw new S3Error(
			411,
			'MissingContentLength',
			'You must provide the Content-Length HTTP header.',
		);
	}
	if (Number(length) > maxSize) {
		throw new S3Error(
			400,
			'EntityTooLarge',
			'Your proposed upload exceeds the maximum allowed size',
			{ProposedSize: length, MaxSizeAllowed: String(maxSize)},
		);
	}
}
