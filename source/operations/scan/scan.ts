import {performance} from 'node:perf_hooks';
import {type Handle, UploadIndex} from '../../multipart/index/upload-index.js';
import {defaultThresholds, type Thresholds} from '../../multipart/liveness.js';
import {type ToldService, toldBy} from '../../multipart/services/service.js';
import {type Upload, uploadIdentity} from '../../multipart/upload.js';
import {losesCredentials, S3Failure} from '../../s3/failure/failure.js';
import type {Gateway, UploadsMarker, UploadsPage} from '../../s3/gateway/gateway.js';
import {followPages} from '../../s3/gateway/pages.js';
import {stillListed} from '../abort/still-listed.js';
import {type Movement, Movements} from './movement.js';
import {createPartsReader, type PartsReader} from './parts-reader.js';
import {patiently} from './patience.js';

/** Looks at parts while pages come in: those of the rows that are seen, and a few of what comes after. */
const looksWhileListing = 4;

/** Rows beyond what is seen are queued this many at a time, so that a change of order takes effect soon. */
const queueChunk = 64;

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

/**
 * Lists a bucket into an index, in the server's own order, and reads the parts of what is wished for.
 * Everything can be stopped and taken up again. One listing runs at a time; ranges that are listed
 * side by side would feed the same index, and end it together.
 */
export class Scan {
	readonly index = new UploadIndex();
	readonly thresholds: Thresholds;
	readonly #gateway: Gateway;
	readonly #bucket: string;
	readonly #prefix: string;
	readonly #onEvent: (event: ScanEvent) => void;
	readonly #movements = new Movements();
	#reads = new AbortController();
	#reader: PartsReader | undefined;
	#request: ReadRequest = {from: 0, to: 0, budget: 0, moving: false};
	#looked = 0;
	#listing = false;
	/** Where the listing goes on; undefined at its start and at its end. */
	#resumeAt: UploadsMarker | undefined;
	#cameSoFar: number | undefined;
	#isListingWaiting = false;
	#areReadsWaiting = false;
	/** Listed and not found, to be looked for once more when nothing else is read; and those that were. */
	readonly #notFound = new Map<string, Upload>();
	readonly #soughtAgain = new Set<string>();
	#isSeeking = false;
	/** Rows of the listing without a key or an upload id. */
	dropped = 0;
	/** Which service answered, as its pages tell. */
	told: ToldService = {};
	#watching: NodeJS.Timeout | undefined;

	constructor(options: {
		gateway: Gateway;
		bucket: string;
		prefix: string;
		thresholds?: Thresholds | undefined;
		onEvent: (event: ScanEvent) => void;
	}) {
		this.#gateway = options.gateway;
		this.#bucket = options.bucket;
		this.#prefix = options.prefix;
		this.thresholds = options.thresholds ?? defaultThresholds;
		this.#onEvent = options.onEvent;
	}

	/** Looks at parts that wait or are under way. */
	get pending(): number {
		return this.#reader?.pending ?? 0;
	}

	/** Whether a listing was left in the middle, so that `goOn` has something to do. */
	get canResume(): boolean {
		return !this.#listing && this.#resumeAt !== undefined;
	}

	/** Whether it waits for credentials: `goOn` goes on where it was. */
	get awaitingCredentials(): boolean {
		return this.#isListingWaiting || this.#areReadsWaiting;
	}

	/** Lists from the start: rows come page by page, those that are known keep what is known of them. */
	list(): Promise<void> {
		this.stop();
		this.#resumeAt = undefined;
		this.#cameSoFar = this.index.count > 0 ? 0 : undefined;
		this.#looked = 0;
		this.dropped = 0;
		this.#soughtAgain.clear();
		this.index.beginListing();
		return this.#follow();
	}

	/** Goes on with the listing where it was stopped or failed, and with looks at parts that were held. */
	async goOn(): Promise<void> {
		const canResume = this.canResume || this.#isListingWaiting;
		this.#isListingWaiting = false;
		this.#areReadsWaiting = false;
		this.#reader?.release();
		if (canResume) await this.#follow();
	}

	/** Ends what runs; what was read stays. */
	stop(): void {
		this.#reads.abort();
		this.#listing = false;
		this.#isListingWaiting = false;
		this.#areReadsWaiting = false;
		this.#reader = undefined;
	}

	/** Ends everything for good. */
	close(): void {
		this.watch(false);
		this.stop();
	}

