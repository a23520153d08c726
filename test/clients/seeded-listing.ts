import {createAwsGateway} from '../../source/s3/gateway/aws-gateway.js';
import type {Sandbox} from '../../source/sandbox/sandbox.js';
import {rowOf} from '../support/list-all.js';
import {sandboxSettings} from '../support/stage.js';
import {expectSameListing} from './compare-listings.js';

/** Seeds a bucket of its own with so many uploads, and fails unless both clients list these. */
export async function expectSameOnSandbox(
	sandbox: Sandbox,
	bucket: string,
	count: number,
	keyOf: (at: number) => string,
): Promise<void> {
	const {seed, now, users} = sandbox;
	const [user] = users;
	if (user === undefined) throw new Error('the sandbox has no user');
	seed.bucket(bucket);
	const rows = Array.from({length: count}, (_, at) => {
		const key = keyOf(at);
		// Several begin in the same millisecond; some have parts, which Ceph counts as rows.
		const initiated = now() - 86_400_000 + Math.floor(at / 7);
		const parts = at % 50 === 0 ? [{number: 1, size: 1}] : [];
		return rowOf({key, uploadId: seed.upload({bucket, key, initiated, parts})});
	});
	const gateway = createAwsGateway(sandboxSettings(sandbox));
	try {
		await expectSameListing({gateway, credentials: user, bucket}, rows);
	} finally {
		gateway.close();
	}
}
