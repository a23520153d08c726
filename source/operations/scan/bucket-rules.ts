import type {CleanupRule} from '../../multipart/rules/cleanup-rules.js';
import {losesCredentials, S3Failure} from '../../s3/failure/failure.js';
import type {Gateway} from '../../s3/gateway/gateway.js';
import {Pool} from '../pool.js';
import {patiently} from './patience.js';

/** What a bucket's own settings tell of how it cleans up. */
export type BucketRules =
	| {readonly kind: 'read'; readonly rules: readonly CleanupRule[]}
	| {readonly kind: 'failed'; readonly failure: S3Failure};

/** Reads the rules of buckets side by side. */
export type BucketRulesReader = {
	/** Replaces what was wanted before; no bucket is asked for twice. */
	want(buckets: readonly string[]): void;
};

/** Rules are read beside everything else: so many at a time, and no more than the endpoint's pace is wide. */
const mostAtATime = 4;

/**
 * Makes a reader that reports the rules of each bucket by `onRules`. Once the signal aborts it asks and reports nothing
 * more. Lost credentials are a failure of that bucket, like any other.
 */
export function createBucketRulesReader({
	gateway,
	signal,
	onRules,
}: {
	gateway: Gateway;
	signal: AbortSignal;
	onRules: (bucket: string, rules: BucketRules) => void;
}): BucketRulesReader {
	let wanted: string[] = [];
	const begun = new Set<string>();
	const pool = new Pool<string, BucketRules | undefined>({
		width: () => Math.min(mostAtATime, gateway.pace.width),
		next: () => (signal.aborted ? undefined : wanted.shift()),
		work(bucket) {
			begun.add(bucket);
			return rulesOf(bucket);
		},
		onEnd(bucket, rules) {
			if (signal.aborted || rules === undefined) return;
			if (rules.kind === 'failed' && losesCredentials(rules.failure)) pool.hold();
			onRules(bucket, rules);
		},
	});

	/** Undefined when it was cancelled. */
	async function rulesOf(bucket: string): Promise<BucketRules | undefined> {
		try {
			const rules = await patiently(() => gateway.lifecycle(bucket, signal));
			return {kind: 'read', rules};
		} catch (error) {
			if (error instanceof S3Failure) return {kind: 'failed', failure: error};
			if (signal.aborted) return undefined;
			throw error;
		}
	}

	return {
		want(buckets) {
			wanted = buckets.filter(bucket => !begun.has(bucket));
			pool.fill();
		},
	};
}
