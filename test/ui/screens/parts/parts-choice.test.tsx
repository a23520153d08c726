import {readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {HeadObjectCommand} from '@aws-sdk/client-s3';
import {describe, expect, test} from 'vitest';
import {type OpenedApp, openApp, temporaryFolder} from '../../../support/app.js';
import {sandboxClient} from '../../../support/sandbox-client.js';
import {bucket, MiB, openStage} from '../../../support/stage.js';

const key = 'raw/tape.tar';

/** The parts of one upload of five, on the screen. */
async function parts(sizes: readonly number[] = [8, 8, 8, 8, 1].map(size => size * MiB)) {
	const {sandbox, upload} = await openStage();
	const uploadId = upload(key, {sizes});
	const app = await openApp(sandbox, {target: {bucket}, size: {columns: 100, rows: 30}});
	await app.listed();
	await app.press('enter');
	await app.waitFor(/PART +SIZE/);
	return {sandbox, uploadId, app};
}

/** The numbers that the table shows as left out. */
function leftOut(app: OpenedApp): number[] {
	return app
		.lines()
		.filter(line => /left out$/.test(line.trimEnd()) && /^ .×? *×/.test(line))
		.map(line => Number(/(\d+) +[\d.]+ [KMG]iB/.exec(line)?.[1]));
}

async function head(sandbox: Parameters<typeof sandboxClient>[0]) {
	const client = sandboxClient(sandbox);
	try {
		return await client.send(new HeadObjectCommand({Bucket: bucket, Key: key}));
	} finally {
		client.destroy();
	}
}

describe('leaving parts out', () => {
	test('what is left out is named in the question, and is not in the object', async () => {
		const {app, sandbox} = await parts();
		await app.press('j', 'space', 'c');
		await app.waitFor('from 4 parts, 1 LEFT OUT');
		await app.press('tab', 'enter');
		await app.waitFor('Done.');
		const object = await head(sandbox);
		expect(object.ContentLength).toBe(25 * MiB);
		expect(object.ETag).toMatch(/-4"$/);
	});
});

describe('parts files', () => {
	test('written as the AWS CLI takes them, never over a file; read back they change nothing', async () => {
		const {app} = await parts();
		const path = join(await temporaryFolder(), 'tape.json');
		await app.press('e');
		await app.waitFor('tape.tar.parts.json');
		await app.press('\u0015');
		await app.type(path);
		await app.press('enter');
		await app.waitFor('5 parts written');
		const file = JSON.parse(await readFile(path, 'utf8')) as {Parts: unknown[]};
		expect(file.Parts).toHaveLength(5);
		expect(file.Parts[0]).toEqual({PartNumber: 1, ETag: expect.stringMatching(/^"[0-9a-f]{32}"$/)});

		await app.press('e', '\u0015');
		await app.type(path);
		await app.press('enter');
		await app.waitFor('is there already');
		await app.press('esc', 'i');
		await app.type(path);
		await app.press('enter');
		await app.waitFor('5 parts of the file are there as named.');
		expect(app.screen()).toContain('Completing now makes exactly what the file says.');
		await app.press('esc');
		expect(leftOut(app)).toEqual([]);
	});

	test('one made by hand: what matches, what does not, what is lacking', async () => {
		const {app} = await parts();
		const path = join(await temporaryFolder(), 'hand.json');
		await app.press('e', '\u0015');
		await app.type(path);
		await app.press('enter');
		await app.waitFor('5 parts written');
		const {Parts} = JSON.parse(await readFile(path, 'utf8')) as {
			Parts: Array<{PartNumber: number; ETag: string}>;
		};
		const hand = [
			Parts[3],
			Parts[0],
			{...Parts[1], ETag: '0'.repeat(32)},
			{PartNumber: 9, ETag: '1'.repeat(32)},
		];
		await writeFile(path, `\ufeff${JSON.stringify({Parts: hand})}`);
		await app.press('i');
		await app.type(path);
		await app.press('enter');
		await app.waitFor('The parts file and the service');
		const told = app.screen();
		expect(told.replaceAll(/\s+/g, ' ')).toContain(
			'Parts 2, 9 are not there as the file names them: completing the rest does NOT make what the file says.',
		);
		expect(told).toContain('2 parts of the file are there as named.');
		expect(told).toMatch(/Part 2 has another ETag/);
		expect(told).toMatch(/Part 9 is in the file and not on the service/);
		expect(told).toMatch(/Parts 3, 5 are on the service and not in the file: left out/);
		await app.press('esc');
		expect(leftOut(app)).toEqual([2, 3, 5]);
	});

	test('what is none says where it is wrong, and nothing changes', async () => {
		const {app} = await parts();
		const path = join(await temporaryFolder(), 'broken.json');
		await writeFile(path, '{"Parts": [{"PartNumber": 1,}]}');
		await app.press('i');
		await app.type(path);
		await app.press('enter');
		await app.waitFor(/no parts file: .*[Ll]ine 1/);
		await app.press('esc');
		expect(leftOut(app)).toEqual([]);
	});
});

test('y offers the ready command of the AWS CLI', async () => {
	const {app, uploadId} = await parts();
	await app.press('y');
	await app.waitFor('aws command');
	await app.press('j', 'j', 'j', 'j', 'j', 'enter');
	await app.waitFor('Copied');
	const copied = Buffer.from(
		/\]52;c;([^\u0007]*)/.exec(app.direct.join(''))?.[1] ?? '',
		'base64',
	).toString();
	expect(copied).toMatch(/^aws s3api complete-multipart-upload /);
	for (const fact of [bucket, key, uploadId, 'file://tape.tar.parts.json'])
		expect(copied).toContain(fact);
});
