import type {Journal} from '../journal/journal.js';

/**
 * When this machine last had an Abort of each bucket proven, milliseconds since the epoch; a bucket without one is left out.
 * The journal is read no further back than it takes.
 *
 * @throws JournalError
 */
export async function lastCleanups(
	journal: Journal,
	endpoint: string,
	buckets: readonly string[],
): Promise<ReadonlyMap<string, number>> {
	const wanted = new Set(buckets);
	const last = new Map<string, number>();
	if (wanted.size === 0) return last;
	for await (const {acts} of journal.pages())
		for (const {intent, standing, outcome} of acts) {
			const {act, bucket} = intent;
			if (act !== 'abort' || standing !== 'gone' || intent.endpoint !== endpoint) continue;
			if (!wanted.delete(bucket)) continue;
			last.set(bucket, Date.parse(outcome?.time ?? intent.time));
			if (wanted.size === 0) return last;
		}
	return last;
}
