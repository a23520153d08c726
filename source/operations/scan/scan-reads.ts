import type {UploadIndex} from '../../multipart/index/upload-index.js';
import type {Reading} from '../../multipart/reading.js';
import type {Upload, UploadTarget} from '../../multipart/upload.js';
import type {S3Failure} from '../../s3/failure/failure.js';
import type {Gateway} from '../../s3/gateway/gateway.js';
import {createPartsReader, type PartsReader} from './parts-reader.js';

/** Looks at parts while pages come in: those of the rows that are seen, and a few of what comes after. */
const looksWhileListing = 4;

/** Rows beyond what is seen are queued this many at a time, so that a change of order takes effect soon. */
const queueChunk = 64;

/** What is to be read of parts. */
export type ReadRequest = {
	/** Positions of the view that are seen: read before everything else. */
	readonly from: number;
	readonly to: number;
	/** How many uploads may be looked at without being asked for. */
	readonly budget: number;
	/** Keys come: what is passed is not worth a request. */
	readonly moving: boolean;
};

export type ScanReadsOptions = {
	readonly gateway: Gateway;
	readonly bucket: string;
	readonly index: UploadIndex;
	readonly isListing: () => boolean;
	/** After the index knows it. */
	readonly onReading: (upload: Upload, reading: Reading, failure?: S3Failure) => void;
	readonly onCredentialsLost: (failure: S3Failure) => void;
};

/** Reads the parts of what a scan has listed: what is seen first, then what a query asks for, then a budget. */
export class ScanReads {
	/** The credentials are lost: nothing is read before `goOn`. */
	awaitingCredentials = false;
	readonly #options: ScanReadsOptions;
	#reader: PartsReader | undefined;
	#request: ReadRequest = {from: 0, to: 0, budget: 0, moving: false};
	#looked = 0;

	constructor(options: ScanReadsOptions) {
		this.#options = options;
	}

	/** Looks that wait or are under way. */
	get pending(): number {
		return this.#reader?.pending ?? 0;
	}

	/** Says what is to be read: replaces the request before. */
	read(request: ReadRequest, signal: AbortSignal): void {
		this.#request = request;
		const {from, to} = request;
		this.#reading(signal).want(this.#options.index.unread(from, to - from, to));
		this.refill();
	}

	/** Looks once more at these, as far as they are listed. */
	again(targets: ReadonlyArray<Pick<UploadTarget, 'key' | 'uploadId'>>, signal: AbortSignal): void {
		const uploads = targets.flatMap(target => {
			const handle = this.#options.index.handleOf(target);
			const row = handle === undefined ? undefined : this.#options.index.row(handle);
			return row === undefined ? [] : [row.upload];
		});
		this.#reading(signal).again(uploads);
	}

	/** Looks once more at what is seen, while anything is read at all. */
	seenAgain(): void {
		const {from, to} = this.#request;
		const seen: Upload[] = [];
		for (let position = from; position < to; position++) {
			const row = this.#options.index.at(position);
			if (row === undefined) break;
			seen.push(row.upload);
		}
		this.#reader?.again(seen);
	}

	/** Queues what the query and the budget ask for, where little is left to do. */
	refill(): void {
		const reader = this.#reader;
		if (reader === undefined || reader.pending > queueChunk / 2) return;
		const left = Math.min(queueChunk, this.#request.budget - this.#looked);
		if (left <= 0) return;
		const {uploads, isDone} = this.#options.index.view.query.needsParts
			? this.#options.index.candidates(left)
			: {uploads: this.#options.index.unread(0, left), isDone: true};
		reader.queue(uploads);
		// Keys are drawn between two stretches of a long search.
		if (uploads.length === 0 && !isDone)
			setImmediate(() => {
				if (reader === this.#reader) this.refill();
			});
	}

	/** The budget begins anew. */
	restart(): void {
		this.#looked = 0;
	}

	/** Goes on where the credentials were lost. */
	goOn(): void {
		this.awaitingCredentials = false;
		this.#reader?.release();
	}

	/** Forgets what was to be read; the signal ends what is under way. */
	stop(): void {
		this.awaitingCredentials = false;
		this.#reader = undefined;
	}

	#reading(signal: AbortSignal): PartsReader {
		const {gateway, bucket, isListing, onReading, onCredentialsLost} = this.#options;
		this.#reader ??= createPartsReader({
			gateway,
			bucket,
			signal,
			concurrency: () => {
				if (!isListing()) return gateway.pace.width;
				return this.#request.moving ? 0 : Math.min(looksWhileListing, gateway.pace.width);
			},
			onCredentialsLost: failure => {
				this.awaitingCredentials = true;
				onCredentialsLost(failure);
			},
			onReading: (upload, reading, failure) => {
				this.#looked++;
				this.#options.index.setReading(upload, reading);
				this.refill();
				onReading(upload, reading, failure);
			},
		});
		return this.#reader;
	}
}
