import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {createAwsGateway} from '../../source/s3/gateway/aws-gateway.js';
import {documentXml, ruleXml} from '../multipart/rules/rule-samples.js';
import {nowhere, runCommand} from '../support/io.js';
import {bucket, openStage, sandboxSettings} from '../support/stage.js';

const answer = (status: number, code: string) => ({
	respond: {
		status,
		headers: {'content-type': 'application/xml', 'x-amz-request-id': 'ID-1'},
		body: `<Error><Code>${code}</Code><Message>No</Message></Error>`,
	},
});

/** What is typed, given the id of the upload "b" and a file. */
type Typed = (id: string, file: string) => readonly string[];

const upload = `s3://${bucket}/b`;
const stalled = ['--stalled-for', '7d', '--yes', '--json'];
const addRule = ['rules', 'add', bucket, '--days', '7', '--yes', '--json'];

/** Each command with --json, and a request that it cannot do without. */
const commands: ReadonlyArray<readonly [typed: Typed, operation: string]> = [
	[() => ['list', bucket, '--json'], 'ListMultipartUploads'],
	[() => ['list', bucket, '--json', '--count'], 'ListMultipartUploads'],
	[() => ['list', bucket, '--json', '--summary'], 'ListMultipartUploads'],
	[() => ['list', '--all-buckets', '--json', '--count'], 'ListMultipartUploads'],
	[() => ['list', '--all-buckets', '--json'], 'ListBuckets'],
	[() => ['list', bucket, '--json', '--parts'], 'ListParts'],
	[id => ['parts', upload, '--upload-id', id, '--json'], 'ListParts'],
	[id => ['parts', upload, '--upload-id', id, '--json', '--check'], 'ListParts'],
	[id => ['complete', upload, '--upload-id', id, '--json', '--yes'], 'ListParts'],
	[id => ['complete', upload, '--upload-id', id, '--json', '--yes'], 'CompleteMultipartUpload'],
	[(id, file) => ['rescue', file, upload, '--upload-id', id, '--json', '--yes'], 'ListParts'],
	[(_, file) => ['rescue', file, upload, '--json', '--yes'], 'ListMultipartUploads'],
	[() => ['abort', bucket, ...stalled], 'ListMultipartUploads'],
	[() => ['abort', bucket, ...stalled], 'ListParts'],
	[() => ['abort', bucket, ...stalled], 'AbortMultipartUpload'],
	[() => ['abort', '--all-buckets', ...stalled], 'ListMultipartUploads'],
	[() => ['abort', '--all-buckets', ...stalled], 'ListBuckets'],
	[id => ['abort', upload, '--upload-id', id, '--yes', '--json'], 'AbortMultipartUpload'],
	[() => ['rules', 'list', bucket, '--json'], 'GetBucketLifecycleConfiguration'],
	[() => ['rules', 'list', bucket, '--json'], 'ListMultipartUploads'],
	[() => ['rules', 'list', '--all-buckets', '--json'], 'ListBuckets'],
	...['ListBuckets', 'ListMultipartUploads', 'ListObjectsV2', 'ListParts'].map(
		operation => [() => ['profiles', 'test', 'environment:', '--json'], operation] as const,
	),
	[() => addRule, 'GetBucketLifecycleConfiguration'],
	[() => addRule, 'ListMultipartUploads'],
	[() => addRule, 'PutBucketLifecycleConfiguration'],
	[
		() => ['rules', 'remove', bucket, '--id', 'x', '--yes', '--json'],
		'GetBucketLifecycleConfiguration',
	],
];

