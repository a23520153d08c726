import type {S3Client, S3ClientConfig} from '@aws-sdk/client-s3';
import {onTestFinished} from 'vitest';
import {type Sandbox, type SandboxOptions, startSandbox} from '../../source/sandbox/sandbox.js';
import {sandboxClient} from '../support/sandbox-client.js';

/** A sandbox with one bucket called `bucket`, and Alice's client for it, until the test ends. */
export async function inSandbox(
	options: SandboxOptions = {},
	config: S3ClientConfig = {},
): Promise<{sandbox: Sandbox; client: S3Client}> {
	const sandbox = await startSandbox(options);
	const client = sandboxClient(sandbox, config);
	onTestFinished(async () => {
		client.destroy();
		await sandbox.close();
		// An InternalError that nobody ordered is a defect of the sandbox itself.
		const failure = sandbox.requests.log.find(request => request.failure !== undefined)?.failure;
		if (failure !== undefined) throw failure;
	});
	sandbox.seed.bucket('bucket');
	return {sandbox, client};
}

/** What a refused request's error must look like. */
export function refusal(code: string, status: number, fields: Record<string, unknown> = {}) {
	return {name: code, $metadata: {httpStatusCode: status}, ...fields};
}
