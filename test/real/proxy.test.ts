import {HeadObjectCommand} from '@aws-sdk/client-s3';
import {afterAll, beforeAll, expect} from 'vitest';
import {BucketFixture, wholePart} from '../contract/service.js';
import {keysInEnv, test} from '../program/program-test.js';
import {
	createPrivateAuthority,
	overTls,
	type PrivateAuthority,
} from '../support/private-authority.js';
import {startTinyproxy} from '../support/tinyproxy.js';
import {realServer} from './server.js';

let authority: PrivateAuthority;
beforeAll(() => {
	authority = createPrivateAuthority();
});
afterAll(() => authority.remove());

test.for(['HTTP_PROXY', 'HTTPS_PROXY, over TLS'])(
	'list, complete and abort go through tinyproxy by %s',
	async (how, {pipe}) => {
		const fixture = await BucketFixture.open(realServer());
		const proxy = await startTinyproxy();
		const secure = how.startsWith('HTTPS');
		const {endpoint} = secure ? await overTls(authority, fixture.server) : fixture.server;
		const {target} = await fixture.uploadOf('a b//ü?&%2F+', [1, 2]);
		const dead = (await fixture.uploadOf('dead', [1])).target;
		const run = async (...args: string[]) => {
			const options = ['--endpoint', endpoint, '--ca-bundle', authority.file];
			const {code, stdout, stderr} = await pipe([...args, ...options], {
				env: {...keysInEnv(fixture.server.alice), [how.split(',')[0]!]: proxy.host},
			}).ended;
			expect([args[0], code, stderr]).toEqual([args[0], 0, expect.any(String)]);
			return stdout;
		};
		const {bucket, key, uploadId} = target;
		expect((await run('list', bucket, '--jsonl')).trim().split('\n')).toHaveLength(2);
		const id = ['--upload-id', uploadId];
		const flags = [...id, '--include-active', '--yes', '--json'];
		const completed = await run('complete', `s3://${bucket}/${key}`, ...flags);
		expect(JSON.parse(completed)).toMatchObject({Outcome: 'done', Key: key});
		const ofDead = ['--upload-id', dead.uploadId, '--include-active'];
		const aborted = await run('abort', `s3://${bucket}/dead`, ...ofDead, '--yes', '--json');
		expect(JSON.parse(aborted)).toMatchObject({Outcome: 'gone', Key: 'dead'});
		const head = await fixture.s3.send(new HeadObjectCommand({Bucket: bucket, Key: key}));
		expect(head.ContentLength).toBe(wholePart + 1);
		const asked = await proxy.requests();
		const here = secure ? `CONNECT ${new URL(endpoint).host}` : ` ${endpoint}/${bucket}`;
		expect(asked.filter(line => !line.includes(here))).toEqual([]);
		expect(asked.length).toBeGreaterThan(3);
		fixture.close();
	},
);
