import {summarizeParts} from '../multipart/part.js';
import type {Reading} from '../multipart/reading.js';
import {type Upload, uploadIdentity} from '../multipart/upload.js';
import {isDenied, isNoSuchUpload, S3Failure} from '../s3/failure.js';
import type {Gateway} from '../s3/gateway.js';

export type PartsReader = {
	/** What the person looks at now: read before everything else. Replaces what was wanted before. */
	want(uploads: readonly Upload[]): void;
	/** What is read when nothing is wanted. Replaces what was queued before. */
	queue(uploads: readonly Upload[]): void;
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
	concurrency = () => 8,
}: {
	gateway: Gateway;
	bucket: string;
	signal: AbortSignal;
	onReading: (upload: Upload, reading: Reading, failure?: S3Failure) => void;
	/** How many looks at a time, asked before each. */
	concurrency?: () => number;
}): PartsReader {
	let wanted: Upload[] = [];
	let queued: Upload[] = [];
	const underWay = new Set<string>();

	async function read(upload: Upload): Promise<void> {
		const identity = uploadIdentity(upload);
		underWay.add(identity);
		try {
			const target = {bucket, key: upload.key, uploadId: upload.uploadId};
			const {parts} = await gateway.listParts(target, signal);
			if (!signal.aborted) onReading(upload, {kind: 'read', summary: summarizeParts(parts)});
		} catch (error) {
			if (signal.aborted) return;
			if (!(error instanceof S3Failure)) throw error;
			// Gone between the listing and the look: that is news of the upload, and no failure.
			if (isNoSuchUpload(error)) onReading(upload, {kind: 'gone'});
			else onReading(upload, {kind: isDenied(error) ? 'denied' : 'failed'}, error);
		} finally {
			underWay.delete(identity);
			fill();
		}
	}

	function fill(): void {
		while (!signal.aborted && underWay.size < concurrency()) {
			const next = wanted.shift() ?? queued.shift();
			if (next === undefined) return;
			void read(next);
		}
	}

	return {
		want(uploads) {
			wanted = uploads.filter(upload => !underWay.has(uploadIdentity(upload)));
			const first = new Set(wanted.map(uploadIdentity));
			queued = queued.filter(upload => !first.has(uploadIdentity(upload)));
			fill();
		},
		queue(uploads) {
			const first = new Set(wanted.map(uploadIdentity));
			queued = uploads.filter(upload => {
				const identity = uploadIdentity(upload);
				return !underWay.has(identity) && !first.has(identity);
			});
			fill();
		},
		get pending() {
			return wanted.length + queued.length + underWay.size;
		},
	};
}
