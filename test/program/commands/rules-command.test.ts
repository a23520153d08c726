import {expect} from 'vitest';
import {test, to} from '../program-test.js';

const bucket = 'media';
const put = 'PutBucketLifecycleConfiguration';

test('on a terminal a rule is added once the bucket is typed, and what is shown otherwise is put back', async ({
	serve,
	start,
	pipe,
}) => {
	const sandbox = await serve();
	sandbox.seed.bucket(bucket);
	const add = to(sandbox, 'rules', 'add', bucket, '--days', '7');
	const no = await start(...add);
	await no.waitFor('Add this rule? Type media to go on:');
	expect(no.screen()).toContain('+   <ID>abort-uploads-after-7-days</ID>');
	no.type('yes\r');
	expect(await no.ended()).toMatchObject({code: 3});
	expect(sandbox.requests.count(put)).toBe(0);

	// It says yes, and keeps nothing.
	sandbox.faults.add({operation: put, times: 1, action: {respond: {status: 200, body: ''}}});
	const vain = await start(...add);
	await vain.waitFor('Type media to go on:');
	vain.type('media\r');
	await vain.waitFor('Put it back? Type media to go on:');
	// The terminal breaks lines within words.
	expect(vain.screen().replaceAll(/\s+/g, '')).toContain('theruleisnotthere,orabortsnothing');
	vain.type('\r');
	expect(await vain.ended()).toMatchObject({code: 1});
	expect(sandbox.requests.count('DeleteBucketLifecycle')).toBe(0);

	const yes = await start(...add);
	await yes.waitFor('Type media to go on:');
	yes.type('media\r');
	expect(await yes.ended()).toMatchObject({code: 0});
	const {code, stdout} = await pipe(...to(sandbox, 'rules', 'list', '--all-buckets', '--check'))
		.ended;
	expect([code, stdout]).toEqual([
		0,
		'media: aborts uploads of every key by itself\n  enabled   7 d  every key  "abort-uploads-after-7-days"  0 of 0 uploads\n',
	]);
});