async function errorsStage() {
	const stage = await openStage();
	for (const key of ['a', 'b', 'c']) stage.upload(key);
	const folder = await mkdtemp(join(tmpdir(), 'partway-errors-'));
	onTestFinished(() => rm(folder, {recursive: true}));
	const file = join(folder, 'file');
	await writeFile(file, Buffer.alloc(17 * 1024 * 1024));
	const env = {...nowhere, PARTWAY_STATE_DIR: folder};
	const id = await idOf();
	const run = ([first = '', ...args]: readonly string[]) => {
		if (first === 'profiles')
			return runCommand(['-e', stage.sandbox.endpoint, first, ...args], {env});
		const at = first === 'rules' ? 1 : 0;
		const before = [first, ...args.slice(0, at)];
		return runCommand([...before, '-e', stage.sandbox.endpoint, ...args.slice(at)], {env});
	};
	return {...stage, run, file, id, env};

	async function idOf(): Promise<string> {
		const {stdout} = await runCommand(['list', '-e', stage.sandbox.endpoint, bucket, '--json'], {
			env,
		});
		return JSON.parse(stdout).Uploads[1].UploadId;
	}
}

/** The documents on stdout: one, or one a line. */
function documentsIn(stdout: string): object[] {
	try {
		return [JSON.parse(stdout)];
	} catch {
		return stdout
			.split('\n')
			.filter(line => line !== '')
			.map(line => JSON.parse(line));
	}
}

/** Whatever in it holds a code. */
function errorsIn(value: unknown): Array<Record<string, unknown>> {
	if (typeof value !== 'object' || value === null) return [];
	const own = 'RequestId' in value ? [value as Record<string, unknown>] : [];
	return [...own, ...Object.values(value).flatMap(errorsIn)];
}

test.each([
	[403, 'AccessDenied'],
	[501, 'NotImplemented'],
	[400, 'ExpiredToken'],
])(
	'%i %s: each command says in JSON what, whether a retry can help, and what to do',
	async (status, code) => {
		// Nothing of what is refused changes anything: one stage is enough.
		const {sandbox, run, id, file} = await errorsStage();
		for (const [typed, operation] of commands) {
			sandbox.faults.clear();
			sandbox.faults.add({operation, action: answer(status, code)});
			const words = typed(id, file);
			const {code: exit, stdout} = await run(words);
			const error = {
				...{Code: code, Status: status, RequestId: 'ID-1', Retryable: false},
				Advice: expect.stringMatching(/\w/),
			};
			const errors = documentsIn(stdout).flatMap(errorsIn);
			expect([...words, operation, exit, errors[0]]).toEqual([
				...[...words, operation, expect.any(Number)],
				expect.objectContaining(error),
			]);
			expect(exit).not.toBe(0);
			for (const each of errors) expect(each).toMatchObject(error);
		}
	},
);

test('a right that may be hidden by another says how to find out, and not that it lacks', async () => {
	const {sandbox, run} = await errorsStage();
	for (const operation of ['ListObjectsV2', 'HeadObject'])
		sandbox.faults.add({operation, action: answer(403, 'AccessDenied')});
	const {stdout} = await run(['profiles', 'test', 'environment:', '--json']);
	const rows: ReadonlyArray<{Action: string; Advice?: string}> = JSON.parse(stdout).Permissions;
	expect(rows.find(({Action}) => Action === 's3:GetObject')?.Advice).toBe(
		'Allow s3:ListBucket, or test where there is an object: then the answer tells.',
	);
	expect(rows.find(({Action}) => Action === 's3:ListBucket')?.Advice).toBe(
		`The caller lacks s3:ListBucket on arn:aws:s3:::${bucket}.`,
	);
	expect(rows[0]?.Advice).toBeUndefined();
});

