import {execFileSync} from 'node:child_process';
import {
	appendFileSync,
	mkdirSync,
	readFileSync,
	symlinkSync,
	truncateSync,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import {dirname, join} from 'node:path';
import {describe, expect} from 'vitest';
import type {Sandbox} from '../../../source/sandbox/sandbox.js';
import {uploadsList} from '../landmarks.js';
import {type Home, test, to} from '../program-test.js';

const MiB = 1024 * 1024;
const day = 24 * 60 * 60_000;
const bucket = 'media';

/** An upload of an old part; gives back how the command line names it. */
function seed(sandbox: Sandbox, key = 'tape.tar'): string[] {
	if (sandbox.store.buckets().length === 0) sandbox.seed.bucket(bucket);
	const lastModified = sandbox.now() - 10 * day;
	const parts = [{number: 1, size: MiB, lastModified}];
	const uploadId = sandbox.seed.upload({bucket, key, initiated: lastModified, parts});
	return [`s3://${bucket}/${key}`, '--upload-id', uploadId];
}

/** What may stand where a file should be; all its kinds are in the test of `plain-file.ts`. */
const pipe = ['a named pipe', (path: string) => void execFileSync('mkfifo', [path])] as const;
const device = ['a device', (path: string) => symlinkSync('/dev/zero', path)] as const;

type Place = {
	readonly path: (home: Home) => string;
	readonly args: (named: string[], path: string) => string[];
	readonly code: number;
};

const abort = (named: string[]) => ['abort', ...named, '--yes'];

const places: ReadonlyArray<[name: string, place: Place]> = [
	['the journal', {path: home => join(home.stateFolder, 'acts.jsonl'), args: abort, code: 3}],
	[
		'the config',
		{
			path: home => join(home.folder, 'config', 'config.json'),
			args: () => ['profiles', 'list'],
			code: 1,
		},
	],
	[
		'a log',
		{
			path: home => join(home.folder, 'log'),
			args: (named, path) => [...abort(named), '--log', path],
			code: 2,
		},
	],
	['the AWS config', {path: home => join(home.folder, 'aws-config'), args: abort, code: 2}],
	[
		'the AWS credentials',
		{path: home => join(home.folder, 'aws-credentials'), args: abort, code: 2},
	],
	[
		'a plan',
		{
			path: home => join(home.folder, 'plan'),
			args: (_, path) => ['abort', '--plan', path, '--yes'],
			code: 2,
		},
	],
	[
		'a parts file',
		{
			path: home => join(home.folder, 'parts'),
			args: (named, path) => ['complete', ...named, '--parts-file', path, '--yes'],
			code: 2,
		},
	],
	[
		'a CA bundle',
		{
			path: home => join(home.folder, 'ca'),
			args: (named, path) => [...abort(named), '--ca-bundle', path],
			code: 1,
		},
	],
];

test.for([
	...places.map(([name, place]) => ({name, ...place, what: pipe[0], put: pipe[1]})),
	...places.slice(0, 3).map(([name, place]) => ({name, ...place, what: device[0], put: device[1]})),
])(
	'in the place of $name $what is refused with a sentence, and nothing is sent',
	async ({path, args, code, what, put}, {serve, pipe, home}) => {
		const sandbox = await serve();
		const named = seed(sandbox);
		const place = path(home);
		mkdirSync(dirname(place), {recursive: true});
		put(place);
		const run = await pipe(...to(sandbox, ...args(named, place))).ended;
		expect(run.stderr).toContain(`it is ${what}`);
		expect(run.code).toBe(code);
		expect(sandbox.requests.log.filter(isAct)).toEqual([]);
	},
);

function isAct({operation}: {readonly operation?: string}): boolean {
	return /Abort|Complete|Put/.test(operation ?? '');
}

describe('a journal', () => {
	const journalOf = (home: Home) => join(home.stateFolder, 'acts.jsonl');

	test('of three gigabytes of zeros is refused with what to do', async ({serve, pipe, home}) => {
		const sandbox = await serve();
		const named = seed(sandbox);
		mkdirSync(home.stateFolder, {recursive: true});
		writeFileSync(journalOf(home), '');
		truncateSync(journalOf(home), 3 * 1024 * MiB);
		const run = await pipe(...to(sandbox, 'abort', ...named, '--yes')).ended;
		expect(run.code).toBe(3);
		expect(run.stderr).toContain('larger than 256 MiB');
		expect(sandbox.requests.log.filter(isAct)).toEqual([]);
		const history = await pipe(['history']).ended;
		expect([history.code, history.stdout]).toEqual([1, '']);
		// As the sentence says it: what partway wrote is taken over.
		const recipe = /keep what partway wrote: (.*?)\. The file:/.exec(run.stderr)?.[1];
		const told = recipe!
			.replace('OLD', `'${journalOf(home)}'`)
			.replace('NEW', `'${home.folder}/new'`);
		truncateSync(journalOf(home), MiB);
		appendFileSync(journalOf(home), '\n{"v":1,"type":"outcome"}\n');
		execFileSync('sh', ['-c', told]);
		expect(readFileSync(join(home.folder, 'new'), 'utf8')).toBe('{"v":1,"type":"outcome"}\n');
	});

	test('with a line of 200 MiB refuses acts until it is set aside', async ({serve, pipe, home}) => {
		const sandbox = await serve();
		const named = seed(sandbox);
		mkdirSync(home.stateFolder, {recursive: true});
		writeFileSync(journalOf(home), '');
		truncateSync(journalOf(home), 200 * MiB);
		const refused = await pipe(...to(sandbox, 'abort', ...named, '--yes')).ended;
		expect(refused.code).toBe(3);
		const [command, line] = /partway history --set-aside (line-[0-9a-f]{12})/.exec(refused.stderr)!;
		const shown = await pipe(['history']).ended;
		expect([shown.code, shown.stderr.includes(command)]).toEqual([1, true]);
		expect((await pipe(['history', '--set-aside', line!]).ended).code).toBe(0);
		expect((await pipe(['history', '--set-aside', line!]).ended).code).toBe(1);
		expect((await pipe(['history', '--set-aside', 'line']).ended).code).toBe(2);
		expect((await pipe(...to(sandbox, 'abort', ...named, '--yes')).ended).code).toBe(0);
		expect((await pipe(['history', '--jsonl']).ended).code).toBe(0);
	});

	test('with a line of another partway refuses one upload, and no other', async ({
		serve,
		pipe,
		home,
	}) => {
		const sandbox = await serve();
		const [mine, other] = [seed(sandbox), seed(sandbox, 'other.tar')];
		const aborts = (named: string[]) => pipe(...to(sandbox, 'abort', ...named, '--yes')).ended;
		mkdirSync(home.stateFolder, {recursive: true});
		const line = {
			...{v: 1, type: 'intent', id: '1', time: '2026-11-20T12:00:00.000Z', act: 'rescue'},
			...{connection: 'c', endpoint: 'e', pid: 1, host: 'h', bucket, key: 'tape.tar'},
			uploadId: mine[2],
		};
		writeFileSync(journalOf(home), `${JSON.stringify(line)}\n`);
		expect((await aborts(other)).code).toBe(0);
		const refused = await aborts(mine);
		expect(refused.code).toBe(3);
		expect(refused.stderr).toContain('may be of an operation on this upload');
		expect(sandbox.requests.count('AbortMultipartUpload')).toBe(1);
		expect((await pipe(['history']).ended).stderr).toContain(
			`s3://${bucket}/tape.tar (${mine[2]})`,
		);
	});

	test('whose lock is dated in the future names it', async ({serve, pipe, home}) => {
		const sandbox = await serve();
		const named = seed(sandbox);
		const lock = `${journalOf(home)}.lock`;
		mkdirSync(lock, {recursive: true});
		utimesSync(lock, 4_000_000_000, 4_000_000_000);
		const run = await pipe(...to(sandbox, 'abort', ...named, '--yes')).ended;
		expect(run.code).toBe(3);
		expect(run.stderr).toContain(`The lock ${lock} is dated in the future (2096-10-02`);
		expect(run.stderr).toContain(`remove it: rm -r ${lock}`);
	});
});

describe('in the app', () => {
	test('a pipe in the place of the AWS config is told, and the demo needs none', async ({
		start,
		serve,
		home,
	}) => {
		execFileSync('mkfifo', [join(home.folder, 'aws-config')]);
		const sandbox = await serve();
		seed(sandbox);
		const [words, options] = to(sandbox, bucket);
		const app = await start(words, options);
		await app.waitFor(/cannot be read \(it is a named pipe\)/);
		expect((await app.quit()).code).toBe(1);
		const demo = await start(['--demo']);
		await demo.waitFor(uploadsList);
		expect((await demo.quit()).code).toBe(0);
	});

	test('pipes in the place of what it keeps are told, and hold nothing up', async ({
		start,
		serve,
		home,
	}) => {
		mkdirSync(join(home.stateFolder, 'runs'), {recursive: true});
		for (const name of ['acts.jsonl', 'last-places.json', 'runs/1.jsonl'])
			execFileSync('mkfifo', [join(home.stateFolder, name)]);
		const sandbox = await serve();
		seed(sandbox);
		const [words, options] = to(sandbox, bucket);
		const app = await start(words, options);
		await app.waitFor(uploadsList);
		await app.waitFor(/named pipe/);
		expect((await app.quit()).code).toBe(0);
	});
});
