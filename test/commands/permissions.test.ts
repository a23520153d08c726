import {randomBytes} from 'node:crypto';
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {CreateMultipartUploadCommand, UploadPartCommand} from '@aws-sdk/client-s3';
import {describe, expect, onTestFinished, test} from 'vitest';
import {nowhere, runCommand} from '../support/io.js';
import {sandboxClient} from '../support/sandbox-client.js';
import {bucket, MiB, openStage} from '../support/stage.js';

type Statement = {
	readonly Effect: string;
	readonly Action: string | readonly string[];
	readonly Resource: string;
};

/** What the page says, by its headings. */
const policies = new Map(
	[
		...(await readFile(new URL('../../docs/permissions.md', import.meta.url), 'utf8')).matchAll(
			/^### (.+)$(?:(?!^#)[\s\S])*?^```json\n([\s\S]*?)^```/gm,
		),
	].map(([, title = '', json = '']) => [title, JSON.parse(json).Statement as Statement[]]),
);

const onBucket = (...actions: string[]) => actions.map(action => ({action, of: 'bucket'}) as const);
const onKey = (...actions: string[]) => actions.map(action => ({action, of: 'key'}) as const);

/**
 * The rights that S3 asks for, from its user guide ("Required permissions for Amazon S3 API operations"): of a HeadObject
 * also the one without which a key that is not there is refused.
 */
const needs = {
	ListBuckets: [{action: 's3:ListAllMyBuckets', of: 'service'}],
	ListObjectsV2: onBucket('s3:ListBucket'),
	ListMultipartUploads: onBucket('s3:ListBucketMultipartUploads'),
	GetBucketLifecycleConfiguration: onBucket('s3:GetLifecycleConfiguration'),
	PutBucketLifecycleConfiguration: onBucket('s3:PutLifecycleConfiguration'),
	DeleteBucketLifecycle: onBucket('s3:PutLifecycleConfiguration'),
	GetPublicAccessBlock: onBucket('s3:GetBucketPublicAccessBlock'),
	ListParts: onKey('s3:ListMultipartUploadParts'),
	CreateMultipartUpload: onKey('s3:PutObject'),
	UploadPart: onKey('s3:PutObject'),
	CompleteMultipartUpload: onKey('s3:PutObject'),
	PutObject: onKey('s3:PutObject'),
	AbortMultipartUpload: onKey('s3:AbortMultipartUpload'),
	HeadObject: [...onKey('s3:GetObject'), ...onBucket('s3:ListBucket')],
	GetObject: onKey('s3:GetObject'),
	PutObjectAcl: onKey('s3:PutObjectAcl'),
	DeleteObject: onKey('s3:DeleteObject'),
} as const satisfies Readonly<
	Record<
		string,
		ReadonlyArray<{readonly action: string; readonly of: 'service' | 'bucket' | 'key'}>
	>
>;

const resources = {
	service: '*',
	bucket: `arn:aws:s3:::${bucket}`,
	key: `arn:aws:s3:::${bucket}/*`,
};

function actionsOf({Action: action}: Statement): readonly string[] {
	return typeof action === 'string' ? [action] : action;
}

function allows(statements: readonly Statement[], operation: keyof typeof needs): boolean {
	return needs[operation].every(({action, of}) =>
		statements.some(
			each =>
				each.Effect === 'Allow' &&
				each.Resource === resources[of] &&
				actionsOf(each).includes(action),
		),
	);
}

const denial = {
	status: 403,
	headers: {'content-type': 'application/xml', 'x-amz-request-id': 'DENIED1'},
	body: '<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>',
};

