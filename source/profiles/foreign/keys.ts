import type {CredentialSource} from '../../s3/client/connection.js';

/**
 * The credentials of a key and its secret, an empty one being none; undefined where there is neither.
 * A key without its secret, or a secret without its key, is half a sentence on that.
 */
export function keysOf(
	accessKeyId: string | undefined,
	secretAccessKey: string | undefined,
	sessionToken: string | undefined,
): CredentialSource | {readonly refused: string} | undefined {
	if (!accessKeyId && !secretAccessKey) return undefined;
	if (!accessKeyId) return {refused: 'it has a secret, and no key for it'};
	if (!secretAccessKey) return {refused: 'its key has no secret'};
	return {
		kind: 'keys',
		accessKeyId,
		secretAccessKey,
		...(sessionToken ? {sessionToken} : {}),
	};
}
