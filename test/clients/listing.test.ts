import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {isNotImplemented} from '../../source/s3/failure/failure.js';
import {createAwsGateway} from '../../source/s3/gateway/aws-gateway.js';
import {type Sandbox, startSandbox} from '../../source/sandbox/sandbox.js';
import {keyShapes, mixedKey} from '../support/key-shapes.js';
import {listAll} from '../support/list-all.js';
import {sandboxSettings} from '../support/stage.js';
import {expectSameOnSandbox} from './seeded-listing.js';
import {uploadsByAwsCli} from './uploads-by-aws-cli.js';

describe.each(['aws', 'ceph-16', 'minio', 'seaweedfs', 'r2'] as const)('on %s', like => {
	let sandbox: Sandbox;
	beforeAll(async () => {
		sandbox = await startSandbox({like});
	});
	afterAll(() => sandbox.close());

	test.each([1, 999, 1000, 1001])('the AWS CLI and partway list the same %i uploads', count =>
		expectSameOnSandbox(sandbox, `mixed-${count}`, count, mixedKey),
	);
});

describe.each(['aws', 'ceph-16'] as const)('on %s', like => {
	let sandbox: Sandbox;
	beforeAll(async () => {
		sandbox = await startSandbox({like});
	});
	afterAll(() => sandbox.close());

	test.each(Object.entries(keyShapes))('1,001 uploads: %s', (name, keyOf) =>
		expectSameOnSandbox(sandbox, name.replaceAll(' ', '-'), 1001, keyOf),
	);
});

test('where uploads are not listed, both say so', async () => {
	const sandbox = await startSandbox({like: 'lakefs'});
	sandbox.seed.bucket('bucket');
	const gateway = createAwsGateway(sandboxSettings(sandbox));
	const [user] = sandbox.users;
	const failure = await listAll(gateway, 'bucket').catch(error => error);
	expect(isNotImplemented(failure)).toBe(true);
	await expect(uploadsByAwsCli({endpoint: sandbox.endpoint, ...user!}, 'bucket')).rejects.toThrow(
		/not supported/,
	);
	gateway.close();
	await sandbox.close();
});
