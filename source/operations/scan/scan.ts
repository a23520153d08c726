import {performance} from 'node:perf_hooks';
import {type Handle, UploadIndex} from '../../multipart/index/upload-index.js';
import {defaultThresholds, type Thresholds} from '../../multipart/liveness.js';
import type {Reading} from '../../multipart/reading.js';
import {type SeenService, seenService} from '../../multipart/services/service.js';
import type {Upload, UploadTarget} from '../../multipart/upload.js';
import {losesCredentials, S3Failure} from '../../s3/failure/failure.js';
import type {Gateway, UploadsMarker, UploadsPage} from '../../s3/gateway/gateway.js';
import {stillListed} from '../abort/still-listed.js';
import {SideBySide} from '../listing/side-by-side.js';
import {type Movement, Movements} from './movement.js';
import {NotFoundUploads} from './not-found.js';
import {patiently} from './patience.js';
import {type ReadRequest, ScanReads} from './scan-reads.js';

/** Pages that are listed again for what was not found. */
const mostPages = 10;

/** Milliseconds between two rounds of looks at what is watched. */
const watchEvery = 5000;

export type ScanEvent =
	/** The index changed: pages or readings came. */
	| {readonly kind: 'changed'}
	/** The listing came to an end: its own, one where the server's markers stood still, or a failure. */
	| {readonly kind: 'ended'; readonly how: 'ended' | 'stuck'; readonly refresh?: CameAndWent}
	| {readonly kind: 'failed'; readonly failure: S3Failure}
	/** A look at parts failed; the row says it too. */
	| {readonly kind: 'look-failed'; readonly failure: S3Failure}
	/** Uploads were not found, and are listed no longer: they left the index. */
	| {readonly kind: 'went'; readonly count: number}
	/** The credentials are lost: looks at parts wait for `goOn`. A listing fails for that, and goes on where it was. */
	| {readonly kind: 'credentials-lost'; readonly failure: S3Failure};

export type CameAndWent = {readonly came: number; readonly went: number};

/**
 * Lists a bucket into an index, ranges of it side by side where the service allows that, and reads the parts that are
 * asked for. Everything can be stopped and taken up again. One listing runs at a time.
 */
export class Scan {
	readonly index: UploadIndex;
	readonly thresholds: Thresholds;
	readonly #gateway: Gateway;
	readonly #bucket: string;
	readonly #prefix: string;
	readonly #onEvent: (event: ScanEvent) => void;
	readonly #movements = new Movements();
	readonly #reads: ScanReads;
	/** Of everything that runs. */
	#running = new AbortController();
	#listing = false;
	/** The listing that runs, or can go on; undefined before its start and after its end. */
	#ranges: SideBySide | undefined;
	/** Whether a page of it came. */
	#hasBegun = false;
	#cameSoFar: number | undefined;
	#isListingWaiting = false;
	/** Looked for once more when nothing else is read. */
	readonly #notFound = new NotFoundUploads();
	/** Rows of the listing without a key or an upload id. */
	dropped = 0;
	/** Which service answered, as its pages tell. */
	seen: SeenService = {};
	#watching: NodeJS.Timeout | undefined;

