import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {
	ListBucketsCommand,
	ListMultipartUploadsCommand,
	ListPartsCommand,
	S3Client,
} from '@aws-sdk/client-s3';
import {describe, expect, onTestFinished, test} from 'vitest';
import {refusal} from './in-sandbox.js';

const script = fileURLToPath(new URL('../../scripts/sandbox.mjs', import.meta.url));

/** The sandbox as a process of its own; it is ended with the test if it still runs. */
function start(...args: string[]) {
	const child = spawn(process.execPath, [script, ...args], {stdio: ['ignore', 'pipe', 'pipe']});
	const ended = once(child, 'exit').then(([code, signal]) => ({code, signal}));
	onTestFinished(async () => {
		child.kill('SIGKILL');
		await ended;
	});
	const output = {out: '', error: ''};
	child.stdout.on('data', piece => {
		output.out += piece;
	});
	child.stderr.on('data', piece => {
		output.error += piece;
	});
	return {
		child,
		output,
		ended,
		/** What it printed, once that holds the text. */
		async printed(text: string): Promise<string> {
			await expect.poll(() => output.out + output.error).toContain(text);
			return output.out;
		},
	};
}

/** Starts it on a free port and gives what its line of JSON says. */
async function serving(...args: string[]) {
	const server = start('--port', '0', '--json', ...args);
	const line = await server.printed('\n');
	const facts = JSON.parse(line) as {
		endpoint: string;
		region: string;
		users: Array<{name: string; accessKeyId: string; secretAccessKey: string}>;
		buckets: Array<{name: string; owner: string; uploads: number}>;
		like: string;
	};
	const client = (at = 0) => {
		const made = new S3Client({
			endpoint: facts.endpoint,
			region: facts.region,
			forcePathStyle: true,
			maxAttempts: 1,
			credentials: facts.users[at]!,
		});
		onTestFinished(() => made.destroy());
		return made;
	};
	return {...server, facts, client};
}

async function fileOf(content: string): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), 'partway-serve-'));
	onTestFinished(() => rm(folder, {recursive: true}));
	const file = join(folder, 'faults.json');
	await writeFile(file, content);
	return file;
}

