import {setImmediate as nextTurn} from 'node:timers/promises';
import type {UploadTarget} from '../multipart/upload.js';
import {UploadIndex} from '../multipart/upload-index.js';
import {createPartsReader, type PartsReader} from '../operations/parts-reader.js';
import {S3Failure} from '../s3/failure.js';
import type {Gateway} from '../s3/gateway.js';
import type {Action, IndexFacts} from './action.js';
import type {Effect} from './effect.js';
import type {SessionState} from './state.js';

/**
 * The screen hears of an index that changes all the time this often, in milliseconds: a frame costs
 * 10 to 20 of them (Ink 8 on Node 20, 120×40), and a key that is pressed meanwhile waits for it.
 */
const reportEvery = 250;

/** Looks at parts at a time: a look costs the processor 5 ms, which keys need while pages come in too. */
const looksWhileListing = 1;
const looksAfterwards = 8;

/** A cursor that was not moved for this long rests, in milliseconds. */
const restsAfter = 200;

/** Rows beyond what is seen are queued this many at a time, so that a change of order takes effect soon. */
const queueChunk = 64;

/**
 * The reads behind one list of uploads: the listing that fills its index, and the looks at parts.
 * Everything ends when it is left; answers that come after are dropped.
 */
export class UploadsReads {
	readonly index = new UploadIndex();
	readonly #gateway: Gateway;
	readonly #screen: number;
	readonly #bucket: string;
	readonly #prefix: string;
	readonly #dispatch: (action: Action) => void;
	readonly #state: () => SessionState;
	#reads = new AbortController();
	#reader: PartsReader | undefined;
	#wish = {from: 0, to: 0, budget: 0};
	#looked = 0;
	#timer: NodeJS.Timeout | undefined;
	#told = false;
	#left = false;
	#resting: NodeJS.Timeout | undefined;
	#listing = false;

	constructor(options: {
		gateway: Gateway;
		screen: number;
		bucket: string;
		prefix: string;
		dispatch: (action: Action) => void;
		state: () => SessionState;
	}) {
		this.#gateway = options.gateway;
		this.#screen = options.screen;
		this.#bucket = options.bucket;
		this.#prefix = options.prefix;
		this.#dispatch = options.dispatch;
		this.#state = options.state;
	}

	/** Lists from the start: rows come page by page, those that are known keep what is known of them. */
	async list(): Promise<void> {
		this.stop();
		const reads = new AbortController();
		this.#reads = reads;
		this.#looked = 0;
		this.#listing = true;
		const {index} = this;
		const before = index.count;
		index.beginListing();
		let came = 0;
		try {
			const pages = this.#gateway.listUploads(
				{bucket: this.#bucket, ...(this.#prefix === '' ? {} : {prefix: this.#prefix})},
				reads.signal,
			);
			for (;;) {
				const page = await pages.next();
				if (reads.signal.aborted) return;
				if (page.done) {
					const went = page.value === 'end' ? index.endListing() : 0;
					this.report();
					this.#end(page.value === 'end' ? 'ended' : 'stuck', before > 0 ? {came, went} : {});
					return;
				}
				// A key that waits is drawn between two pages: reading one takes the processor for 40 ms.
				await nextTurn();
				if (reads.signal.aborted) return;
				const first = index.count === 0;
				came += index.add(page.value);
				if (first) this.report();
				else this.#reportSoon();
			}
		} catch (error) {
			if (reads.signal.aborted) return;
			this.report();
			if (!(error instanceof S3Failure)) throw error;
			this.#end('failed', {trouble: error});
		}
	}

	/** Reads the parts of the rows from `from` to `to` first, then more down the list while the budget lasts. */
	readParts({
		from,
		to,
		budget,
		moving,
	}: Pick<Extract<Effect, {type: 'read-parts'}>, 'from' | 'to' | 'budget' | 'moving'>): void {
		this.#wish = {from, to, budget};
		if (moving) this.#rest();
		if (this.#left) return;
		// After a stop, what the person asks for next is read all the same.
		if (this.#reads.signal.aborted) this.#reads = new AbortController();
		this.#reader ??= this.#createReader();
		const idle = this.#reader.pending === 0;
		this.#reader.want(this.index.unread(from, to - from, to));
		this.#refill();
		// Told at once: Esc ends what runs, and only then leaves.
		if (idle && this.#reader.pending > 0) this.report();
	}

	/** While pages come in and the person moves, keys go first: looks wait until the cursor rests. */
	#rest(): void {
		clearTimeout(this.#resting);
		this.#resting = setTimeout(() => {
			this.#resting = undefined;
			if (!this.#left && !this.#reads.signal.aborted)
				this.readParts({...this.#wish, moving: false});
		}, restsAfter);
	}

	/** An act took the upload away. */
	forget({bucket, key, uploadId}: UploadTarget): void {
		if (bucket === this.#bucket) this.index.remove({key, uploadId});
	}

	/** Ends what runs; what was read stays. */
	stop(): void {
		this.#reads.abort();
		this.#listing = false;
		this.#reader = undefined;
	}

	leave(): void {
		this.#left = true;
		this.stop();
		clearTimeout(this.#timer);
		clearTimeout(this.#resting);
	}

	/** Tells the session now what the index looks like. */
	report(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		if (!this.#left)
			this.#dispatch({type: 'index-changed', screen: this.#screen, facts: this.#facts()});
	}

	#end(
		how: 'ended' | 'stuck' | 'failed',
		more: {came?: number; went?: number; trouble?: S3Failure},
	): void {
		this.#listing = false;
		this.#refill();
		this.#dispatch({type: 'listing-ended', screen: this.#screen, how, ...more});
	}

	#facts(): IndexFacts {
		const {index} = this;
		index.settle();
		const screen = this.#state().screens.find(each => each.id === this.#screen);
		const selected = screen?.kind === 'uploads' ? screen.selected : undefined;
		return {
			version: index.version,
			shown: index.shown,
			totals: index.totals(this.#gateway.now()),
			pendingReads: this.#reader?.pending ?? 0,
			selectedAt: selected === undefined ? undefined : index.positionOf(selected),
			under: index.at(
				Math.min(screen?.kind === 'uploads' ? screen.place.position : 0, index.shown - 1),
			)?.handle,
		};
	}

	#reportSoon(): void {
		this.#timer ??= setTimeout(() => {
			// A key that came while a page was read is drawn before what the page brought.
			setImmediate(() => this.report());
		}, reportEvery);
	}

	#createReader(): PartsReader {
		const {signal} = this.#reads;
		const reader = createPartsReader({
			gateway: this.#gateway,
			bucket: this.#bucket,
			signal,
			concurrency: () => {
				if (!this.#listing) return looksAfterwards;
				return this.#resting === undefined ? looksWhileListing : 0;
			},
			onReading: (upload, reading, failure) => {
				this.#looked++;
				this.index.setReading(upload, reading);
				this.#tellOnce(failure);
				this.#refill();
				this.#reportSoon();
			},
		});
		return reader;
	}

	/** One look that failed is told; the rows say it of the others. */
	#tellOnce(failure: S3Failure | undefined): void {
		if (failure === undefined || this.#told) return;
		this.#told = true;
		this.#dispatch({type: 'failed', screen: this.#screen, trouble: failure});
	}

	#refill(): void {
		const reader = this.#reader;
		if (reader === undefined || reader.pending > queueChunk / 2) return;
		const left = Math.min(queueChunk, this.#wish.budget - this.#looked);
		if (left > 0) reader.queue(this.index.unread(0, left));
	}
}
