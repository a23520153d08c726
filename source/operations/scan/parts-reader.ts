import {type Reading, unread} from '../../multipart/reading.js';
import {type Upload, uploadIdentity} from '../../multipart/upload.js';
import {isThrottled, losesCredentials, type S3Failure} from '../../s3/failure/failure.js';
import type {Gateway} from '../../s3/gateway/gateway.js';
import {Pool} from '../pool.js';
import {type ReadSummary, readSummary} from '../probe/read-summary.js';
import {mostRefusals} from './patience.js';

export type PartsReader = {
	/** What the user looks at now: read before everything else. Replaces what was wanted before. */
	want(uploads: readonly Upload[]): void;
	/** What is read once more, known or not, after what is wanted. Replaces what was to be before. */
	again(uploads: readonly Upload[]): void;
	/** What is read when nothing else is. Replaces what was queued before. */
	queue(uploads: readonly Upload[]): void;
	/** Goes on after it was held. */
	release(): void;
	/** How many looks are waiting or under way. */
	readonly pending: number;
};

/**
 * Reads the parts of many uploads, a bounded number at a time: one ListParts or more for each, since
 * no listing tells sizes. Ends for good when the signal is aborted; readings that come after are dropped.
 */
export function createPartsReader({
	gateway,
	bucket,
	signal,
	onReading,
	onCredentialsLost,
	concurrency = () => 8,
}: {
	gateway: Gateway;
	bucket: string;
	signal: AbortSignal;
	onReading: (upload: Upload, reading: Reading, failure?: S3Failure) => void;
	/**
	 * The credentials are lost: no look is begun before `release`, and none is given up. Without this each
	 * look that fails for that is a failed reading.
	 */
	onCredentialsLost?: (failure: S3Failure) => void;
	/** How many looks at a time, asked before each. */
	concurrency?: () => number;
}): PartsReader {
	let wanted: Upload[] = [];
	let repeated: Upload[] = [];
	let queued: Upload[] = [];
	const underWay = new Set<string>();
	let awaitingCredentials = false;
	let releases = 0;
	/** How often the service was too busy for a look. */
	const throttled = new Map<string, number>();
	const pool = new Pool<Upload, ReadSummary & {readonly begunAfter: number}>({
		width: concurrency,
		next: () =>
			signal.aborted ? undefined : (wanted.shift() ?? repeated.shift() ?? queued.shift()),
		async work(upload) {
			underWay.add(uploadIdentity(upload));
			const begunAfter = releases;
			return {...(await read(upload)), begunAfter};
		},
		onEnd: take,
	});

	async function read(upload: Upload): Promise<ReadSummary> {
		const target = {bucket, key: upload.key, uploadId: upload.uploadId};
		try {
			return await readSummary(upload, () => gateway.summarizeParts(target, signal));
		} catch (error) {
			if (signal.aborted) return {reading: unread};
			throw error;
		}
	}

	function take(
		upload: Upload,
		{reading, failure, begunAfter}: ReadSummary & {readonly begunAfter: number},
	): void {
		const identity = uploadIdentity(upload);
		underWay.delete(identity);
		if (signal.aborted) return;
		if (onCredentialsLost !== undefined && failure !== undefined && losesCredentials(failure)) {
			queued.unshift(upload);
			// A late answer to the old credentials says nothing of the new ones.
			if (begunAfter < releases) return;
			pool.hold();
			if (!awaitingCredentials) onCredentialsLost(failure);
			awaitingCredentials = true;
			return;
		}
		const refusals = (throttled.get(identity) ?? 0) + 1;
		// Put back: the pace of the endpoint makes it wait. But no upload is asked for without end.
		if (isThrottled(failure) && refusals < mostRefusals) {
			throttled.set(identity, refusals);
			queued.push(upload);
		} else {
			throttled.delete(identity);
			onReading(upload, reading, failure);
		}
	}

	return {
		want(uploads) {
			wanted = uploads.filter(upload => !underWay.has(uploadIdentity(upload)));
			const first = new Set(wanted.map(uploadIdentity));
			queued = queued.filter(upload => !first.has(uploadIdentity(upload)));
			pool.fill();
		},
		again(uploads) {
			repeated = uploads.filter(upload => !underWay.has(uploadIdentity(upload)));
			pool.fill();
		},
		queue(uploads) {
			const first = new Set(wanted.map(uploadIdentity));
			queued = uploads.filter(upload => {
				const identity = uploadIdentity(upload);
				return !underWay.has(identity) && !first.has(identity);
			});
			pool.fill();
		},
		release() {
			awaitingCredentials = false;
			releases++;
			pool.release();
		},
		get pending() {
			return wanted.length + repeated.length + queued.length + underWay.size;
		},
	};
}

/**
 * Reads the parts of these uploads, each once, as many at a time as the endpoint's pace says; resolves when
 * all are looked at or the signal is aborted.
 */
export async function readAllParts(options: {
	gateway: Gateway;
	bucket: string;
	uploads: readonly Upload[];
	signal: AbortSignal;
	onReading: (upload: Upload, reading: Reading) => void;
}): Promise<void> {
	const {uploads, gateway, signal, onReading} = options;
	if (uploads.length === 0) return;
	await new Promise<void>(resolve => {
		let left = uploads.length;
		signal.addEventListener('abort', () => resolve(), {once: true});
		const reader = createPartsReader({
			...options,
			concurrency: () => gateway.pace.width,
			onReading(upload, reading) {
				onReading(upload, reading);
				left--;
				if (left === 0) resolve();
			},
		});
		reader.queue(uploads);
	});
}
