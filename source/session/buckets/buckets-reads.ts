import {type SeenService, seenService} from '../../multipart/services/service.js';
import {
	type BucketCount,
	type BucketCounter,
	createBucketCounter,
} from '../../operations/scan/bucket-counts.js';
import {type BucketMeasure, BucketMeasuring} from '../../operations/scan/bucket-measure.js';
import {
	type BucketRules,
	type BucketRulesReader,
	createBucketRulesReader,
} from '../../operations/scan/bucket-rules.js';
import {losesCredentials, type S3Failure} from '../../s3/failure/failure.js';
import type {Gateway} from '../../s3/gateway/gateway.js';
import type {Action} from '../core/action.js';
import type {EffectHandlers} from '../core/effect.js';
import {LatestRead} from '../core/latest-read.js';
import type {ReadsContext, ScreenReads} from '../core/screen-reads.js';
import type {BucketsScreen} from '../core/state.js';
import type {MeasuredUploads} from './measured-uploads.js';

/** The screen hears of counts this often, in milliseconds. */
const reportEvery = 150;

type Counting = {
	readonly counter: BucketCounter;
	readonly rules: BucketRulesReader;
	readonly controller: AbortController;
};

/** Lists the buckets, counts and measures their uploads, reads their rules, and reports it. */
export class BucketsReads implements ScreenReads {
	readonly #gateway: Gateway;
	readonly #screen: number;
	readonly #dispatch: (action: Action) => void;
	readonly #halfMeasured: ReadsContext['halfMeasured'];
	#counting: Counting | undefined;
	#measuring: {readonly bucket: string; readonly run: BucketMeasuring} | undefined;
	/** To be measured then. */
	#waiting: readonly string[] = [];
	/** Came since the last report. */
	#counts = new Map<string, BucketCount>();
	#rules = new Map<string, BucketRules>();
	#measures = new Map<string, BucketMeasure>();
	readonly #measured: MeasuredUploads;
	#seen: SeenService = {};
	#timer: NodeJS.Timeout | undefined;

	readonly #list: LatestRead;

	constructor({id}: BucketsScreen, {gateway, dispatch, halfMeasured, measured}: ReadsContext) {
		this.#gateway = gateway();
		this.#screen = id;
		this.#dispatch = dispatch;
		this.#halfMeasured = halfMeasured;
		this.#measured = measured();
		this.#list = new LatestRead(id, dispatch);
	}

	readonly handlers = {
		'list-buckets': ({anew = false}) => this.#listAgain(anew),
		'count-buckets': ({seen, all, rules}) => this.#count(seen, all, rules),
		'measure-buckets': ({buckets, anew}) => this.#measure(buckets, anew),
	} satisfies Partial<EffectHandlers>;

	/** Ends what runs and what waits; what was counted stays, and is reported. */
	stop(): void {
		this.#stopMeasuring();
		this.dispose();
		if (this.#counts.size + this.#rules.size + this.#measures.size > 0) this.#report();
	}

	dispose(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		this.#list.stop();
		this.#stopCounting();
		this.#stopMeasuring();
		this.#waiting = [];
	}

	/** All are counted anew then; what is measured goes on. */
	#listAgain(anew: boolean): void {
		this.#stopCounting();
		const isWanted = (name: string) =>
			name === this.#measuring?.bucket || this.#waiting.includes(name);
		for (const name of anew ? this.#halfMeasured().keys() : [])
			if (!isWanted(name)) this.#halfMeasured().delete(name);
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
	#count(seen: readonly string[], all: readonly string[] | undefined, rules: readonly string[]) {
		this.#counting ??= this.#startCounting();
		const {counter} = this.#counting;
		counter.want(seen);
		if (all !== undefined) counter.queue(all);
		this.#counting.rules.want(rules);
		this.#soon();
	}

	/** Measures these, one after the other, in place of what was to be measured; those of `anew` from the start. */
	#measure(buckets: readonly string[], anew: readonly string[] = []): void {
		for (const bucket of anew) this.#halfMeasured().delete(bucket);
		this.#waiting = buckets.filter(bucket => bucket !== this.#measuring?.bucket);
		if (this.#measuring === undefined) this.#measureNext();
		this.#soon();
	}

	#measureNext(): void {
		const [bucket, ...then] = this.#waiting;
		if (bucket === undefined) return;
		this.#waiting = then;
		const run =
			this.#halfMeasured().get(bucket) ?? new BucketMeasuring({gateway: this.#gateway, bucket});
		this.#halfMeasured().set(bucket, run);
		this.#measuring = {bucket, run};
		run.start(() => this.#hasMeasured(bucket, run));
	}

	/** What came to its end makes room for the next; without credentials none would get further. */
	#hasMeasured(bucket: string, run: BucketMeasuring): void {
		this.#soon();
		const {phase} = run;
		if (phase === 'listing' || phase === 'reading') return;
		const {failure} = this.#stopMeasuring() ?? {};
		// What failed goes on where it was.
		if (phase !== 'failed') this.#halfMeasured().delete(bucket);
		if (phase === 'ended') this.#measured.keep(bucket, run.index, performance.now());
		if (failure !== undefined && losesCredentials(failure)) this.#credentialsLost(failure);
		else this.#measureNext();
	}

	/** The facts of what was measured. */
	#stopMeasuring(): BucketMeasure | undefined {
		if (this.#measuring === undefined) return undefined;
		const {bucket, run} = this.#measuring;
		this.#measuring = undefined;
		run.stop();
		const facts = run.facts();
		this.#measures.set(bucket, facts);
		return facts;
	}

	#startCounting(): Counting {
		const controller = new AbortController();
		const {signal} = controller;
		const gateway = this.#gateway;
		const counter = createBucketCounter({
			gateway,
			signal,
			onCount: (bucket, count) => {
				this.#counts.set(bucket, count);
				if (count.kind === 'counted') this.#seen = seenService(this.#seen, count);
				this.#soon();
			},
			onCredentialsLost: failure => this.#credentialsLost(failure),
		});
		const rules = createBucketRulesReader({
			gateway,
			signal,
			onRules: (bucket, read) => {
				if (read.kind === 'failed' && losesCredentials(read.failure))
					return this.#credentialsLost(read.failure);
				this.#rules.set(bucket, read);
				this.#soon();
			},
		});
		return {counter, rules, controller};
	}

	#credentialsLost(failure: S3Failure): void {
		this.#stopCounting();
		this.#stopMeasuring();
		this.#waiting = [];
		this.#report(true);
		this.#dispatch({type: 'failed', screen: this.#screen, trouble: failure});
	}

	#soon(): void {
		this.#timer ??= setTimeout(() => this.#report(), reportEvery);
	}

	#report(isEnded = false): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		const running = this.#measuring;
		const measures = this.#measures;
		if (running !== undefined) measures.set(running.bucket, running.run.facts());
		const [counts, rules] = [this.#counts, this.#rules];
		this.#counts = new Map();
		this.#rules = new Map();
		this.#measures = new Map();
		this.#dispatch({
			type: 'buckets-counted',
			screen: this.#screen,
			counts,
			rules,
			measures,
			pending: this.#counting?.counter.pending ?? 0,
			service: this.#seen.service ?? this.#gateway.service,
			isEnded,
		});
	}
}
