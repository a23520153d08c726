import {execFileSync} from 'node:child_process';
import {mkdir, utimes, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {bucket, hour, key, MiB} from '../../operations/act-stage.js';
import {openRescueStage, partSize, type RescueStage} from '../../operations/rescue/rescue-stage.js';
import {firstByteChanged} from '../../support/changed.js';
import {gate} from '../../support/gate.js';
import {nowhere, runCommand} from '../../support/io.js';

/** Runs the command on the stage's file and key; the client has just sent parts, so it says so unless told not to. */
function rescue(
	on: RescueStage,
	args: readonly string[] = ['--include-active', '--yes'],
	more = {},
) {
	return runCommand(
		['rescue', on.path, `s3://${bucket}/${key}`, '-e', on.sandbox.endpoint, ...args],
		{env: {...nowhere, PARTWAY_STATE_DIR: on.folder}, ...more},
	);
}

async function begun(numbers: readonly number[] = [1, 3], options = {}) {
	const on = await openRescueStage(options);
	const target = await on.begin();
	await on.send(target, numbers);
	return {on, target};
}

test('finishes the only upload of the key, and says what was sent', async () => {
	const {on} = await begun();
	const {code, stdout, stderr} = await rescue(on);
	expect([code, stderr]).toEqual([0, '']);
	expect(stdout).toMatch(
		/^Done\. HeadObject shows 20\.0 MiB with the expected ETag\.\nSent: 3 parts, 10\.0 MiB\.\n/,
	);
	expect(on.content.equals((await on.object()) ?? Buffer.alloc(0))).toBe(true);
});

test('--json says what came of it', async () => {
	const {on, target} = await begun();
	const {code, stdout} = await rescue(on, ['--include-active', '--yes', '--json']);
	expect(code).toBe(0);
	expect(JSON.parse(stdout)).toMatchObject({
		...{schema_version: 1, Bucket: bucket, Key: key, UploadId: target.uploadId},
		...{File: on.path, Outcome: 'done', SentParts: 3, SentBytes: 2 * partSize + 1234},
		...{SavedBytes: 2 * partSize, Bytes: on.content.length, PartCount: 5},
	});
});

test('--dry-run proves and plans, and sends nothing', async () => {
	const {on} = await begun();
	const {code, stdout, stderr} = await rescue(on, ['--dry-run']);
	expect(code).toBe(3);
	expect(stderr).toBe('! Where nobody can be asked this needs --include-active and --yes.\n');
	for (const line of [
		`file       ${on.path}`,
		`endpoint   ${on.sandbox.endpoint}`,
		'cut into   5 parts of 5 MiB',
		'there      2 of 2 parts proven to match the file, 10.0 MiB',
		'to send    3 parts, 10.0 MiB (10,486,994 bytes)',
		'! 2 parts landed within the last hour: somebody may still be uploading.',
	])
		expect(stdout).toContain(`${line}\n`);
	const whole = await rescue(on, ['--dry-run', '--json', '--include-active', '--yes']);
	expect(whole.code).toBe(0);
	expect(JSON.parse(whole.stdout)).toMatchObject({
		...{schema_version: 1, State: 'active', PartSize: partSize, PartCount: 5},
		...{SendBytes: 2 * partSize + 1234, SavedBytes: 2 * partSize, Existing: null, Needs: []},
		Parts: [
			{PartNumber: 1, Judgement: 'proven', By: 'MD5', Start: 0, End: partSize},
			{PartNumber: 3},
		],
		ToSend: [{PartNumber: 2, Why: 'missing'}, {PartNumber: 4}, {PartNumber: 5}],
	});
	for (const [given, needs] of [
		[[], ['--include-active', '--yes']],
		[['--yes'], ['--include-active']],
		[['--include-active'], ['--yes']],
	] as const) {
		const {stdout: json} = await rescue(on, ['--dry-run', '--json', ...given]);
		expect(JSON.parse(json).Needs).toEqual(needs);
	}
	expect([on.asked('UploadPart'), on.asked('CompleteMultipartUpload')]).toEqual([0, 0]);
	expect((await on.journal.history()).acts).toEqual([]);
});

test('--check says whether the parts are of the file, and reads nothing but them', async () => {
	const {on} = await begun();
	expect((await rescue(on, ['--check'])).code).toBe(0);
	await writeFile(on.path, Buffer.alloc(on.content.length));
	const {code, stdout} = await rescue(on, ['--check']);
	expect(code).toBe(1);
	expect(stdout).toContain(
		'x Parts 1, 3 differ from the file, first between bytes 0 and 5,242,880. No part matches',
	);
});

test('--check is not passed where nothing was compared, since the file makes too many parts', async () => {
	const {on} = await begun();
	const {code, stdout} = await rescue(on, ['--check', '--part-size', '1000B']);
	expect(code).toBe(1);
	expect(stdout).toContain('0 of 2 parts proven');
});

test('--no-complete ends once all parts are there', async () => {
	const {on, target} = await begun();
	const {code, stdout} = await rescue(on, ['--include-active', '--yes', '--no-complete']);
	expect([code, stdout]).toEqual([
		0,
		'All parts are there, and it is not completed. Each part matches the file.\nSent: 3 parts, 10.0 MiB.\n',
	]);
	expect((await on.gateway.listParts(target)).parts).toHaveLength(5);
	expect(on.asked('CompleteMultipartUpload')).toBe(0);
});

describe('without a terminal it is refused', () => {
	test('where a client may be uploading', async () => {
		const {on} = await begun();
		const {code, stderr} = await rescue(on, ['--yes']);
		expect(code).toBe(3);
		expect(stderr).toBe(
			'! 2 parts landed within the last hour: somebody may still be uploading.\nRefused: add --include-active to allow that. Nothing was sent.\n',
		);
	});

	test('where the key has several uploads, which are shown', async () => {
		const {on} = await begun();
		const other = await on.begin();
		const {code, stderr} = await rescue(on);
		expect(code).toBe(3);
		expect(stderr).toMatch(/^1\. \S+ {2}\d+ s old, .*\n2\. /);
		expect(stderr).toContain(
			'The key has 2 uploads: name one with --upload-id. Nothing was sent.\n',
		);
		expect(
			(await rescue(on, ['--include-active', '--yes', '--upload-id', other.uploadId])).stderr,
		).toContain('It needs --part-size. Nothing was sent.');
		expect(on.asked('UploadPart')).toBe(0);
	});

	test('where a part differs, and --replace-different sends it again', async () => {
		const {on} = await begun();
		const other = firstByteChanged(on.content);
		await writeFile(on.path, other);
		const refused = await rescue(on);
		expect(refused.code).toBe(3);
		expect(refused.stderr).toContain(
			'x Part 1 differs from the file, first between bytes 0 and 5,242,880.\n',
		);
		expect(refused.stderr).toContain('It needs --replace-different. Nothing was sent.');
		expect(on.asked('UploadPart')).toBe(0);
		const replaced = await rescue(on, ['--include-active', '--yes', '--replace-different']);
		expect(replaced.code).toBe(0);
		expect(other.equals((await on.object()) ?? Buffer.alloc(0))).toBe(true);
	});

	test('where an object is at the key, unless --overwrite', async () => {
		const {on} = await begun();
		on.sandbox.seed.object({bucket, key, body: 'before'});
		expect(await rescue(on)).toMatchObject({
			code: 3,
			stderr: expect.stringContaining('It needs --overwrite. Nothing was sent.'),
		});
		expect((await rescue(on, ['--include-active', '--yes', '--overwrite'])).code).toBe(0);
	});

	test('over a connection that is read-only', async () => {
		const {on} = await begun();
		expect(await rescue(on, ['--yes', '--read-only'])).toMatchObject({
			code: 3,
			stderr: 'This connection is read-only: nothing was sent.\n',
		});
	});
});

test('an upload that is quiet needs no word but that it goes on', async () => {
	const on = await openRescueStage();
	await utimes(on.path, new Date(), new Date());
	const uploadId = on.sandbox.seed.upload({
		...{bucket, key, initiated: Date.now() - 10 * hour},
		parts: [{number: 1, size: partSize, etag: await md5Of(on.content.subarray(0, partSize))}],
	});
	expect(await rescue(on, ['--dry-run', '--upload-id', uploadId])).toMatchObject({
		code: 3,
		stderr: '! Where nobody can be asked this needs --yes.\n',
		stdout: expect.stringContaining('after the upload began at'),
	});
});

async function md5Of(bytes: Buffer): Promise<string> {
	const {createHash} = await import('node:crypto');
	return createHash('md5').update(bytes).digest('hex');
}

describe('wrong usage', () => {
	test.each([
		['stdin', '-', 'Stdin can be read only once.'],
		['a pipe', 'pipe', 'is a pipe, a socket or a device.'],
		['a folder', 'folder', 'is a folder.'],
		['no file', 'nothing', 'is not there.'],
	])('%s is refused with the reason', async (_, name, why) => {
		const {on} = await begun([]);
		const path = name === '-' ? name : join(on.folder, name);
		if (name === 'pipe') execFileSync('mkfifo', [path]);
		if (name === 'folder') await mkdir(path);
		expect(await rescue({...on, path})).toMatchObject({
			code: 2,
			stderr: expect.stringContaining(why),
		});
	});

	test('a part size that is none', async () => {
		const {on} = await begun([]);
		for (const size of ['0', 'x', '-1', '6TiB'])
			expect((await rescue(on, ['--part-size', size])).code).toBe(2);
		expect(on.asked('ListParts')).toBe(0);
	});

	test('no upload of the key', async () => {
		const on = await openRescueStage();
		expect(await rescue(on)).toMatchObject({
			code: 1,
			stderr: `No upload of s3://${bucket}/${key} is listed. A rescue needs one that is there.\n`,
		});
	});
});

test('a path that would damage the terminal is shown escaped', async () => {
	const {on} = await begun();
	const path = join(on.folder, 'a\x1b[31mb\n.tar');
	await writeFile(path, on.content);
	const {stdout} = await rescue({...on, path}, ['--dry-run']);
	expect(stdout).not.toContain('\x1b');
	expect(stdout).toContain('a\\u{1b}[31mb\\u{a}.tar');
});

test('one that is stopped in the middle says how to go on, and the same command goes on', async () => {
	const {on} = await begun([1, 3], {size: 12 * MiB + 3 * partSize});
	const stopping = new AbortController();
	const {closed, open} = gate();
	on.sandbox.faults.add({
		...{operation: 'UploadPart', call: 2},
		action: {hold: closed, when: 'before'},
	});
	const second = (async () => {
		await on.sandbox.requests.next('UploadPart');
		await on.sandbox.requests.next('UploadPart');
		stopping.abort();
	})();
	const stopped = await rescue(on, undefined, {signal: stopping.signal});
	await second;
	open();
	expect(stopped.code).toBe(130);
	expect(stopped.stderr).toMatch(
		/^Stopped\. \d parts? (is|are) left, and nothing was completed\. Started again/,
	);
	on.sandbox.faults.clear();
	// The parts that were sent from here are no sign of life; those of the client are.
	expect((await rescue(on)).code).toBe(0);
	expect(on.content.equals((await on.object()) ?? Buffer.alloc(0))).toBe(true);
	expect((await on.journal.history()).acts.map(({outcome}) => outcome?.outcome)).toEqual([
		...['failed', 'done', 'done'],
	]);
});
