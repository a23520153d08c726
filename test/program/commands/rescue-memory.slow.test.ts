import {open, utimes} from 'node:fs/promises';
import {join} from 'node:path';
import {expect} from 'vitest';
import type {Sandbox} from '../../../source/sandbox/sandbox.js';
import {type Home, keysInEnv, test} from '../program-test.js';
import type {Piped} from './piped.js';

const [MiB, GiB, TiB] = [1024 ** 2, 1024 ** 3, 1024 ** 4];

/** Of a GiB of zeros. */
const zerosMd5 = 'cd573cfaace07e7949bc0c46028904ff';

/** Bytes that no rescue needs, whatever its parts and its file are. */
const mostMemory = 200 * MiB;

const hourAgo = () => Date.now() - 3_600_000;

/** A file that is one hole, and an upload of it that has some of its parts of a GiB. */
async function begun(sandbox: Sandbox, {folder}: Home, size: number, numbers: readonly number[]) {
	const path = join(folder, 'disk.img');
	const file = await open(path, 'w');
	await file.truncate(size);
	await file.close();
	await utimes(path, new Date(0), new Date(86_400_000));
	sandbox.seed.bucket('bucket');
	const parts = numbers.map(number => ({number, size: GiB, etag: zerosMd5}));
	sandbox.seed.upload({bucket: 'bucket', key: 'disk.img', initiated: hourAgo(), parts});
	const args = ['rescue', path, 's3://bucket/disk.img', '-e', sandbox.endpoint];
	const peakMemory = `--import=${join(import.meta.dirname, 'peak-memory.mjs')}`;
	const env = {...keysInEnv(sandbox.users[0]!), NODE_OPTIONS: peakMemory};
	return {args, env};
}

async function measured({ended}: Piped) {
	const {code, stdout, stderr} = await ended;
	const peaks = [...stderr.matchAll(/^peak=(\d+)\n/gm)].map(([, kilobytes]) => Number(kilobytes));
	const peak = Math.max(...peaks) * 1024;
	const said = stderr.replaceAll(/^peak=\d+\n/gm, '');
	console.log(`at most ${Math.round(peak / MiB)} MiB`);
	return {code, said, peak, json: stdout === '' ? undefined : JSON.parse(stdout)};
}

test('a file of 5 TiB is compared with its parts of a GiB in little memory', async ({
	serve,
	home,
	pipe,
}) => {
	const {args, env} = await begun(await serve(), home, 5 * TiB, [1, 3072, 5120]);
	const {code, said, peak, json} = await measured(pipe([...args, '--check', '--json'], {env}));
	expect([code, said]).toEqual([0, '']);
	expect(json).toMatchObject({
		...{FileBytes: 5 * TiB, PartSize: GiB, PartCount: 5120, SavedBytes: 3 * GiB},
		...{SendBytes: 5117 * GiB, Findings: [{Code: 'not-enforced'}]},
	});
	expect(json.Parts.map(({Judgement}: {Judgement: string}) => Judgement)).toEqual(
		Array(3).fill('proven'),
	);
	expect(json.ToSend.at(-1)).toMatchObject({PartNumber: 5119, End: 5119 * GiB});
	expect(peak).toBeLessThan(mostMemory);

	const cut = [...args, '--dry-run', '--json', '--yes', '--part-size', '512MiB'];
	const tooMany = await measured(pipe(cut, {env}));
	expect(tooMany.code).toBe(3);
	expect(tooMany.json.Findings[0]).toMatchObject({Level: 'blocks', Code: 'file-of-too-many'});
});

test('parts of a GiB are sent in little memory', async ({serve, home, pipe}) => {
	const sandbox = await serve();
	const {args, env} = await begun(sandbox, home, 2 * GiB + 5, [1]);
	const {code, said, peak, json} = await measured(pipe([...args, '--yes', '--json'], {env}));
	expect([code, said]).toEqual([0, '']);
	expect(json).toMatchObject({Outcome: 'done', SentParts: 2, SentBytes: GiB + 5});
	expect(sandbox.requests.count('UploadPart')).toBe(2);
	expect(peak).toBeLessThan(mostMemory);
});
