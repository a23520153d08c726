import type {S3Client} from '@aws-sdk/client-s3';

/** The regions of buckets that turned out to be in another one than the connection's, by their names. */
export type BucketRegions = Map<string, string>;

/**
 * A client that finds a bucket in another region by itself: the service refuses with the header
 * x-amz-bucket-region (301, or 400 for the signature), the request is sent once more as for that region,
 * and every later one at once. What was refused so had no effect, so that this holds for acts too.
 *
 * The SDK's own followRegionRedirects remembers nothing, and changes the region of the whole client for
 * as long as one request lasts.
 *
 * @param build makes a client for a region. At a custom endpoint the region only signs: no host is taken
 * from an answer.
 */
export function followingRegions(
	build: (region: string) => S3Client,
	region: string,
	found: BucketRegions,
): S3Client {
	const client = build(region);
	const others = new Map<string, S3Client>();
	const send = client.send.bind(client) as (...args: unknown[]) => Promise<unknown>;
	const destroy = client.destroy.bind(client);

	function sendTo(elsewhere: string, args: readonly unknown[]): Promise<unknown> {
		let other = others.get(elsewhere);
		if (other === undefined) {
			other = build(elsewhere);
			others.set(elsewhere, other);
		}
		return (other.send as (...given: unknown[]) => Promise<unknown>)(...args);
	}

	async function follow(...args: unknown[]): Promise<unknown> {
		const {Bucket: bucket} = (args[0] as {input: {Bucket?: string}}).input;
		const known = bucket === undefined ? undefined : found.get(bucket);
		if (known !== undefined) return sendTo(known, args);
		try {
			return await send(...args);
		} catch (error) {
			const named = regionNamed(error);
			if (bucket === undefined || named === undefined || named === region) throw error;
			found.set(bucket, named);
			return sendTo(named, args);
		}
	}
	return Object.assign(client, {
		send: follow as S3Client['send'],
		destroy() {
			destroy();
			for (const other of others.values()) other.destroy();
		},
	});
}

function regionNamed(error: unknown): string | undefined {
	const {$metadata, $response} = error as {
		$metadata?: {httpStatusCode?: number};
		$response?: {headers?: Readonly<Record<string, string>>};
	};
	const status = $metadata?.httpStatusCode;
	if (status !== 301 && status !== 307 && status !== 400) return undefined;
	const region = $response?.headers?.['x-amz-bucket-region'];
	// It becomes part of a host name on AWS.
	return region !== undefined && /^[a-z0-9-]{1,63}$/.test(region) ? region : undefined;
}
