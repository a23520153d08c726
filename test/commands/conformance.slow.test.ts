import {appendFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {beginRecord, scratchPrefix} from '../../source/operations/conformance/record.js';
import {expectWithin} from '../operations/conformance/conformance-stage.js';
import {ceph16} from '../operations/conformance/known-differences.js';
import {temporaryFolder} from '../support/app.js';
import {nowhere, runCommand} from '../support/io.js';
import {bucket, openStage} from '../support/stage.js';

const under = `s3://${bucket}/tests/`;

/** A sandbox, and `partway profiles test --conformance` there with a state of its own. */
async function stage(options: Parameters<typeof openStage>[0] = {}) {
	const {sandbox} = await openStage(options);
	const folder = await temporaryFolder();
	const env = {...nowhere, PARTWAY_STATE_DIR: folder, PARTWAY_CONFIG_DIR: join(folder, 'config')};
	const [held] = sandbox.store.buckets();
	return {
		...{sandbox, folder},
		run: (more: readonly string[] = ['--yes'], target = under, signal?: AbortSignal) =>
			runCommand(
				['-e', sandbox.endpoint, 'profiles', 'test', '--conformance', target, ...more],
				signal === undefined ? {env} : {env, signal},
			),
		holds: () => [...(held?.uploads.items() ?? []), ...(held?.objects.items() ?? [])],
		/** Requests that change something. */
		acts: () => sandbox.requests.log.filter(({operation}) => !/^(?:List|Get|Head)/.test(operation)),
		records: () => {
			try {
				return readdirSync(join(folder, 'conformance'));
			} catch {
				return [];
			}
		},
	};
}

describe('partway profiles test --conformance', () => {
	test('is a report for a provider: the service, the day, each requirement, and the requests of what differs', async () => {
		const {run, sandbox, holds, records} = await stage({like: 'ceph-16'});
		const {code, stdout, stderr} = await run();
		expect(code).toBe(1);
		expect(stderr).toMatch(
			/^The run works in s3:\/\/media-archive\/tests\/partway-conformance-[0-9a-f]{16}\/\nIt sends about 300 requests and 10\.1 MiB: /,
		);
		expect(stdout).toMatch(/^service +Ceph RGW 16 and 18$/m);
		expect(stdout).toMatch(/^Server +no such header$/m);
		expect(stdout).toMatch(/^date +20\d\d-/m);
		expect(stdout).toMatch(/^result +\d+ pass, 16 differ, 0 unknown$/m);
		expect(stdout).toMatch(/^removed +\d+ uploads and \d objects removed; nothing is left\.$/m);
		expect(stdout).toMatch(
			/^differs +if-none-match +If-None-Match `\*` keeps a Complete from replacing an object\.\n +S3 +\{"complete":"412 PreconditionFailed","bytes":10\}\n +here +\{"complete":"ok","bytes":1\}\n +request +CompleteMultipartUpload 200, request id tx[^\n]+\n +request +HeadObject 200, request id tx[^\n]+\n +partway +It looks at the key just before/m,
		);
		expect(stdout).toMatch(/^pass +abort +An Abort succeeds\.$/m);
		expect(holds()).toEqual([]);
		expect(records()).toEqual([]);
		const prefix = /tests\/partway-conformance-[0-9a-f]{16}\//.exec(stderr)?.[0] ?? '';
		expectWithin(sandbox, prefix);
	});

	test('--json holds the same', async () => {
		const {run} = await stage({like: 'ceph-16'});
		const {stdout} = await run(['--yes', '--json']);
		const report = JSON.parse(stdout);
		expect(report).toMatchObject({
			schema_version: 1,
			Service: {ID: 'ceph', Name: 'Ceph RGW', Version: '16 and 18', Server: null},
			Bucket: bucket,
			Summary: {Differs: Object.keys(ceph16).length, Unknown: 0},
			Left: [],
		});
		const of = (id: string) => report.Checks.find(({ID}: {ID: string}) => ID === id);
		expect(of('abort')).toEqual({ID: 'abort', Requirement: 'An Abort succeeds.', Result: 'Pass'});
		expect(of('complete-order')).toMatchObject({
			Result: 'Differs',
			Documented: '400 InvalidPartOrder',
			Observed: 'ok',
			Partway: 'It always names them in the order of their numbers.',
			Requests: expect.arrayContaining([
				expect.objectContaining({
					...{Operation: 'CompleteMultipartUpload', HTTPStatusCode: 200, Code: null},
					RequestId: expect.stringMatching(/^tx/),
				}),
			]),
		});
	});

	test('a service that does all as S3 documents it ends with 0', async () => {
		const {run} = await stage();
		const {code, stdout} = await run();
		expect(stdout).toMatch(/^service +AWS S3$|^service +not recognised$/m);
		expect(stdout).toMatch(/^Server +AmazonS3$/m);
		expect(stdout).toMatch(/ pass, 0 differ, 0 unknown$/m);
		expect(code).toBe(0);
	});
});

describe('nothing is made', () => {
	test('where nobody can be asked', async () => {
		const {run, acts} = await stage();
		const {code, stdout, stderr} = await run([]);
		expect({code, stdout}).toEqual({code: 3, stdout: ''});
		expect(stderr).toContain('no terminal to ask on');
		expect(acts()).toEqual([]);
	});

	test.each([
		[{readOnly: true}, 'read-only'],
		[{protectedPrefixes: ['tests/']}, 'tests/ is protected'],
		[{protectedPrefixes: [`s3://${bucket}`]}, 'is protected'],
	])('by a connection of %j: nothing is even sent', async (rules, words) => {
		const {run, sandbox, folder, records} = await stage();
		const {endpoint} = sandbox;
		mkdirSync(join(folder, 'config'));
		writeFileSync(
			join(folder, 'config', 'config.json'),
			JSON.stringify({
				version: 2,
				profiles: {lab: {endpoint, ...rules, credentials: {kind: 'environment'}}},
			}),
			{mode: 0o600},
		);
		const {code, stderr} = await run(['--yes', 'lab']);
		expect(code).toBe(3);
		expect(stderr).toContain(words);
		expect(sandbox.requests.log).toEqual([]);
		expect(records()).toEqual([]);
	});

	test.each([
		[
			'GetObjectLockConfiguration',
			200,
			'<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled></ObjectLockConfiguration>',
			'has Object Lock',
		],
		[
			'GetObjectLockConfiguration',
			403,
			'<Error><Code>AccessDenied</Code></Error>',
			'unknown whether the bucket has Object Lock (403 AccessDenied): the run needs s3:GetBucketObjectLockConfiguration',
		],
		[
			'GetBucketVersioning',
			403,
			'<Error><Code>AccessDenied</Code></Error>',
			'unknown whether the bucket keeps versions (403 AccessDenied): the run needs s3:GetBucketVersioning',
		],
		[
			'GetBucketVersioning',
			200,
			'<VersioningConfiguration><Status>Enabled</Status><MfaDelete>Enabled</MfaDelete></VersioningConfiguration>',
			'a second factor',
		],
	])('where %s is %i', async (operation, status, body, words) => {
		const {run, sandbox, acts, records} = await stage();
		sandbox.faults.add({operation, action: {respond: {status, body}}});
		const {code, stderr} = await run();
		expect(code).toBe(3);
		expect(stderr).toContain(words);
		expect(acts()).toEqual([]);
		expect(records()).toEqual([]);
	});

	test.each([
		[`s3://${bucket}/tests`, [], 'is not a folder'],
		['s3://data--use1-az4--x-s3/a/', [], 'directory bucket'],
		['s3:/x', [], 'lacks a slash'],
		[under, ['environment:', bucket], 'leave the target out'],
	])('where %s %j is typed', async (target, more, words) => {
		const {run, sandbox} = await stage();
		const {code, stderr} = await run(['--yes', ...more], target);
		expect(code).toBe(2);
		expect(stderr).toContain(words);
		expect(sandbox.requests.log).toEqual([]);
	});

	test('where what is made cannot be written down', async () => {
		const {run, acts, folder} = await stage();
		writeFileSync(join(folder, 'conformance'), 'no folder');
		const {code, stderr} = await run();
		expect(code).toBe(3);
		expect(stderr).toContain('cannot be recorded');
		expect(acts()).toEqual([]);
	});
});

describe('what a run makes', () => {
	test('a Complete without an answer is never followed by an Abort of its upload: it is named, and kept for the next run', async () => {
		const {run, sandbox, holds, records, folder} = await stage();
		const fault = sandbox.faults.add({
			...{operation: 'CompleteMultipartUpload', key: /\/order$/},
			action: {cut: 'before'},
		});
		const {code, stdout, stderr} = await run();
		expect(code).toBe(1);
		const [left] = holds();
		expect(holds()).toHaveLength(1);
		expect(stderr).toMatch(
			/1 is left, or may be:\nupload tests\/partway-conformance-[0-9a-f]+\/order \([^)]+\): its Complete got no answer, so no Abort is sent/,
		);
		expect(stdout).toMatch(/^unknown +complete-order .*\n +because +no answer \(ECONNRESET\)/m);
		const aborts = sandbox.requests.log.filter(
			({operation, key}) => operation === 'AbortMultipartUpload' && key?.endsWith('/order'),
		);
		expect(aborts).toEqual([]);
		// An hour later nothing is at work any more.
		fault.remove();
		const [name] = records();
		const file = join(folder, 'conformance', name!);
		const hourAgo = (line: string) =>
			line.replace(/"at":\s?(\d+)/, (_, at: string) => `"at":${Number(at) - 3_700_000}`);
		writeFileSync(
			file,
			readFileSync(file, 'utf8')
				.replace(/"pid":\s?\d+/, '"pid":1073741823')
				.split('\n')
				.map(hourAgo)
				.join('\n'),
		);
		const next = await run();
		expect(next.stderr).toContain(
			'Of the earlier run: 1 upload and 0 objects removed; nothing is left.',
		);
		expect(next.code).toBe(0);
		expect(holds()).toEqual([]);
		expect(records()).toEqual([]);
		expect(left?.key).toMatch(/order$/);
	});

	test('a Create whose answer is lost is found by its key', async () => {
		const {run, sandbox, holds} = await stage();
		sandbox.faults.add({
			...{operation: 'CreateMultipartUpload', key: /\/order$/},
			action: {cut: 'after'},
		});
		const {code, stdout} = await run();
		expect(code).toBe(1);
		expect(stdout).toMatch(/^unknown +complete-order /m);
		expect(stdout).toContain('nothing is left');
		expect(holds()).toEqual([]);
	});

	test('what a run that was killed left is said, removed first, and only that', async () => {
		const {run, sandbox, holds, folder, records} = await stage();
		const {endpoint} = sandbox;
		const prefix = scratchPrefix('tests/');
		beginRecord(folder, {endpoint, bucket, prefix}, Date.UTC(2026, 10, 1));
		const file = join(folder, 'conformance', records()[0]!);
		writeFileSync(file, readFileSync(file, 'utf8').replace(/"pid":\s?\d+/, '"pid":1073741823'));
		const uploadId = sandbox.seed.upload({
			bucket,
			key: `${prefix}parts`,
			parts: [{number: 1, size: 9}],
		});
		sandbox.seed.upload({bucket, key: `${prefix}stray`});
		sandbox.seed.object({bucket, key: `${prefix}completed`, size: 9});
		sandbox.seed.upload({bucket, key: 'tests/theirs'});
		for (const line of [
			{does: 'created', key: `${prefix}parts`, uploadId},
			// What stands in the file is not believed beyond the prefix.
			{does: 'put', key: 'tests/theirs'},
		])
			appendFileSync(file, `${JSON.stringify(line)}\n`);
		const {stderr, code} = await run();
		expect(stderr).toMatch(
			/A run of \S+ \S+.* was killed and left up to 1 upload and 0 objects in s3:\/\/media-archive\/tests\/partway-conformance-[0-9a-f]{16}\/: they are removed first\./,
		);
		expect(stderr).toContain(
			'Of the earlier run: 2 uploads and 1 object removed; nothing is left.',
		);
		expect(code).toBe(0);
		expect(holds().map(({key}) => key)).toEqual(['tests/theirs']);
		expect(records()).toEqual([]);
	});

	test('an interruption ends it between two requests; all that was made is gone, and it ends with 130', async () => {
		const {run, sandbox, holds, records} = await stage();
		const ending = new AbortController();
		sandbox.requests.next('CompleteMultipartUpload').then(() => ending.abort());
		const {code, stdout, stderr} = await run(['--yes'], under, ending.signal);
		expect({code, stdout}).toEqual({code: 130, stdout: ''});
		expect(stderr).toMatch(
			/Interrupted: removing what was made\.\n\d+ uploads and \d objects? removed; nothing is left\.\n$/,
		);
		expect(holds()).toEqual([]);
		expect(records()).toEqual([]);
	});
});
