import {
	type BucketCount,
	type BucketCounter,
	createBucketCounter,
} from '../../operations/scan/bucket-counts.js';
import {type BucketMeasure, BucketMeasuring} from '../../operations/scan/bucket-measure.js';
import {losesCredentials} from '../../s3/failure/failure.js';
import type {Gateway} from '../../s3/gateway/gateway.js';
import type {Action} from '../core/action.js';
import type {EffectHandlers} from '../core/effect.js';
import {LatestRead} from '../core/latest-read.js';
import type {ReadsContext, ScreenReads} from '../core/screen-reads.js';
import type {BucketsScreen} from '../core/state.js';

/** The screen hears of counts this often, in milliseconds. */
const reportEvery = 150;

/** Lists the buckets, counts and measures their uploads, and reports it. */
export class BucketsReads implements ScreenReads {
	readonly #gateway: Gateway;
	readonly #screen: number;
	readonly #dispatch: (action: Action) => void;
	#counting: {readonly counter: BucketCounter; readonly controller: AbortController} | undefined;
	#measuring: {readonly bucket: string; readonly run: BucketMeasuring} | undefined;
	/** To be measured then. */
	#waiting: string[] = [];
	/** Came since the last report. */
	#counts = new Map<string, BucketCount>();
	#timer: NodeJS.Timeout | undefined;

	readonly #list: LatestRead;

	constructor({id}: BucketsScreen, {gateway, dispatch}: ReadsContext) {
		this.#gateway = gateway();
		this.#screen = id;
		this.#dispatch = dispatch;
		this.#list = new LatestRead(id, dispatch);
	}

	readonly handlers = {
		'list-buckets': () => this.#listAgain(),
		'count-buckets': ({seen, all}) => this.#count(seen, all),
		'measure-bucket': ({bucket}) => this.#measure(bucket),
	} satisfies Partial<EffectHandlers>;

	/** Ends what runs and what waits; what was counted stays, and is reported. */
	stop(): void {
		const runs = this.#measuring !== undefined;
		this.dispose();
		if (this.#counts.size > 0 || runs) this.#report();
	}

	dispose(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		this.#list.stop();
		this.#stopCounting();
		this.#measuring?.run.stop();
		this.#measuring = undefined;
		this.#waiting = [];
	}

	/** All are counted anew then; what is measured goes on. */
	#listAgain(): void {
		this.#stopCounting();
		this.#list.start(async signal => ({
			type: 'buckets-listed',
			screen: this.#screen,
			buckets: await this.#gateway.listBuckets(signal),
		}));
	}

	#stopCounting(): void {
		this.#counting?.controller.abort();
		this.#counting = undefined;
	}

	/** Counts those that are seen first; `all` replaces what is counted when nothing is seen that is not. */
	#count(seen: readonly string[], all?: readonly string[]): void {
		this.#counting ??= this.#startCounting();
		const {counter} = this.#counting;
		counter.want(seen);
		if (all !== undefined) counter.queue(all);
		this.#soon();
	}

	/** Counts one bucket to its end and reads its parts, once those are measured that were asked for before. */
	#measure(bucket: string): void {
		this.#waiting.push(bucket);
		if (this.#measuring === undefined) this.#measureNext();
		this.#report();
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
				this.#stopCounting();
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
