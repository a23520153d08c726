import {randomBytes} from 'node:crypto';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {CreateMultipartUploadCommand, UploadPartCommand} from '@aws-sdk/client-s3';
import {describe, expect, onTestFinished, test} from 'vitest';
import type {Sandbox} from '../../source/sandbox/sandbox.js';
import {nowhere, runCommand} from '../support/io.js';
import {
	actionsOf,
	type Place,
	policies,
	type Statement,
	without,
	works,
} from '../support/permissions.js';
import {sandboxClient} from '../support/sandbox-client.js';
import {bucket, MiB, openStage} from '../support/stage.js';

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
	GetObjectLockConfiguration: onBucket('s3:GetBucketObjectLockConfiguration'),
	GetBucketVersioning: onBucket('s3:GetBucketVersioning'),
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
async function stageWith(
	statements: readonly Statement[],
): Promise<Place & {readonly sandbox: Sandbox}> {
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
	const inBucket = () => sandbox.store.bucket(bucket);
	return {
		sandbox,
		...{bucket, uploadId, file, fileSize: content.length},
		listAll: 'list --all-buckets --parts',
		// A client may be at work on the other.
		chosen: '--stalled-for 7d',
		async run(...lines) {
			const ended = [];
			for (const line of lines)
				ended.push(await runCommand(['-e', sandbox.endpoint, ...line.split(' ')], {env}));
			return {
				codes: ended.map(({code}) => code),
				said: ended.map(({stdout, stderr}) => stdout + stderr).join('\n'),
			};
		},
		uploadsLeft: async () => inBucket()?.uploads.items().length ?? 0,
		sizeAt: async key => inBucket()?.object(key)?.body.size,
	};
}

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
		expect(await work(await stageWith(without(statements, action)))).toBe(false);
	});
});
