import {UploadIndex} from '../../multipart/index/upload-index.js';
import type {ServiceId} from '../../multipart/services/service-table.js';
import type {Upload} from '../../multipart/upload.js';
import {losesCredentials, S3Failure} from '../../s3/failure/failure.js';
import type {Gateway} from '../../s3/gateway/gateway.js';
import {both, mapBounded, Pool} from '../pool.js';
import {readSummary} from '../probe/read-summary.js';
import {listingPages} from '../scan/listing-pages.js';
import {patiently} from '../scan/patience.js';
import {BudgetSpent, type RequestBudget} from './request-budget.js';

/** Failures of one bucket that are alike: the first of them, and how many there were. */
export type AlikeFailures = {readonly first: S3Failure; count: number};

/** What was read of a bucket. */
export type BucketReading = {
	readonly bucket: string;
	/** Its uploads, with what their parts add up to where these were read. */
	readonly index: UploadIndex;
	/** Whether every upload is in it. */
	isListed: boolean;
	/** Whether a page of the listing came. */
	hasRows: boolean;
	/** Uploads whose parts were not asked for: the budget was spent, or the credentials were lost. */
	unread: number;
	/** Whether a rule of its own cleans up all of it; absent where that was not asked for, or could not be read. */
	cleansUpAll?: boolean;
	/** By operation and code. */
	readonly failures: Map<string, AlikeFailures>;
};

export type NumbersRequest = {
	readonly buckets: readonly string[];
	readonly prefix: string;
	readonly service?: ServiceId;
	readonly budget: RequestBudget;
	/** Whether the rules of each bucket are read too. */
	readonly rules: boolean;
};

/**
 * Lists buckets and reads the parts of their uploads, side by side. All listings come first, since a page counts a
 * thousand uploads; then the buckets take turns, so that a large one does not take the budget of the others.
 *
 * @throws the signal's reason, and nothing of the service's: a bucket that refuses says so alone.
 */
export async function readNumbers(
	gateway: Gateway,
	{buckets, rules, ...request}: NumbersRequest,
	signal: AbortSignal,
): Promise<readonly BucketReading[]> {
	const {budget} = request;
	const width = () => gateway.pace.width;
	const readings = await mapBounded(buckets, width, async bucket => {
		const reading: BucketReading = {
			bucket,
			index: new UploadIndex(),
			...{isListed: false, hasRows: false, unread: 0, failures: new Map()},
		};
		await both(
			signal,
			ends => listInto(gateway, reading, request, ends),
			async ends => rules && (await readRule(gateway, reading, budget, ends)),
		);
		return reading;
	});
	await readParts(gateway, readings, budget, signal);
	return readings;
}

async function readRule(
	gateway: Gateway,
	reading: BucketReading,
	budget: RequestBudget,
	signal: AbortSignal,
): Promise<void> {
	// What reads documents of rules is loaded where one is read.
	const {bucketCleansUp} = await import('./cleans-up.js');
	await noting(reading, async () => {
		reading.cleansUpAll = await budget.spend(() => bucketCleansUp(gateway, reading.bucket, signal));
	});
}

async function listInto(
	gateway: Gateway,
	reading: BucketReading,
	{prefix, service, budget}: Omit<NumbersRequest, 'buckets' | 'rules'>,
	signal: AbortSignal,
): Promise<void> {
	const {bucket, index} = reading;
	const counted: Pick<Gateway, 'pace' | 'listUploadsPage'> = {
		pace: gateway.pace,
		listUploadsPage: (page, signal) => budget.spend(() => gateway.listUploadsPage(page, signal)),
	};
	let dropped = 0;
	const onAnswer = (page: {readonly dropped: number}) => {
		dropped += page.dropped;
		reading.hasRows = true;
	};
	await noting(reading, async () => {
		const pages = listingPages(counted, {bucket, prefix, service, onAnswer}, signal);
		for (;;) {
			const {done, value} = await pages.next();
			if (done) {
				reading.isListed = value === 'end' && dropped === 0;
				return;
			}
			index.add(value);
		}
	});
}

/** Reads parts bucket by bucket in turns, as many at a time as the pace is wide. */
async function readParts(
	gateway: Gateway,
	readings: readonly BucketReading[],
	budget: RequestBudget,
	signal: AbortSignal,
): Promise<void> {
	const turns = readings.map(reading => ({reading, uploads: uploadsOf(reading.index)}));
	let isOver = false;
	let thrown: unknown;
	await new Promise<void>(resolve => {
		const pool = new Pool<{reading: BucketReading; upload: Upload}>({
			width: () => Math.max(1, gateway.pace.width),
			next() {
				while (turns.length > 0) {
					const turn = turns.shift()!;
					const {done, value} = turn.uploads.next();
					if (done) continue;
					turns.push(turn);
					if (!isOver && !budget.isSpent) return {reading: turn.reading, upload: value};
					turn.reading.unread++;
				}
				return undefined;
			},
			async work({reading, upload}) {
				try {
					await look(reading, upload);
				} catch (error) {
					thrown ??= error;
					isOver = true;
				}
			},
			onEnd: () => settle(),
		});
		const settle = () => {
			pool.fill();
			if (pool.underWay === 0 && turns.length === 0) resolve();
		};
		settle();
	});
	if (thrown !== undefined) throw thrown;

	async function look(reading: BucketReading, upload: Upload): Promise<void> {
		const {bucket, index} = reading;
		const {key, uploadId} = upload;
		const ask = () => budget.spend(() => gateway.summarizeParts({bucket, key, uploadId}, signal));
		try {
			const seen = await readSummary(upload, () => patiently(ask));
			index.setReading(upload, seen.reading);
			if (seen.failure === undefined) return;
			note(reading, seen.failure);
			isOver ||= losesCredentials(seen.failure);
		} catch (error) {
			if (!(error instanceof BudgetSpent)) throw error;
			reading.unread++;
		}
	}
}

function* uploadsOf(index: UploadIndex): Generator<Upload, undefined> {
	index.deriveAll();
	for (const {upload} of index.shownRows()) yield upload;
}

/** Notes what fails of the service's; where the budget is spent, what was to be read is not. */
async function noting(reading: BucketReading, work: () => Promise<void>): Promise<void> {
	try {
		await work();
	} catch (error) {
		if (error instanceof S3Failure) note(reading, error);
		else if (!(error instanceof BudgetSpent)) throw error;
	}
}

function note({failures}: BucketReading, failure: S3Failure): void {
	const name = `${failure.operation} ${failure.code}`;
	const alike = failures.get(name);
	if (alike === undefined) failures.set(name, {first: failure, count: 1});
	else alike.count++;
}