test('what is refused says so in JSON, and why; every document has its version first', async () => {
	const {run, sandbox, id, file} = await errorsStage();
	const expired = '<Expiration><Days>30</Days></Expiration>';
	const gateway = createAwsGateway(sandboxSettings(sandbox));
	onTestFinished(() => gateway.close());
	await gateway.putLifecycle({
		bucket,
		text: documentXml(ruleXml({id: 'expire', actions: expired})),
	});
	for (const [words, outcome, message] of [
		[['abort', bucket, ...stalled, '--max-count', '1'], 'refused', 'more than --max-count 1'],
		[['abort', bucket, ...stalled, '--read-only'], 'refused', 'read-only'],
		[['abort', upload, '--upload-id', 'no', '--yes', '--json'], 'failed', 'does not know'],
		[['complete', upload, '--upload-id', id, '--json', '--read-only'], 'refused', 'read-only'],
		[['rescue', file, upload, '--json', '--read-only'], 'refused', 'read-only'],
		[['rescue', file, `s3://${bucket}/no`, '--json', '--yes'], 'failed', 'No upload of'],
		[[...addRule, '--read-only'], 'refused', 'read-only'],
		[[...addRule, '--id', 'expire'], 'refused', 'This rule cannot be added'],
		[addRule.filter(word => word !== '--yes'), 'refused', 'no terminal'],
		[['rules', 'remove', bucket, '--id', 'no', '--yes', '--json'], 'refused', 'has this id'],
		[['rules', 'remove', bucket, '--id', 'expire', '--yes', '--json'], 'refused', 'only abort'],
	] as const) {
		const {code, stdout} = await run(words);
		const document = JSON.parse(stdout);
		expect([words, code, Object.entries(document)[0]]).toEqual([
			...[words, outcome === 'refused' ? 3 : 1, ['schema_version', 1]],
		]);
		expect(document).toMatchObject({Outcome: outcome});
		expect(document.Message ?? document.Sentence).toContain(message);
	}
	for (const more of [[], ['--count'], ['--summary']]) {
		const {stdout} = await run(['list', bucket, '--json', ...more]);
		expect(Object.entries(JSON.parse(stdout))[0]).toEqual(['schema_version', 1]);
	}
});

test('a dry run over a read-only connection shows its plan, and says that the act would be refused: 3', async () => {
	const {run, sandbox, id, file} = await errorsStage();
	for (const words of [
		['abort', bucket, '--stalled-for', '7d'],
		['abort', upload, '--upload-id', id],
		['complete', upload, '--upload-id', id],
		['rescue', file, upload, '--upload-id', id, '--resend-unproven', '--replace-different'],
		['rules', 'add', bucket, '--days', '7'],
	]) {
		const dry = [...words, '--dry-run', '--yes'];
		expect([words, (await run(dry)).code]).toEqual([words, 0]);
		const {code, stderr} = await run([...dry, '--read-only']);
		expect([words, code, stderr]).toEqual([words, 3, expect.stringMatching(/^! .*read-only/m)]);
		const {code: same, stdout} = await run([...dry, '--read-only', '--json']);
		const said = documentsIn(stdout).map(document => JSON.stringify(document));
		expect([words, same]).toEqual([words, 3]);
		expect(said.join()).toMatch(/"(?:Message|Sentence)":"[^"]*read-only/);
		expect(said.join()).toMatch(/"Bucket":"media-archive","Key"|"After"/);
	}
	const acts = ['AbortMultipartUpload', 'CompleteMultipartUpload', 'UploadPart'] as const;
	expect(acts.map(act => sandbox.requests.count(act))).toEqual([0, 0, 0]);
});

test('a list that could not read a bucket, or parts, names them', async () => {
	const {sandbox, run} = await errorsStage();
	sandbox.faults.add({operation: 'ListParts', key: 'b', action: answer(403, 'AccessDenied')});
	const {Uploads} = JSON.parse((await run(['list', bucket, '--json', '--parts'])).stdout);
	expect(Uploads[1]).toMatchObject({PartsError: 'AccessDenied', Error: {RequestId: 'ID-1'}});
	sandbox.faults.add({operation: 'ListMultipartUploads', action: answer(403, 'AccessDenied')});
	const listed = JSON.parse((await run(['list', bucket, '--json'])).stdout);
	expect(listed).toMatchObject({IsTruncated: true, Errors: [{Bucket: bucket}]});
	for (const more of ['--count', '--summary']) {
		const document = JSON.parse((await run(['list', bucket, '--json', more])).stdout);
		// What is not known is no number.
		expect(document).toEqual({
			...{schema_version: 1, Bucket: bucket},
			Errors: [expect.objectContaining({Bucket: bucket, Code: 'AccessDenied'})],
		});
	}
});