/** A bucket with a dead upload, whose server refuses all that the statements do not allow. */
async function stageWith(statements: readonly Statement[]) {
	const stage = await openStage();
	const uploadId = stage.upload('raw/x');
	const folder = await mkdtemp(join(tmpdir(), 'partway-permissions-'));
	onTestFinished(() => rm(folder, {recursive: true}));
	// An upload of a file that a client left: of its two parts one is there.
	const [file, content] = [join(folder, 'file'), randomBytes(6 * MiB)];
	await writeFile(file, content);
	const client = sandboxClient(stage.sandbox);
	onTestFinished(() => client.destroy());
	const left = {Bucket: bucket, Key: 'raw/file'};
	const {UploadId} = await client.send(new CreateMultipartUploadCommand(left));
	const part = {PartNumber: 1, Body: content.subarray(0, 5 * MiB)};
	await client.send(new UploadPartCommand({...left, UploadId, ...part}));
	for (const operation of Object.keys(needs) as Array<keyof typeof needs>)
		if (!allows(statements, operation))
			stage.sandbox.faults.add({operation, action: {respond: denial}});
	const env = {...nowhere, PARTWAY_STATE_DIR: folder};
	const {sandbox} = stage;
	return {
		sandbox,
		uploadId,
		file,
		/** What the commands, each as a line, came to: their exit codes, and all that they wrote. */
		async run(...lines: readonly string[]) {
			const ended = [];
			for (const line of lines)
				ended.push(await runCommand([...line.split(' '), '-e', sandbox.endpoint], {env}));
			return {
				codes: ended.map(({code}) => code),
				said: ended.map(({stdout, stderr}) => stdout + stderr).join('\n'),
			};
		},
	};
}

type Stage = Awaited<ReturnType<typeof stageWith>>;

/** What is done with the rights of a page, and whether all of it was done. */
const works: Readonly<Record<string, (stage: Stage) => Promise<boolean>>> = {
	'To look': async ({run, uploadId}) => {
		const {codes, said} = await run(
			`list --all-buckets --parts`,
			`list ${bucket} --parts --json`,
			`parts s3://${bucket}/raw/x --upload-id ${uploadId}`,
			`rules list ${bucket}`,
		);
		return codes.every(code => code === 0) && !/denied|lacks|not allowed/i.test(said);
	},
	'To clean up': async ({run, sandbox}) => {
		const {codes, said} = await run(`abort ${bucket} --stalled-for 7d --yes --json`);
		const left = sandbox.store.bucket(bucket)?.uploads.items() ?? [];
		// A client may be at work on the other.
		return codes[0] === 0 && left.length === 1 && !/lacks/.test(said);
	},
	'To complete': async ({run, sandbox, uploadId}) => {
		const {codes, said} = await run(
			`list ${bucket}`,
			`complete s3://${bucket}/raw/x --upload-id ${uploadId} --yes --json`,
		);
		const isThere = sandbox.store.bucket(bucket)?.object('raw/x') !== undefined;
		return codes.every(code => code === 0) && isThere && !/lacks/.test(said);
	},
	'To rescue': async ({run, sandbox, file}) => {
		const {codes, said} = await run(
			`list ${bucket}`,
			`rescue ${file} s3://${bucket}/raw/file --part-size 5MiB --include-active --yes --json`,
		);
		const object = sandbox.store.bucket(bucket)?.object('raw/file');
		return codes.every(code => code === 0) && object?.body.size === 6 * MiB && !/lacks/.test(said);
	},
	Rules: async ({run}) => {
		const {codes, said} = await run(
			`rules add ${bucket} --days 7 --id clean`,
			`rules add ${bucket} --days 7 --id clean --yes`,
			`rules list ${bucket}`,
			`rules remove ${bucket} --id clean --yes`,
		);
		// Without agreement the first only shows what it would do.
		return codes.join() === '3,0,0,0' && !/lacks|is not known/.test(said);
	},
};

test('each kind of work has its policy on the page', () => {
	expect([...policies.keys()]).toEqual(Object.keys(works));
});

describe.each([...policies])('%s', (title, statements) => {
	const work = works[title]!;

	test('with exactly these rights, all of it is done', async () => {
		const stage = await stageWith(statements);
		expect(await work(stage)).toBe(true);
		// Whatever else was asked was refused by none of the denials.
		expect(stage.sandbox.requests.log.filter(({status}) => status === 403)).toEqual([]);
	});

	const actions = [...new Set(statements.flatMap(actionsOf))];

	test.each(actions)('without %s, not all of it is', async action => {
		const fewer = statements.map(each => ({
			...each,
			Action: actionsOf(each).filter(other => other !== action),
		}));
		expect(await work(await stageWith(fewer))).toBe(false);
	});
});
