import {ListBucketsCommand, ListObjectsV2Command, type S3Client} from '@aws-sdk/client-s3';
import type {Send} from './bucket-settings.js';
import type {Gateway} from './gateway.js';
import {unmarked} from './names.js';

/** What a gateway reads to find out what the caller may do. */
export function accountReads(reader: S3Client, send: Send): Pick<Gateway, 'account' | 'anyKey'> {
	return {
		async account(signal) {
			const page = await send('ListBuckets', {}, signal, () =>
				reader.send(new ListBucketsCommand({MaxBuckets: 1000}), {abortSignal: signal}),
			);
			const {ID: id, DisplayName: displayName} = page.Owner ?? {};
			return {
				...(id || displayName ? {owner: {id: id || undefined, displayName}} : {}),
				buckets: (page.Buckets ?? []).flatMap(({Name, CreationDate, BucketRegion}) =>
					Name ? [{name: Name, created: CreationDate?.getTime(), region: BucketRegion}] : [],
				),
				isCut: Boolean(page.ContinuationToken),
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
