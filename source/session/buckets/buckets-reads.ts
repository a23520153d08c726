import {
	type BucketCount,
	type BucketCounter,
	createBucketCounter,
} from '../../operations/scan/bucket-counts.js';
import {type BucketMeasure, BucketMeasuring} from '../../operations/scan/bucket-measure.js';
import {losesCredentials} from '../../s3/failure/failure.js';
import type {Gateway} from '../../s3/gateway/gateway.js';
import type {Action} from '../core/action.js';

/** The screen hears of counts this often, in milliseconds. */
const reportEvery = 150;

/** The counts behind one list of buckets, and what the session is told of them. */
export class BucketsReads {
	readonly #gateway: Gateway;
	readonly #screen: number;
	readonly #dispatch: (action: Action) => void;
	#counting: {readonly counter: BucketCounter; readonly controller: AbortController} | undefined;
	#measuring: {readonly bucket: string; readonly run: BucketMeasuring} | undefined;
	/** To be measured then. */
	#waiting: string[] = [];
	/** Came since it was told last. */
	#counts = new Map<string, BucketCount>();
	#timer: NodeJS.Timeout | undefined;

	constructor(options: {
		gateway: Gateway;
		screen: number;
		dispatch: (action: Action) => void;
	}) {
		this.#gateway = options.gateway;
		this.#screen = options.screen;
		this.#dispatch = options.dispatch;
	}

	/** Counts those that are seen first; `all` replaces what is counted when nothing is seen that is not. */
	count(seen: readonly string[], all?: readonly string[]): void {
		this.#counting ??= this.#startCounting();
		const {counter} = this.#counting;
		counter.want(seen);
		if (all !== undefined) counter.queue(all);
		this.#soon();
	}

	/** Counts one bucket to its end and reads its parts, once those are measured that were asked for before. */
	measure(bucket: string): void {
		this.#waiting.push(bucket);
		if (this.#measuring === undefined) this.#measureNext();
		this.#report();
	}

	/** Counts all anew; what is measured goes on. */
	recount(): void {
		this.#counting?.controller.abort();
		this.#counting = undefined;
	}

	/** Ends what runs and what waits; what was counted stays, and is told. */
	stop(): void {
		const runs = this.#measuring !== undefined;
		this.leave();
		if (this.#counts.size > 0 || runs) this.#report();
	}

	/** Ends what runs; nothing more is told. */
	leave(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		this.#counting?.controller.abort();
		this.#counting = undefined;
		this.#measuring?.run.stop();
		this.#measuring = undefined;
		this.#waiting = [];
	}

	#measureNext(): void {
		const bucket = this.#waiting.shift();
		if (bucket === undefined) return;
		const onChange = () => this.#soon();
		const run = new BucketMeasuring({gateway: this.#gateway, bucket, onChange});
		this.#measuring = {bucket, run};
		run.start();
	}

	/** What came to its end makes room for the next; without credentials none would get further. */
	#ended({failure}: BucketMeasure): void {
		this.#measuring?.run.stop();
		this.#measuring = undefined;
		if (failure !== undefined && losesCredentials(failure)) {
			this.#waiting = [];
			this.#dispatch({type: 'failed', screen: this.#screen, trouble: failure});
		} else this.#measureNext();
	}

	#startCounting() {
		const controller = new AbortController();
		const counter = createBucketCounter({
			gateway: this.#gateway,
			signal: controller.signal,
			onCount: (bucket, count) => {
				this.#counts.set(bucket, count);
				this.#soon();
			},
			onCredentialsLost: failure => {
				controller.abort();
				this.#counting = undefined;
				this.#report();
				this.#dispatch({type: 'failed', screen: this.#screen, trouble: failure});
			},
		});
		return {counter, controller};
	}

	#soon(): void {
		this.#timer ??= setTimeout(() => this.#report(), reportEvery);
	}

	#report(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		const counts = this.#counts;
		this.#counts = new Map();
		const measure = this.#measuring && {
			bucket: this.#measuring.bucket,
			facts: this.#measuring.run.facts(),
		};
		if (measure !== undefined && !isGoingOn(measure.facts.phase)) this.#ended(measure.facts);
		this.#dispatch({
			type: 'buckets-counted',
			screen: this.#screen,
			counts,
			pending: this.#counting?.counter.pending ?? 0,
			measure,
			measuring: this.#measuring?.bucket,
			waiting: [...this.#waiting],
		});
	}
}

function isGoingOn(phase: string): boolean {
	return phase === 'listing' || phase === 'reading';
}
