import type {Readable} from 'node:stream';
import {type S3Client, UploadPartCommand, type UploadPartCommandInput} from '@aws-sdk/client-s3';
import {checksumFields} from '../../multipart/part.js';
import {readRange} from '../../terminal/local-file/file-range.js';
import {cutFact} from '../answer/cut-text.js';
import {etagOf} from '../answer/digest.js';
import {WireError} from '../answer/wire-error.js';
import type {Send} from './bucket-settings.js';
import type {Gateway, UploadPartRequest} from './gateway.js';

/**
 * Sends parts from a file: the bytes as they stand there, with their length, and with the digests that the request brings. The SDK
 * by itself would send a checksum behind the bytes, in a form that some services refuse.
 */
export function partUpload(sender: S3Client, send: Send): Pick<Gateway, 'uploadPart'> {
	return {
		async uploadPart(request, signal, onBytes) {
			const {bucket, key, uploadId} = request;
			const answer = await send('UploadPart', {bucket, key, uploadId}, signal, async () => {
				const body = new PartBody(request, onBytes);
				const command = new UploadPartCommand(inputOf(request));
				// A fresh one each time: the SDK sends once more what is for another region.
				command.middlewareStack.add(
					next => args => {
						Object.assign(args.request as object, {body: body.fresh()});
						return next(args);
					},
					{step: 'serialize', priority: 'low', name: 'partwayPartBody'},
				);
				const signals = signal === undefined ? [body.failed] : [signal, body.failed];
				try {
					const answer = await sender.send(command, {abortSignal: AbortSignal.any(signals)});
					if (body.left === 0) return answer;
					throw new WireError('UnexpectedAnswer', 'The answer came before the end of the part.');
				} catch (error) {
					throw body.problem ?? error;
				} finally {
					body.end();
				}
			});
			const checksums: Record<string, string> = {};
			for (const field of checksumFields) {
				const value = etagOf(answer[field]);
				if (value !== undefined) checksums[field] = value;
			}
			const {requestId} = answer.$metadata;
			return {etag: etagOf(answer.ETag), checksums, requestId: cutFact(requestId)};
		},
	};
}

/** What is sent of a file. A file that fails ends the request: that is no trouble of the network. */
class PartBody {
	/** Bytes that are not handed over yet. */
	left = Number.NaN;
	/** What is wrong with the file. */
	problem: unknown;
	readonly #file: UploadPartRequest['file'];
	readonly #onBytes: ((bytes: number) => void) | undefined;
	readonly #failed = new AbortController();
	#stream: Readable | undefined;

	constructor({file}: UploadPartRequest, onBytes: ((bytes: number) => void) | undefined) {
		this.#file = file;
		this.#onBytes = onBytes;
	}

	get failed(): AbortSignal {
		return this.#failed.signal;
	}

	/** The bytes from the first one on. */
	fresh(): Readable {
		this.#stream?.destroy();
		this.left = this.#file.end - this.#file.start;
		this.#stream = readRange(this.#file, bytes => {
			this.left -= bytes;
			this.#onBytes?.(bytes);
		});
		this.#stream.on('error', error => {
			this.problem = error;
			this.#failed.abort();
		});
		return this.#stream;
	}

	/** Cuts a request that was answered before its end; one that was sent whole leaves its connection to the next. */
	end(): void {
		if (this.left === 0) return;
		this.#failed.abort();
		this.#stream?.destroy();
	}
}

function inputOf(request: UploadPartRequest): UploadPartCommandInput {
	const {bucket, key, uploadId, partNumber, file, checksums, contentMd5} = request;
	return {
		Bucket: bucket,
		Key: key,
		UploadId: uploadId,
		PartNumber: partNumber,
		ContentLength: file.end - file.start,
		...(contentMd5 === undefined ? {} : {ContentMD5: contentMd5}),
		...checksums,
	};
}
