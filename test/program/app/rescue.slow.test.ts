import {HeadObjectCommand, S3Client} from '@aws-sdk/client-s3';
import {expect} from 'vitest';
import {sampleUsers} from '../../../source/sandbox/users.js';
import {done, filterField, sendButton, uploadsList} from '../landmarks.js';
import {test} from '../program-test.js';
import {untouched} from '../pty.js';

const bucket = 'acme-media';
const key = 'backups/postgres/orders/with-a-gap.dump.zst';

test('in the demo an upload is finished from its file in nine keys', async ({start}) => {
	const partway = await start(['--demo'], {cols: 120, rows: 36});
	const screen = await partway.waitFor(uploadsList);
	const endpoint = `http://${/127\.0\.0\.1:\d+/.exec(screen)?.[0]}`;

	await partway.press('/', filterField);
	for (const letter of 'gap') await partway.press(letter, new RegExp(`/ \\w*${letter}▏`));
	await partway.press('enter', /\n.* 1 of \d+ uploads holds/);
	await partway.press('R', /with-a-gap\.dump\.zst▏[\s\S]*1\.5 GiB/);
	const plan = await partway.press('enter', /▸ Cancel/);
	expect(plan).toMatch(/45 of 45 parts proven to match the file/);
	expect(plan).toMatch(/3 parts, 96\.0 MiB/);
	await partway.press('right', sendButton);
	const outcome = await partway.press('enter', done);
	expect(outcome).toMatch(/96\.0 MiB \(100,663,296 bytes\) in 3 parts/);
	expect(outcome).toMatch(/etag +"[0-9a-f]{32}-48"/);

	const other = new S3Client({
		endpoint,
		region: 'us-east-1',
		forcePathStyle: true,
		credentials: sampleUsers[0]!,
	});
	const object = await other.send(new HeadObjectCommand({Bucket: bucket, Key: key}));
	expect(object.ContentLength).toBe(48 * 32 * 1024 * 1024);
	other.destroy();
	expect(await partway.quit()).toEqual({code: 0, words: '', terminal: untouched});
});
