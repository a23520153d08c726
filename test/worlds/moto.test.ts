import {describe, expect, onTestFinished} from 'vitest';
import {type Sandbox, startSandbox} from '../../source/sandbox/sandbox.js';
import {keysInEnv, test} from '../program/program-test.js';

const MiB = 1024 * 1024;

/** moto from 5.2, with uploads of two parts in a bucket `media`. */
async function moto(keys: readonly string[]) {
	const sandbox = await startSandbox({like: 'moto'});
	onTestFinished(() => sandbox.close());
	sandbox.seed.bucket('media');
	const parts = [5 * MiB, 1].map((size, at) => ({number: at + 1, size}));
	const ids = keys.map(key => sandbox.seed.upload({bucket: 'media', key, parts}));
	return {sandbox, ids};
}

function reaching({endpoint, users}: Sandbox, ...args: string[]) {
	const [user] = users;
	return [['--endpoint', endpoint, ...args], {env: keysInEnv(user!)}] as const;
}

describe('the built program on moto 5.2', () => {
	test('lists, reads parts, completes', async ({pipe}) => {
		const {sandbox, ids} = await moto(['raw/a', 'raw/b']);
		const listed = await pipe(...reaching(sandbox, 'list', 'media', '--parts', '--jsonl')).ended;
		expect(listed).toMatchObject({code: 0, stderr: ''});
		const rows = listed.stdout
			.trim()
			.split('\n')
			.map(line => JSON.parse(line));
		// Its one date is none: no upload is called old by it.
		for (const row of rows) expect(row).not.toHaveProperty('Initiated');
		expect(rows.map(({Key, PartCount}) => [Key, PartCount])).toEqual([
			['raw/a', 2],
			['raw/b', 2],
		]);
		const act = ['complete', 's3://media/raw/a', '--upload-id', ids[0] ?? '', '--include-active'];
		const done = await pipe(...reaching(sandbox, ...act, '--yes')).ended;
		expect(done.stdout).toContain('Done');
		expect(done.code).toBe(0);
	});

	test('aborts by the id, and leaves out what has no date', async ({pipe}) => {
		const {sandbox, ids} = await moto(['raw/a']);
		sandbox.seed.upload({bucket: 'media', key: 'raw/empty'});
		const swept = await pipe(...reaching(sandbox, 'abort', 'media', '--stalled-for', '1d', '--yes'))
			.ended;
		expect(swept.stderr).toContain('1 of unknown state');
		const one = ['abort', 's3://media/raw/a', '--upload-id', ids[0] ?? '', '--include-active'];
		const gone = await pipe(...reaching(sandbox, ...one, '--yes')).ended;
		expect(gone.stdout).toContain('gone: s3://media');
		expect(gone.code).toBe(0);
		const left = await pipe(...reaching(sandbox, 'list', 'media', '--jsonl')).ended;
		expect(JSON.parse(left.stdout)).toMatchObject({Key: 'raw/empty'});
	});
});
