import {once} from 'node:events';
import {expect, test} from 'vitest';
import {startSandbox} from '../../source/sandbox/sandbox.js';
import {awsCli} from './aws-cli.js';
import {type ClientStage, killInTheMiddle, uploadsOf} from './client.js';
import {rclone, s3cmd} from './client-stages.js';

const MiB = 1024 ** 2;
const day = 86_400_000;

/** Two uploads of one key: one of a month ago whose last part came a minute ago, and one of today. */
function seedActiveAndYoung({sandbox: {seed, now}}: Pick<ClientStage, 'sandbox'>) {
	const begun = (initiated: number) =>
		seed.upload({
			bucket: 'bucket',
			key: 'backup.tar',
			initiated,
			parts: [{number: 1, size: 5 * MiB, lastModified: now() - 60_000}],
		});
	return {active: begun(now() - 30 * day), young: begun(now() - 60_000)};
}

function seedMany({sandbox: {seed, now}}: Pick<ClientStage, 'sandbox'>, count: number): void {
	for (let at = 0; at < count; at += 1)
		seed.upload({bucket: 'bucket', key: `k${at}`, initiated: now() - day, parts: []});
}

function idsIn({sandbox}: Pick<ClientStage, 'sandbox'>): string[] {
	return (sandbox.store.bucket('bucket')?.uploads.items() ?? []).map(({id}) => id);
}

test('rclone lists over pages, without parts or bytes', async () => {
	const stage = await rclone();
	seedMany(stage, 2001);
	const listed = JSON.parse(await stage.run('backend', 'list-multipart-uploads', 'sandbox:bucket'));
	expect(listed.bucket).toHaveLength(2001);
	for (const name of ['Size', 'Parts', 'Bytes']) expect(listed.bucket[0]).not.toHaveProperty(name);
	expect(stage.sandbox.requests.count('ListParts')).toBe(0);
});

test('rclone goes by the date of initiation: it aborts an upload that is still written to, by its id, and does not look', async () => {
	const stage = await rclone();
	const {young} = seedActiveAndYoung(stage);
	await stage.run('backend', 'cleanup', 'sandbox:bucket', '-o', 'max-age=7d', '--dry-run');
	expect(idsIn(stage)).toHaveLength(2);
	await stage.run('backend', 'cleanup', 'sandbox:bucket', '-o', 'max-age=7d');
	expect(idsIn(stage)).toEqual([young]);
	expect(stage.sandbox.requests.count('ListParts')).toBe(0);
	expect(stage.sandbox.requests.count('ListMultipartUploads')).toBe(2);
});

test('rclone says success where an abort was refused', async () => {
	const stage = await rclone();
	seedActiveAndYoung(stage);
	stage.sandbox.faults.add({
		operation: 'AbortMultipartUpload',
		action: {respond: {status: 403, body: '<Error><Code>AccessDenied</Code></Error>'}},
	});
	await stage.run('backend', 'cleanup', 'sandbox:bucket', '-o', 'max-age=7d');
	expect(idsIn(stage)).toHaveLength(2);
});

test('rclone begins anew after it was killed, and leaves what it had sent', async () => {
	const stage = await rclone();
	await killInTheMiddle(stage, 'copyto', 'file', 'sandbox:bucket/k');
	const before = stage.sandbox.requests.count('UploadPart');
	await stage.run('copyto', 'file', 'sandbox:bucket/k');
	expect(stage.sandbox.requests.count('UploadPart') - before).toBe(6);
	expect(uploadsOf(stage)).toEqual([['k', 2]]);
});

test('s3cmd asks for the first page for ever where there are more', async () => {
	const stage = await s3cmd();
	seedMany(stage, 1001);
	const child = stage.start('multipart', 's3://bucket');
	const ended = once(child, 'exit');
	await expect.poll(() => stage.sandbox.requests.count('ListMultipartUploads')).toBeGreaterThan(4);
	child.kill('SIGKILL');
	await ended;
});

test('s3cmd aborts the id that it is given, whatever its state, and no other of the key', async () => {
	const stage = await s3cmd();
	const {active, young} = seedActiveAndYoung(stage);
	await stage.run('abortmp', 's3://bucket/backup.tar', active);
	expect(idsIn(stage)).toEqual([young]);
	expect(stage.sandbox.requests.count('ListParts')).toBe(0);
	await expect(stage.run('abortmp', 's3://bucket/backup.tar', active)).rejects.toThrow('404');
});

test('the AWS CLI lists over pages without sizes, aborts by id without a look, and completes with a file of parts', async () => {
	const sandbox = await startSandbox();
	try {
		sandbox.seed.bucket('bucket');
		const {active, young} = seedActiveAndYoung({sandbox});
		const cli = await awsCli(sandbox);
		const aws = (command: string) =>
			cli.run(`aws s3api ${command} --endpoint-url ${sandbox.endpoint} --bucket bucket`);
		const listed = JSON.parse((await aws('list-multipart-uploads')).stdout);
		expect(listed.Uploads).toHaveLength(2);
		expect(listed.Uploads[0]).not.toHaveProperty('Size');
		const named = `--key backup.tar --upload-id '${young}'`;
		expect(await aws(`complete-multipart-upload ${named}`)).toMatchObject({
			stderr: expect.stringMatching(/MalformedXML|InvalidRequest/),
		});
		const {Parts} = JSON.parse((await aws(`list-parts ${named}`)).stdout);
		const parts = JSON.stringify({
			Parts: Parts.map(({ETag, PartNumber}: Record<string, unknown>) => ({ETag, PartNumber})),
		});
		const path = await cli.file('parts.json', parts);
		expect(
			await aws(`complete-multipart-upload ${named} --multipart-upload file://${path}`),
		).toMatchObject({code: 0});
		const before = sandbox.requests.count('ListParts');
		expect(
			await aws(`abort-multipart-upload --key backup.tar --upload-id '${active}'`),
		).toMatchObject({code: 0});
		expect(idsIn({sandbox})).toEqual([]);
		expect(sandbox.requests.count('ListParts')).toBe(before);
	} finally {
		await sandbox.close();
	}
});

test('what the AWS CLI puts as rules replaces all that were there', async () => {
	const sandbox = await startSandbox();
	try {
		sandbox.seed.bucket('bucket');
		const cli = await awsCli(sandbox);
		const rule = (ID: string) =>
			JSON.stringify({
				Rules: [
					{
						ID,
						Status: 'Enabled',
						Filter: {Prefix: ''},
						AbortIncompleteMultipartUpload: {DaysAfterInitiation: 7},
					},
				],
			});
		const aws = (command: string) =>
			cli.run(`aws s3api ${command} --endpoint-url ${sandbox.endpoint} --bucket bucket`);
		for (const id of ['first', 'second']) {
			const path = await cli.file(`${id}.json`, rule(id));
			expect(
				await aws(`put-bucket-lifecycle-configuration --lifecycle-configuration file://${path}`),
			).toMatchObject({code: 0});
		}
		const {Rules} = JSON.parse((await aws('get-bucket-lifecycle-configuration')).stdout);
		expect(Rules).toMatchObject([{ID: 'second'}]);
	} finally {
		await sandbox.close();
	}
});
