import type {ServiceId} from '../../multipart/services/service-table.js';
import {losesCredentials, S3Failure} from '../../s3/failure/failure.js';
import type {Gateway, UploadsPage} from '../../s3/gateway/gateway.js';
import {Pool} from '../pool.js';
import {patiently} from './patience.js';

/** What one page of a bucket's listing tells of its uploads. */
export type BucketCount =
	| {
			readonly kind: 'counted';
			readonly uploads: number;
			/** There are others behind the page. */
			readonly more: boolean;
			/** When the oldest was initiated, milliseconds since the epoch; absent where there are more, or no dates. */
			readonly oldest?: number;
			/** Where the bucket was found, when that is another region than the connection's. */
			readonly region?: string;
			/** Which service answered, where the answer tells. */
			readonly service?: ServiceId;
	  }
	| {readonly kind: 'failed'; readonly failure: S3Failure};

/** Counts the uploads of many buckets side by side, one page of each. */
export type BucketCounter = {
	/** What the user looks at: asked for before the others. Replaces what was wanted before. */
	want(buckets: readonly string[]): void;
	/** What is asked for when nothing else is. Replaces what was queued before. */
	queue(buckets: readonly string[]): void;
	/** How many wait or are under way. */
	readonly pending: number;
};

/**
 * As many requests at a time as the endpoint's pace is wide. No bucket is asked for twice; what fails is
 * passed for that bucket alone. Ends for good with the signal; counts that come after it are dropped.
 */
export function createBucketCounter({
	gateway,
	signal,
	onCount,
	onCredentialsLost,
}: {
	gateway: Gateway;
	signal: AbortSignal;
	onCount: (bucket: string, count: BucketCount) => void;
	/** The credentials are lost: called once, and nothing more is counted. */
	onCredentialsLost: (failure: S3Failure) => void;
}): BucketCounter {
	let wanted: string[] = [];
	/** In the order in which they are taken; `queued` comes along, past those that are taken out. */
	let waiting = new Set<string>();
	let queued: Iterator<string> = waiting.values();
	/** Under way or counted. */
	const begun = new Set<string>();
	const pool = new Pool<string, BucketCount>({
		width: () => gateway.pace.width,
		next,
		work(bucket) {
			begun.add(bucket);
			waiting.delete(bucket);
			return countOf(bucket);
		},
		onEnd: take,
	});
	let awaitingCredentials = false;

	function next(): string | undefined {
		for (;;) {
			const bucket = signal.aborted ? undefined : (wanted.shift() ?? queued.next().value);
			if (bucket === undefined || !begun.has(bucket)) return bucket;
		}
	}

	function take(bucket: string, counted: BucketCount): void {
		if (signal.aborted) return;
		if (counted.kind === 'failed' && losesCredentials(counted.failure)) {
			pool.hold();
			if (!awaitingCredentials) onCredentialsLost(counted.failure);
			awaitingCredentials = true;
			return;
		}
		onCount(bucket, counted);
	}

	async function countOf(bucket: string): Promise<BucketCount> {
		try {
			return countedBy(await patiently(() => gateway.listUploadsPage({bucket}, signal)));
		} catch (error) {
			// What was cancelled is dropped by whoever asked.
			if (error instanceof S3Failure) return {kind: 'failed', failure: error};
			if (signal.aborted) return {kind: 'counted', uploads: 0, more: false};
			throw error;
		}
	}

	return {
		want(buckets) {
			wanted = buckets.filter(bucket => !begun.has(bucket));
			pool.fill();
		},
		queue(buckets) {
			waiting = new Set(buckets.filter(bucket => !begun.has(bucket)));
			queued = waiting.values();
			pool.fill();
		},
		get pending() {
			const isMore = (bucket: string) => !begun.has(bucket) && !waiting.has(bucket);
			return pool.underWay + waiting.size + wanted.filter(isMore).length;
		},
	};
}

function countedBy({
	uploads,
	dropped,
	next,
	behind,
	stuck,
	bucketRegion,
	service,
}: UploadsPage): BucketCount {
	// A row that names no upload may be one.
	const more = (next ?? behind) !== undefined || stuck === true || dropped > 0;
	let oldest = Number.POSITIVE_INFINITY;
	for (const {initiated = oldest} of uploads) oldest = Math.min(oldest, initiated);
	return {
		kind: 'counted',
		uploads: uploads.length,
		more,
		// The page is in the order of the keys: an older one may be behind it.
		...(more || oldest === Number.POSITIVE_INFINITY ? {} : {oldest}),
		...(bucketRegion === undefined ? {} : {region: bucketRegion}),
		...(service === undefined ? {} : {service}),
	};
}