	/** Says what is to be read: replaces what was wished before. */
	read(request: ReadRequest): void {
		this.#request = request;
		// After a stop, what the person asks for next is read all the same.
		if (this.#reads.signal.aborted) this.#reads = new AbortController();
		this.#reader ??= this.#createReader();
		const {from, to} = request;
		this.#reader.want(this.index.unread(from, to - from, to));
		this.#refill();
	}

	/** Looks once more at these, as far as they are listed. */
	lookAgain(targets: readonly {key: string; uploadId: string}[]): void {
		const uploads = targets.flatMap(target => {
			const handle = this.index.handleOf(target);
			const row = handle === undefined ? undefined : this.index.row(handle);
			return row === undefined ? [] : [row.upload];
		});
		if (this.#reads.signal.aborted) this.#reads = new AbortController();
		this.#reader ??= this.#createReader();
		this.#reader.again(uploads);
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
			if (!this.#reads.signal.aborted && this.#reader !== undefined)
				this.#reader.again(this.#seen());
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

	#seen(): Upload[] {
		const uploads: Upload[] = [];
		for (let position = this.#request.from; position < this.#request.to; position++) {
			const row = this.index.at(position);
			if (row === undefined) break;
			uploads.push(row.upload);
		}
		return uploads;
	}

	async #follow(): Promise<void> {
		if (this.#reads.signal.aborted) this.#reads = new AbortController();
		const {signal} = this.#reads;
		this.#listing = true;
		// What a page brings is taken in before its end counts as reached.
		let reached = this.#resumeAt;
		try {
			const pages = followPages(async after => {
				const page = await this.#page(after, signal);
				this.told = toldBy(this.told, page);
				this.dropped += page.dropped;
				reached = page.next ?? page.behind;
				return page;
			}, this.#resumeAt);
			for (;;) {
				const page = await pages.next();
				if (signal.aborted) return;
				if (page.done) {
					this.#listing = false;
					this.#resumeAt = undefined;
					this.#ended(page.value === 'end' ? 'ended' : 'stuck');
					return;
				}
				const came = this.index.add(page.value);
				if (this.#cameSoFar !== undefined) this.#cameSoFar += came;
				this.#resumeAt = reached;
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
		const came = this.#cameSoFar;
		this.#refill();
		void this.#seekNotFound();
		this.#onEvent({kind: 'ended', how, ...(came === undefined ? {} : {refresh: {came, went}})});
	}

	#createReader(): PartsReader {
		const {signal} = this.#reads;
		return createPartsReader({
			gateway: this.#gateway,
			bucket: this.#bucket,
			signal,
			concurrency: () => {
				if (!this.#listing) return this.#gateway.pace.width;
				return this.#request.moving ? 0 : Math.min(looksWhileListing, this.#gateway.pace.width);
			},
			onCredentialsLost: failure => {
				this.#areReadsWaiting = true;
				this.#onEvent({kind: 'credentials-lost', failure});
			},
			onReading: (upload, reading, failure) => {
				this.#looked++;
				this.index.setReading(upload, reading);
				const identity = uploadIdentity(upload);
				if (reading.kind === 'not-found' && !this.#soughtAgain.has(identity))
					this.#notFound.set(identity, upload);
				if (this.isWatching && reading.kind === 'read') {
					const handle = this.index.handleOf(upload);
					if (handle !== undefined)
						this.#movements.note(handle, reading.summary.bytes, performance.now());
				}
				if (failure !== undefined) this.#onEvent({kind: 'look-failed', failure});
				this.#refill();
				this.#onEvent({kind: 'changed'});
				void this.#seekNotFound();
			},
		});
	}

	/** One listing when nothing else is read tells what ended meanwhile from what is listed and not found. */
	async #seekNotFound(): Promise<void> {
		if (this.#isSeeking || this.#listing || this.pending > 0 || this.#notFound.size === 0) return;
		const {signal} = this.#reads;
		const uploads = [...this.#notFound.values()];
		for (const identity of this.#notFound.keys()) this.#soughtAgain.add(identity);
		this.#notFound.clear();
		this.#isSeeking = true;
		try {
			const listing = {bucket: this.#bucket, prefix: this.#prefix, service: this.told.service};
			const still = await stillListed(this.#gateway, listing, uploads, signal, {mostPages});
			if (signal.aborted) return;
			const count = this.index.removeMany(uploads.filter(upload => !still.has(upload)));
			if (count > 0) this.#onEvent({kind: 'went', count});
		} catch (error) {
			if (!signal.aborted) throw error;
		} finally {
			this.#isSeeking = false;
		}
		void this.#seekNotFound();
	}

	#refill(): void {
		const reader = this.#reader;
		if (reader === undefined || reader.pending > queueChunk / 2) return;
		const left = Math.min(queueChunk, this.#request.budget - this.#looked);
		if (left <= 0) return;
		const {index} = this;
		const {uploads, isDone} = index.view.query.needsParts
			? index.candidates(left)
			: {uploads: index.unread(0, left), isDone: true};
		reader.queue(uploads);
		// Keys are drawn between two stretches of a long search.
		if (uploads.length === 0 && !isDone)
			setImmediate(() => {
				if (reader === this.#reader) this.#refill();
			});
	}
}
