import {performance} from 'node:perf_hooks';
import type {UploadIndex} from '../../multipart/index/upload-index.js';
import type {RollUp} from '../../multipart/rollup/roll-up.js';
import type {S3Failure} from '../../s3/failure/failure.js';
import type {Gateway} from '../../s3/gateway/gateway.js';
import {firstPrefixes, heaviestPrefixes, type PrefixWeight} from './bucket-prefixes.js';
import {Scan} from './scan.js';

/** What all the uploads of a bucket are and hold, as far as it is known. */
export type BucketMeasure = {
	/** `stuck`: the server's markers stood still, or rows name no upload, so that there may be more; `failed`: it was not read to the end. */
	readonly phase: 'listing' | 'reading' | 'ended' | 'stuck' | 'failed';
	/** Whether every upload is listed; false for `stuck`. */
	readonly isListed: boolean;
	readonly uploads: number;
	/** How many have their parts read, or could not be read: the bytes are of the first. */
	readonly read: number;
	readonly unreadable: number;
	/** How many of those that are read have a size for each part. */
	readonly sized: number;
	readonly bytes: number;
	/** When the oldest was initiated, milliseconds since the epoch; absent where no date is given. */
	readonly oldest?: number;
	/** What is held under the first part of the keys as far as it was read, the most first; absent at the beginning. */
	readonly prefixes?: readonly PrefixWeight[];
	readonly failure?: S3Failure;
};

/** Milliseconds; what takes long is done more seldom: a tenth of the time at most. */
const weighEvery = 1000;

/** Whether it came as far as it can come. */
export function isMeasured({phase}: Pick<BucketMeasure, 'phase'>): boolean {
	return phase === 'ended' || phase === 'stuck';
}

/**
 * Lists a bucket to its end and reads the parts of every upload. Can be stopped, and goes on where it was. It
 * reports again and again until `phase` is neither `listing` nor `reading`, and nothing while it is stopped.
 */
export class BucketMeasuring {
	readonly #scan: Scan;
	readonly #gateway: Gateway;
	readonly #rollUp: RollUp;
	#phase: BucketMeasure['phase'] = 'listing';
	#end: 'ended' | 'stuck' = 'ended';
	#isListed = false;
	#prefixes: readonly PrefixWeight[] | undefined;
	#failure: S3Failure | undefined;
	#onChange: (() => void) | undefined;
	#isWeighing = false;
	/** When the prefixes are weighed again while parts are still read, by `performance.now`. */
	#weighAgain = 0;

	constructor({gateway, bucket}: {gateway: Gateway; bucket: string}) {
		this.#gateway = gateway;
		this.#scan = new Scan({
			gateway,
			bucket,
			prefix: '',
			onEvent: event => {
				if (this.#onChange === undefined) return;
				if (event.kind === 'failed' || event.kind === 'credentials-lost') {
					this.#phase = 'failed';
					this.#failure = event.failure;
				} else if (event.kind === 'ended') {
					this.#end = this.#scan.dropped > 0 ? 'stuck' : event.how;
					this.#isListed = true;
					this.#read();
				}
				this.#changed();
			},
		});
		this.#rollUp = firstPrefixes(this.#scan.index);
	}

	/** Begins, or goes on where it was stopped or failed. */
	start(onChange: () => void): void {
		this.#onChange = onChange;
		this.#failure = undefined;
		if (this.#isListed) {
			this.#read();
			this.#changed();
		} else {
			this.#phase = 'listing';
			void (this.#scan.canResume ? this.#scan.goOn() : this.#scan.list());
		}
	}

	stop(): void {
		this.#onChange = undefined;
		this.#scan.close();
	}

	/** The uploads that it has listed so far. */
	get index(): UploadIndex {
		return this.#scan.index;
	}

	get phase(): BucketMeasure['phase'] {
		return this.#phase;
	}

	facts(): BucketMeasure {
		const {index} = this.#scan;
		const {count, read, unreadable, sized, bytes} = index.totals(this.#gateway.now());
		const oldest = index.oldest();
		return {
			phase: this.#phase,
			isListed: this.#isListed && this.#end === 'ended',
			uploads: count,
			...{read, unreadable, sized, bytes},
			...(oldest === undefined ? {} : {oldest}),
			...(this.#prefixes === undefined ? {} : {prefixes: this.#prefixes}),
			...(this.#failure === undefined ? {} : {failure: this.#failure}),
		};
	}

	#read(): void {
		this.#phase = 'reading';
		this.#scan.index.deriveAll();
		this.#scan.read({from: 0, to: 0, budget: Number.POSITIVE_INFINITY, moving: false});
	}

	#changed(): void {
		// What was stopped has nothing pending, and is not read for that.
		if (this.#onChange === undefined) return;
		const isReading = this.#phase === 'reading';
		if (isReading && (this.#isRead || performance.now() > this.#weighAgain)) void this.#weigh();
		if (!(isReading && this.#isRead)) this.#onChange();
	}

	get #isRead(): boolean {
		return this.#scan.pending === 0;
	}

	/** What is under which prefix, as far as it is read; once all is read, nothing more is to come. */
	async #weigh(): Promise<void> {
		if (this.#isWeighing) return;
		this.#isWeighing = true;
		const isLast = this.#isRead;
		const began = performance.now();
		this.#prefixes = await heaviestPrefixes(this.#rollUp);
		const ended = performance.now();
		this.#weighAgain = ended + Math.max(weighEvery, 9 * (ended - began));
		this.#isWeighing = false;
		if (this.#onChange === undefined) return;
		if (isLast) this.#phase = this.#end;
		this.#changed();
	}
}
