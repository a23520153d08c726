import type {S3Failure} from '../../s3/failure/failure.js';
import type {Gateway} from '../../s3/gateway/gateway.js';
import {Scan} from './scan.js';

/** What all the uploads of a bucket are and hold, as far as it is known. */
export type BucketMeasure = {
	/** `waiting`: for others; `stuck`: the server's markers stood still, or rows name no upload, so that there may be more; `failed`: it was not read to the end. */
	readonly phase: 'waiting' | 'listing' | 'reading' | 'ended' | 'stuck' | 'failed';
	readonly uploads: number;
	/** How many have their parts read, or could not be read: the bytes are of the first. */
	readonly read: number;
	readonly unreadable: number;
	/** How many of those that are read have a size for each part. */
	readonly sized: number;
	readonly bytes: number;
	/** When the oldest was initiated, milliseconds since the epoch; absent where no date is given. */
	readonly oldest?: number;
	readonly failure?: S3Failure;
};

/** Of a bucket that is to be measured once others are. */
export const notBegun: BucketMeasure = {
	phase: 'waiting',
	uploads: 0,
	read: 0,
	unreadable: 0,
	sized: 0,
	bytes: 0,
};

/**
 * Lists a bucket to its end and reads the parts of every upload. Told over and over until `phase` is
 * neither `listing` nor `reading`; nothing is told after `stop`.
 */
export class BucketMeasuring {
	readonly #scan: Scan;
	readonly #gateway: Gateway;
	#phase: BucketMeasure['phase'] = 'listing';
	#end: 'ended' | 'stuck' = 'ended';
	#failure: S3Failure | undefined;
	#isStopped = false;

	constructor(options: {gateway: Gateway; bucket: string; onChange: () => void}) {
		const {gateway, bucket, onChange} = options;
		this.#gateway = gateway;
		this.#scan = new Scan({
			gateway,
			bucket,
			prefix: '',
			onEvent: event => {
				if (event.kind === 'failed' || event.kind === 'credentials-lost') {
					this.#phase = 'failed';
					this.#failure = event.failure;
				} else if (event.kind === 'ended') {
					this.#phase = 'reading';
					this.#end = this.#scan.dropped > 0 ? 'stuck' : event.how;
					this.#read();
				}
				this.#deriveAll();
				if (!this.#isStopped) onChange();
			},
		});
	}

	start(): void {
		void this.#scan.list();
	}

	stop(): void {
		this.#isStopped = true;
		this.#scan.close();
	}

	facts(): BucketMeasure {
		const {index} = this.#scan;
		const {count, read, unreadable, sized, bytes} = index.totals(this.#gateway.now());
		const oldest = index.oldest();
		return {
			phase: this.#phase,
			uploads: count,
			...{read, unreadable, sized, bytes},
			...(oldest === undefined ? {} : {oldest}),
			...(this.#failure === undefined ? {} : {failure: this.#failure}),
		};
	}

	#read(): void {
		this.#scan.index.deriveAll();
		this.#scan.read({from: 0, to: 0, budget: Number.POSITIVE_INFINITY, moving: false});
	}

	#deriveAll(): void {
		if (this.#phase === 'reading' && this.#scan.pending === 0) this.#phase = this.#end;
	}
}
