import {S3Client, type S3ClientConfig} from '@aws-sdk/client-s3';
import type {Sandbox, User} from '../../source/sandbox/sandbox.js';

/** A real SDK client for a sandbox, as its first user unless another is given. */
export function sandboxClient(
	sandbox: Pick<Sandbox, 'endpoint' | 'region' | 'users'>,
	{user = sandbox.users[0]!, ...config}: S3ClientConfig & {user?: User} = {},
): S3Client {
	return new S3Client({
		endpoint: sandbox.endpoint,
		region: sandbox.region,
		forcePathStyle: true,
		credentials: user,
		maxAttempts: 1,
		...config,
	});
}
