import {expect} from 'vitest';
import {accountId} from '../../../source/sandbox/users.js';
import {listed} from '../landmarks.js';
import {test, to} from '../program-test.js';
import {untouched} from '../pty.js';

test('the options of the command line go with every request about the bucket; a wrong owner is told', async ({
	start,
	serve,
}) => {
	const sandbox = await serve();
	sandbox.seed.bucket('media');
	sandbox.seed.upload({bucket: 'media', key: 'a', parts: [{number: 1, size: 8}]});
	const owner = accountId(sandbox.users[0]!);
	const right = await start(
		...to(sandbox, 'media', '--expected-bucket-owner', owner, '--request-payer'),
	);
	await right.waitFor(listed(1));
	expect(await right.quit()).toEqual({code: 0, words: '', terminal: untouched});
	const {log} = sandbox.requests;
	for (const {headers} of log) expect(headers['x-amz-expected-bucket-owner']).toBe(owner);
	// The lifecycle of a bucket has no RequestPayer (S3 API reference, GetBucketLifecycleConfiguration).
	const paid = log.filter(({headers}) => headers['x-amz-request-payer'] === 'requester');
	expect(new Set(paid.map(({operation}) => operation))).toEqual(
		new Set(['ListMultipartUploads', 'ListParts']),
	);

	const wrong = await start(...to(sandbox, 'media', '--expected-bucket-owner', '000000000000'));
	await wrong.waitFor(/AccessDenied\b.*HTTP 403/);
	expect(wrong.screen().replaceAll(/\s+/g, ' ')).toContain(
		'the bucket does not belong to the expected account 000000000000',
	);
	expect(await wrong.quit()).toMatchObject({code: 1});
});
