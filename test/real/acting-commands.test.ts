import {HeadObjectCommand} from '@aws-sdk/client-s3';
import {afterEach, beforeEach, describe, expect} from 'vitest';
import {BucketFixture, wholePart} from '../contract/service.js';
import {jsonLines} from '../program/commands/piped.js';
import {keysInEnv, test} from '../program/program-test.js';
import {realServer} from './server.js';

const key = 'raw/tape 1+2%20.tar';

let fixture: BucketFixture;

beforeEach(async () => {
	fixture = await BucketFixture.open(realServer());
});

afterEach(() => fixture.close());

/** Arguments and environment by which the program reaches the server as Alice. */
function to(...args: string[]): [string[], {env: Record<string, string>}] {
	return [[...args, '-e', fixture.server.endpoint], {env: keysInEnv(fixture.server.alice)}];
}

describe('on a real server', () => {
	test('partway complete makes the object that another client sees', async ({pipe}) => {
		const {uploadId} = (await fixture.uploadOf(key, [1, 2, 3])).target;
		const named = ['complete', `s3://${fixture.bucket}/${key}`, '--upload-id', uploadId];
		// Its parts landed just now.
		const agreed = [...named, '--yes', '--include-active'];
		const plan = await pipe(...to(...agreed, '--dry-run')).ended;
		expect(plan).toMatchObject({code: 0, stdout: expect.stringContaining('from 3 parts')});
		const check = ['parts', ...named.slice(1), '--check'];
		expect((await pipe(...to(...check)).ended).code).toBe(3);
		for (const flags of [[], ['--yes'], ['--include-active']]) {
			const refused = await pipe(...to(...named, ...flags)).ended;
			expect([flags, refused.code, refused.stdout]).toEqual([flags, 3, '']);
		}
		// It refuses whatever does not name every part that was uploaded, and nothing has changed by that.
		const refused = await pipe(...to(...agreed, '--parts', '1-2')).ended;
		expect(refused.code).toBe(1);
		expect(refused.stderr).toContain('InvalidPart, HTTP 400, request tx');
		const done = await pipe(...to(...agreed, '--json')).ended;
		expect(done.code).toBe(0);
		const {ETag, Outcome} = JSON.parse(done.stdout);
		expect(Outcome).toBe('done');
		const object = await fixture.s3.send(new HeadObjectCommand({Bucket: fixture.bucket, Key: key}));
		expect(object).toMatchObject({ETag, ContentLength: 2 * wholePart + 1});
		const again = await pipe(...to(...named)).ended;
		expect(again).toMatchObject({
			code: 1,
			stderr: expect.stringMatching(/NoSuch(Upload|Key), HTTP 404/),
		});
	});

	test('partway complete replaces an object only when that is said', async ({pipe}) => {
		const {target: first} = await fixture.uploadOf(key, [1]);
		const {target: second} = await fixture.uploadOf(key, [1, 2]);
		const named = (uploadId: string) => [
			'complete',
			`s3://${fixture.bucket}/${key}`,
			'--upload-id',
			uploadId,
			'--yes',
			'--include-active',
		];
		expect((await pipe(...to(...named(first.uploadId))).ended).code).toBe(0);
		const refused = await pipe(...to(...named(second.uploadId))).ended;
		expect(refused).toMatchObject({
			code: 3,
			stderr: expect.stringContaining('object is at this key'),
		});
		expect((await pipe(...to(...named(second.uploadId), '--overwrite')).ended).code).toBe(0);
		const object = await fixture.s3.send(new HeadObjectCommand({Bucket: fixture.bucket, Key: key}));
		expect(object.ContentLength).toBe(wholePart + 1);
	});

	test('partway abort takes what the query finds and proves it gone', async ({pipe}) => {
		for (const name of ['a/1', 'a/2', 'b/3']) await fixture.uploadOf(name, [1]);
		const query = ['abort', `s3://${fixture.bucket}/a/`, '-q', 'parts:1', '--yes', '--json'];
		// Their parts landed just now.
		const none = await pipe(...to(...query)).ended;
		expect(none.code).toBe(0);
		expect(jsonLines(none.stdout)).toMatchObject([
			{Outcome: 'left-out', Reason: 'active', Count: 2},
		]);
		expect(none.stderr).toContain('Left out: 2 active');
		const {code, stdout} = await pipe(...to(...query, '--include-active')).ended;
		expect(code).toBe(0);
		expect(jsonLines(stdout).map(({Key, Outcome}) => [Key, Outcome])).toEqual(
			expect.arrayContaining([
				['a/1', 'gone'],
				['a/2', 'gone'],
			]),
		);
		const {Uploads = []} = await fixture.page();
		expect(Uploads.map(({Key}) => Key)).toEqual(['b/3']);
		// Bob may not.
		const env = keysInEnv(fixture.server.bob);
		const [args] = to('abort', fixture.bucket, '--all', '-y', '--include-active');
		const denied = await pipe(args, {env}).ended;
		expect(denied).toMatchObject({code: 1, stdout: ''});
		expect(denied.stderr).toContain('s3:ListBucketMultipartUploads');
	});
});