describe('the sandbox served alone', () => {
	test('prints one line of JSON, serves what was asked for, and ends on TERM', async () => {
		const {facts, client, child, output, ended} = await serving(
			'--uploads',
			'1500',
			'--parts',
			'4',
		);
		expect(facts).toMatchObject({
			endpoint: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
			users: [{name: 'alice'}, {name: 'bob'}],
			buckets: [{name: 'many', owner: 'alice', uploads: 1500}],
			like: 'aws',
		});
		const s3 = client();
		const first = await s3.send(new ListMultipartUploadsCommand({Bucket: 'many'}));
		expect([first.Uploads?.length, first.IsTruncated]).toEqual([1000, true]);
		const {Key, UploadId} = first.Uploads![0]!;
		const {Parts} = await s3.send(new ListPartsCommand({Bucket: 'many', Key, UploadId}));
		expect(Parts?.map(({PartNumber, Size}) => [PartNumber, Size])).toEqual([
			...[1, 2, 3].map(number => [number, 8 * 1024 ** 2]),
			[4, 1024 ** 2],
		]);
		const bob = client(1).send(new ListMultipartUploadsCommand({Bucket: 'many'}));
		await expect(bob).rejects.toMatchObject(refusal('AccessDenied', 403));
		child.kill('SIGTERM');
		expect(await ended).toEqual({code: 0, signal: null});
		expect(output.out.trimEnd().split('\n')).toHaveLength(1);
		expect(output.error).toBe('');
	});

	test('opens on the world of the demo, in which parts arrive, and ends on INT', async () => {
		const {facts, client, child, ended} = await serving();
		expect(facts.buckets.length).toBeGreaterThan(3);
		const {Buckets} = await client().send(new ListBucketsCommand({}));
		const own = facts.buckets.filter(({owner}) => owner === 'alice');
		expect(Buckets?.map(({Name}) => Name)).toEqual(own.map(({name}) => name));
		const s3 = client();
		const live = {Bucket: 'acme-media', Prefix: 'media/live/'};
		const {Uploads = []} = await s3.send(new ListMultipartUploadsCommand(live));
		const arrived = async () => {
			const pages = await Promise.all(
				Uploads.map(({Key, UploadId}) =>
					s3.send(new ListPartsCommand({Bucket: live.Bucket, Key, UploadId})),
				),
			);
			return pages.reduce((sum, {Parts}) => sum + (Parts?.length ?? 0), 0);
		};
		const before = await arrived();
		await expect.poll(arrived).toBeGreaterThan(before);
		child.kill('SIGINT');
		expect(await ended).toEqual({code: 0, signal: null});
	});

	test('takes users, a service to be like, and faults from a file', async () => {
		const faults = [{operation: 'ListBuckets', call: 1, slowDown: {retryAfter: 1}}];
		const file = await fileOf(JSON.stringify(faults));
		const {facts, client} = await serving(
			...['--empty', '--users', 'carol:KEYOFCAROL:secret', '--like', 'ceph-16', '--faults', file],
		);
		expect(facts).toMatchObject({users: [{name: 'carol'}], buckets: [], like: 'ceph-16'});
		const list = () => client().send(new ListBucketsCommand({}));
		await expect(list()).rejects.toMatchObject(refusal('SlowDown', 503));
		const {$metadata, Owner} = await list();
		expect([$metadata.requestId?.slice(0, 2), Owner?.ID]).toEqual(['tx', expect.any(String)]);
	});

	test('says to a person where it is and how to try it', async () => {
		const {printed, output} = start('--port', '0', '--uploads', '2', '--latency', '1');
		await printed('partway -e');
		expect(output.out.replace(/:\d+/g, ':PORT').split('\n')).toEqual([
			'Serving S3 on http://127.0.0.1:PORT (path style). Ctrl-C ends it.',
			'  alice: access key SAMPLEKEYOFALICE, secret sample/secret/of/alice/opens/nothing',
			'  bob: access key SAMPLEKEYOFBOB, secret sample/secret/of/bob/opens/nothing',
			'  bucket many of alice: 2 uploads in progress',
			'Try it:',
			'  AWS_ACCESS_KEY_ID=SAMPLEKEYOFALICE AWS_SECRET_ACCESS_KEY=sample/secret/of/alice/opens/nothing partway -e http://127.0.0.1:PORT many',
			'',
		]);
	});
});

describe('the sandbox that cannot be served', () => {
	async function refused(...args: string[]) {
		const {ended, output} = start(...args);
		const {code} = await ended;
		return {code, ...output};
	}

	test('for wrong arguments', async () => {
		const {code, error, out} = await refused('--like', 'ceph');
		expect([code, out]).toEqual([2, '']);
		expect(error).toMatch(/^--like must be one of /);
	});

	test('for a file of faults that is wrong or not there', async () => {
		const file = await fileOf('[{}, {"delay": "x"}]');
		const wrong = await refused('--port', '0', '--faults', file);
		expect([wrong.code, wrong.error.trim().split('\n').length]).toEqual([2, 2]);
		const missing = await refused('--port', '0', '--faults', `${file}x`);
		expect(missing).toMatchObject({code: 1, error: `${file}x cannot be read (ENOENT).\n`});
	});

	test('because the port is taken', async () => {
		const {facts} = await serving('--empty');
		const {port} = new URL(facts.endpoint);
		expect(await refused('--empty', '--port', port)).toMatchObject({
			code: 1,
			error: `Port ${port} is taken: name another with --port.\n`,
		});
	});

	test('but it helps', async () => {
		const {code, out} = await refused('--help');
		expect(code).toBe(0);
		expect(out).toContain('--true-times');
	});
});
