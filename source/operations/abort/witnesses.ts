import {type Witness, type Witnesses, witnessKey} from '../../multipart/makers/holder.js';
import {isDenied, S3Failure} from '../../s3/failure/failure.js';
import type {Gateway} from '../../s3/gateway/gateway.js';
import {mapBounded} from '../pool.js';

/**
 * Looks for the objects that show who holds uploads of these keys, where a key alone does not tell: one request for
 * each such key. Once one is not allowed no other is sent.
 *
 * @throws the signal's reason.
 */
export async function lookForWitnesses(
	gateway: Gateway,
	bucket: string,
	keys: Iterable<string>,
	signal?: AbortSignal,
	onLook?: (looked: number, all: number) => void,
): Promise<Witnesses> {
	const sought = new Map<string, string>();
	for (const key of keys) {
		const beside = witnessKey(key);
		if (beside !== undefined) sought.set(key, beside);
	}
	let isAllowed = true;
	let looked = 0;
	const look = async (key: string): Promise<Witness> => {
		if (!isAllowed) return 'unseen';
		try {
			const found = await gateway.headObject({bucket, key}, signal);
			return found === undefined ? 'absent' : 'there';
		} catch (error) {
			if (!(error instanceof S3Failure)) throw error;
			if (isDenied(error)) isAllowed = false;
			return 'unseen';
		}
	};
	const seen = await mapBounded(
		[...sought],
		() => gateway.pace.width,
		async ([key, beside]) => {
			signal?.throwIfAborted();
			const witness = await look(beside);
			onLook?.(++looked, sought.size);
			return [key, witness] as const;
		},
	);
	return new Map(seen);
}
