import {randomBytes} from 'node:crypto';
import {utimes, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect} from 'vitest';
import {keysInEnv, test} from '../program-test.js';

const partSize = 5 * 1024 * 1024;

test('parts leave while a slow disk is still read for the next ones', async ({
	serve,
	home,
	pipe,
}) => {
	const {endpoint, seed, users, requests} = await serve();
	const path = join(home.folder, 'tape.tar');
	await writeFile(path, randomBytes(6 * partSize));
	await utimes(path, new Date(0), new Date(86_400_000));
	seed.bucket('bucket');
	seed.upload({bucket: 'bucket', key: 'tape.tar', initiated: Date.now() - 3_600_000});
	const until = join(home.folder, 'read-on');
	const env = {
		...keysInEnv(users[0]!),
		NODE_OPTIONS: `--import=${join(import.meta.dirname, 'slow-disk.mjs')}`,
		...{SLOW_FROM: String(3.5 * partSize), SLOW_UNTIL: until},
	};
	const {ended} = pipe(
		[
			...['rescue', path, 's3://bucket/tape.tar', '-e', endpoint],
			...['--part-size', '5MiB', '--yes'],
		],
		{env},
	);
	const sent = () =>
		requests.log
			.filter(({operation, status}) => operation === 'UploadPart' && status === 200)
			.map(({query}) => query['partNumber']);
	// Of the fourth part half is read.
	await expect.poll(() => sent().sort()).toEqual(['1', '2', '3']);
	await writeFile(until, '');
	const {code, stdout, stderr} = await ended;
	expect([code, stderr]).toEqual([0, '']);
	expect(stdout).toContain('Sent: 6 parts, 30.0 MiB.');
});