	constructor(options: {
		gateway: Gateway;
		bucket: string;
		prefix: string;
		thresholds?: Thresholds | undefined;
		/** What is known of the uploads already: the first listing refreshes it. */
		index?: UploadIndex | undefined;
		onEvent: (event: ScanEvent) => void;
	}) {
		this.index = options.index ?? new UploadIndex();
		this.#gateway = options.gateway;
		this.#bucket = options.bucket;
		this.#prefix = options.prefix;
		this.thresholds = options.thresholds ?? defaultThresholds;
		this.#onEvent = options.onEvent;
		this.#reads = new ScanReads({
			...options,
			index: this.index,
			isListing: () => this.#listing,
			onReading: (upload, reading, failure) => this.#wasRead(upload, reading, failure),
			onCredentialsLost: failure => this.#onEvent({kind: 'credentials-lost', failure}),
		});
	}

	/** Looks at parts that wait or are under way. */
	get pending(): number {
		return this.#reads.pending;
	}

	get isListing(): boolean {
		return this.#listing;
	}

	/** Whether a listing was left in the middle, so that `goOn` has something to do. */
	get canResume(): boolean {
		return !this.#listing && this.#ranges !== undefined && this.#hasBegun;
	}

	/** Whether it waits for credentials: `goOn` goes on where it was. */
	get awaitingCredentials(): boolean {
		return this.#isListingWaiting || this.#reads.awaitingCredentials;
	}

	/** Lists from the start: rows come page by page, those that are known keep what is known of them. */
	list(): Promise<void> {
		this.stop();
		this.#ranges = this.#newListing(false);
		this.#hasBegun = false;
		this.#cameSoFar = this.index.count > 0 ? 0 : undefined;
		this.#reads.restart();
		this.dropped = 0;
		this.#notFound.forget();
		this.index.beginListing();
		return this.#follow();
	}

	/** Goes on with the listing where it was stopped or failed, and with reads of parts that wait for credentials. */
	async goOn(): Promise<void> {
		const canResume = this.canResume || this.#isListingWaiting;
		this.#isListingWaiting = false;
		this.#reads.goOn();
		if (canResume) await this.#follow();
	}

	/** Ends what runs; what was read stays. */
	stop(): void {
		this.#running.abort();
		this.#listing = false;
		this.#isListingWaiting = false;
		this.#reads.stop();
	}

	/** Ends everything for good. */
	close(): void {
		this.watch(false);
		this.stop();
	}

	/** Says what is to be read: replaces the request before. */
	read(request: ReadRequest): void {
		this.#reads.read(request, this.#signal());
	}

	/** Looks once more at these, as far as they are listed. */
	lookAgain(targets: ReadonlyArray<Pick<UploadTarget, 'key' | 'uploadId'>>): void {
		this.#reads.again(targets, this.#signal());
	}

	/** Looks at what is seen over and over, so that `movementOf` can tell what moves. */
	watch(wanted: boolean): void {
		clearTimeout(this.#watching);
		this.#watching = undefined;
		if (!wanted) {
			this.#movements.clear();
			return;
		}
		const round = () => {
			this.#reads.seenAgain();
			this.#watching = setTimeout(round, watchEvery);
		};
		round();
	}

	get isWatching(): boolean {
		return this.#watching !== undefined;
	}

	/** How an upload moved while it was watched. */
	movementOf(handle: Handle): Movement | undefined {
		return this.#movements.of(handle);
	}

	#newListing(alone: boolean): SideBySide {
		const width = () => this.#gateway.pace.width;
		const where = {bucket: this.#bucket, prefix: this.#prefix};
		return new SideBySide({...where, width, inOrder: false, alone});
	}

	async #follow(): Promise<void> {
		const signal = this.#signal();
		const ranges = this.#ranges ?? this.#newListing(false);
		this.#ranges = ranges;
		this.#listing = true;
		try {
			const pages = ranges.pages(after => this.#page(after, signal));
			for (;;) {
				const {done, value} = await pages.next();
				if (signal.aborted) return;
				if (done) {
					if (value === 'end' && !ranges.isProof && this.#cameSoFar !== undefined)
						return await this.#listAlone();
					this.#listing = false;
					this.#ranges = undefined;
					this.#ended(value === 'end' ? 'ended' : 'stuck');
					return;
				}
				this.#hasBegun = true;
				this.seen = seenService(this.seen, value.answer);
				this.dropped += value.answer.dropped;
				const came = this.index.add(value.uploads);
				if (this.#cameSoFar !== undefined) this.#cameSoFar += came;
				this.#onEvent({kind: 'changed'});
			}
		} catch (error) {
			if (signal.aborted) return;
			this.#listing = false;
			if (!(error instanceof S3Failure)) throw error;
			this.#isListingWaiting = losesCredentials(error);
			this.#onEvent({kind: 'failed', failure: error});
		}
	}

	/** What a refresh does not bring counts as gone: where ranges did not meet, one page after the other proves it. */
	#listAlone(): Promise<void> {
		this.#ranges = this.#newListing(true);
		this.dropped = 0;
		return this.#follow();
	}

	/** One page, however busy the service is: the pace of the endpoint makes it wait. */
	async #page(after: UploadsMarker | undefined, signal: AbortSignal): Promise<UploadsPage> {
		const request = {
			bucket: this.#bucket,
			...(this.#prefix === '' ? {} : {prefix: this.#prefix}),
			...(after === undefined ? {} : {after}),
		};
		return patiently(() => this.#gateway.listUploadsPage(request, signal));
	}

	#ended(how: 'ended' | 'stuck'): void {
		const went = how === 'ended' ? this.index.endListing() : 0;
		this.index.listedAt = this.#gateway.now();
		const came = this.#cameSoFar;
		this.#reads.refill();
		void this.#seekNotFound();
		this.#onEvent({kind: 'ended', how, ...(came === undefined ? {} : {refresh: {came, went}})});
	}

	#wasRead(upload: Upload, reading: Reading, failure: S3Failure | undefined): void {
		if (reading.kind === 'not-found') this.#notFound.add(upload);
		if (this.isWatching && reading.kind === 'read') {
			const handle = this.index.handleOf(upload);
			if (handle !== undefined)
				this.#movements.note(handle, reading.summary.bytes, performance.now());
		}
		if (failure !== undefined) this.#onEvent({kind: 'look-failed', failure});
		this.#onEvent({kind: 'changed'});
		void this.#seekNotFound();
	}

	/** Of what runs now; after a stop, what is asked for next runs all the same. */
	#signal(): AbortSignal {
		if (this.#running.signal.aborted) this.#running = new AbortController();
		return this.#running.signal;
	}

	/** When nothing else is read, one listing tells what ended from what is listed and not found. */
	async #seekNotFound(): Promise<void> {
		if (this.#listing || this.pending > 0 || !this.#notFound.isWaiting) return;
		const {signal} = this.#running;
		const listing = {bucket: this.#bucket, prefix: this.#prefix, service: this.seen.service};
		try {
			const gone = await this.#notFound.seek(uploads =>
				stillListed(this.#gateway, listing, uploads, signal, {mostPages}),
			);
			if (signal.aborted) return;
			const count = this.index.removeMany(gone);
			if (count > 0) this.#onEvent({kind: 'went', count});
		} catch (error) {
			if (!signal.aborted) throw error;
		}
		void this.#seekNotFound();
	}
}
