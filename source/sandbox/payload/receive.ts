import {createHash} from 'node:crypto';
import {badDigest, invalidRequest, S3Error} from '../errors.js';
import type {Algorithm, Checksum} from '../integrity/algorithms.js';
import {type Body, BytesBody} from '../store/body.js';
import type {S3Request} from '../wire/request.js';
import {announcedAlgorithm, claimedChecksum} from './claimed-checksum.js';
import type {Payload} from './payload.js';

/** The most that one request may store: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const maxSize = 5 * 1024 ** 3;

/** A body that arrived whole and agrees with every digest that came with it. */
export interface Received {
	body: Body;
	/** Hex MD5. */
	etag: string;
	checksum?: Checksum;
}

/**
 * Reads a body to its end and checks Content-MD5 and the checksum in header or trailer; computes
 * `wanted` where the client claimed nothing. Throws BadDigest, InvalidDigest, EntityTooLarge.
 */
export async function receive(
	request: S3Request,
	payload: Payload,
	wanted?: Algorithm,
): Promise<Received> {
	const {headers} = request;
	checkSize(headers);
	const expectedMd5 = contentMd5(headers);
	const announced = announcedAlgorithm(headers);
	const algorithm = announced ?? wanted;
	if (announced !== undefined) claimedChecksum(announced, headers);
	const md5 = createHash('md5');
	const hasher = algorithm?.create();
	const pieces: Buffer[] = [];
	for await (const piece of payload.bytes()) {
		md5.update(piece);
		hasher?.update(piece);
		pieces.push(piece);
	}
	const md5Digest = md5.digest();
	if (expectedMd5 !== undefined && !md5Digest.equals(expectedMd5)) {
		throw badDigest('The Content-MD5 you specified did not match what we received.', {
			ExpectedDigest: expectedMd5.toString('base64'),
			CalculatedDigest: md5Digest.toString('base64'),
		});
	}
	const body = new BytesBody(Buffer.concat(pieces));
	const etag = md5Digest.toString('hex');
	if (algorithm === undefined || hasher === undefined) return {body, etag};
	const checksum = {algorithm, value: hasher.digest().toString('base64')};
	if (announced !== undefined) {
		const fields = headers.has(announced.header) ? headers : payload.trailers;
		const claimed = claimedChecksum(announced, fields);
		if (claimed === undefined) {
			throw invalidRequest(`Value for ${announced.header} trailing header is invalid.`);
		}
		if (claimed.value !== checksum.value) {
			throw badDigest(`The ${announced.name} you specified did not match the calculated checksum.`);
		}
	}
	return {body, etag, checksum};
}

/** Reads a request document; its digests belong to the object, not to the document. */
export async function receiveText(payload: Payload): Promise<string> {
	const pieces: Buffer[] = [];
	for await (const piece of payload.bytes()) pieces.push(piece);
	return Buffer.concat(pieces).toString('utf8');
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

function contentMd5(headers: ReadonlyMap<string, string>): Buffer | undefined {
	const header = headers.get('content-md5');
	if (header === undefined) return undefined;
	const digest = Buffer.from(header, 'base64');
	if (digest.length === 16) return digest;
	throw new S3Error(400, 'InvalidDigest', 'The Content-MD5 you specified was invalid.', {
		'Content-MD5': header,
	});
}
