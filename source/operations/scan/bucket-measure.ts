import type {S3Failure} from '../../s3/failure/failure.js';
import type {Gateway} from '../../s3/gateway/gateway.js';
import {heaviestPrefixes, type PrefixWeight} from './bucket-prefixes.js';
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
	/** What is held under the first part of the keys, the most first; absent before the end. */
	readonly prefixes?: readonly PrefixWeight[];
	readonly failure?: S3Failure;
};

/** Whether it came as far as it can come. */
export function isMeasured({phase}: Pick<BucketMeasure, 'phase'>): boolean {
	return phase === 'ended' || phase === 'stuck';
}

/**
 * Lists a bucket to its end and reads the parts of every upload. Can be stopped, and goes on where it was. Told over
 * and over until `phase` is neither `listing` nor `reading`; nothing is told between `stop` and `start`.
 */
export class BucketMeasuring {
	readonly #scan: Scan;
	readonly #gateway: Gateway;
	#phase: BucketMeasure['phase'] = 'listing';
	#end: 'ended' | 'stuck' = 'ended';
	#isListed = false;
	#prefixes: readonly PrefixWeight[] | undefined;
	#failure: S3Failure | undefined;
	#onChange: (() => void) | undefined;
	#isWeighing = false;

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
		if (this.#phase === 'reading' && this.#scan.pending === 0) void this.#weigh();
		else this.#onChange?.();
	}

	/** All is read: last, what is under which prefix. */
	async #weigh(): Promise<void> {
		if (this.#isWeighing) return;
		this.#isWeighing = true;
		const prefixes = await heaviestPrefixes(this.#scan.index);
		this.#isWeighing = false;
		this.#prefixes = prefixes;
		this.#phase = this.#end;
		this.#onChange?.();
	}
}
