import {ListBucketsCommand, type S3Client} from '@aws-sdk/client-s3';
import type {Send} from './bucket-settings.js';
import type {Account} from './gateway.js';

/** Reads one page of the caller's buckets, and their owner. */
export async function readAccount(
	reader: S3Client,
	send: Send,
	signal: AbortSignal | undefined,
): Promise<Account> {
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
}
