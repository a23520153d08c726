import {ListBucketsCommand, ListObjectsV2Command, type S3Client} from '@aws-sdk/client-s3';
import {pastDateOrNone} from '../../multipart/dates.js';
import {cutFact} from '../answer/cut-text.js';
import {WireError} from '../answer/wire-error.js';
import {toFailure} from '../failure/to-failure.js';
import type {Send} from './bucket-settings.js';
import type {Bucket, Gateway} from './gateway.js';
import {unmarked} from './names.js';

/** AWS names the regions of buckets only where something was asked for (S3 API reference, ListBuckets). */
const bucketsAtOnce = 1000;

/** Pages; above what any account has. */
const mostPages = 10_000;
const mostEmptyPages = 100;

/** What a gateway reads to find out what the caller has, and may do. @param latest by which no bucket is younger. */
export function accountReads(
	reader: S3Client,
	send: Send,
	latest: () => number,
): Pick<Gateway, 'account' | 'anyKey' | 'listBuckets'> {
	const pageOf = async (token: string | undefined, signal: AbortSignal | undefined) => {
		const page = await send('ListBuckets', {}, signal, () =>
			reader.send(new ListBucketsCommand({MaxBuckets: bucketsAtOnce, ContinuationToken: token}), {
				abortSignal: signal,
			}),
		);
		const buckets = (page.Buckets ?? []).flatMap(({Name, CreationDate, BucketRegion}) => {
			const created = pastDateOrNone(CreationDate?.getTime(), latest());
			return Name ? [{name: Name, created, region: BucketRegion}] : [];
		});
		return {buckets, owner: page.Owner, next: page.ContinuationToken || undefined};
	};
	return {
		async listBuckets(signal) {
			const byName = new Map<string, Bucket>();
			let token: string | undefined;
			for (let pages = 1; ; pages++) {
				const {buckets, next} = await pageOf(token, signal);
				const before = byName.size;
				for (const bucket of buckets) byName.set(bucket.name, bucket);
				// Where none is new, the service does not heed the token, and has shown all.
				const isRepeated = next === token || (buckets.length > 0 && byName.size === before);
				if (next === undefined || isRepeated) return [...byName.values()];
				if (pages > Math.min(mostPages, byName.size + mostEmptyPages))
					throw toFailure(new WireError('StuckListing', ''), 'ListBuckets', {});
				token = next;
			}
		},

		async account(signal) {
			const {buckets, owner, next} = await pageOf(undefined, signal);
			const [id, displayName] = [cutFact(owner?.ID), cutFact(owner?.DisplayName)];
			return {
				...(id || displayName ? {owner: {id: id || undefined, displayName}} : {}),
				buckets,
				isCut: next !== undefined,
			};
		},

		async anyKey({bucket, prefix}, signal) {
			const {Contents = []} = await send('ListObjectsV2', {bucket}, signal, () =>
				reader.send(new ListObjectsV2Command({Bucket: bucket, Prefix: prefix, MaxKeys: 1}), {
					abortSignal: signal,
				}),
			);
			const key = Contents[0]?.Key;
			return key === undefined ? undefined : unmarked(key);
		},
	};
}
