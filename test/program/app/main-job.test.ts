import {
	HeadObjectCommand,
	ListMultipartUploadsCommand,
	type MultipartUpload,
	S3Client,
} from '@aws-sdk/client-s3';
import {expect} from 'vitest';
import {sampleUsers} from '../../../source/sandbox/users.js';
import {
	cancelButton,
	completable,
	completeButton,
	done,
	filterField,
	gone,
	listAlone,
	listed,
	marks,
	rows,
	uploadsList,
} from '../landmarks.js';
import {test} from '../program-test.js';
import {type Program, untouched} from '../pty.js';

const bucket = 'acme-media';
const key = 'genomics/run-264/with-checksums.bam';

test('in the demo an upload is completed and three are aborted by keys alone, and another client agrees', async ({
	start,
}) => {
	const partway = await start(['--demo'], {cols: 150, rows: 40});
	const endpoint = endpointOn(await partway.waitFor(uploadsList));
	const other = new S3Client({
		endpoint,
		region: 'us-east-1',
		forcePathStyle: true,
		credentials: sampleUsers[0]!,
	});
	const before = await uploadsOf(other);
	await partway.waitFor(listed(before.length));

	await filterBy(partway, 'with-checksums');
	await partway.press('enter', completable(33));
	const expectedETag = /"[0-9a-f]{32}-33"/.exec(partway.screen())?.[0];
	expect(expectedETag).toBeDefined();
	await partway.press('end', /▸ +33 /);
	await partway.press('c', cancelButton);
	expect(partway.screen()).toContain(expectedETag);
	await partway.press('right', completeButton);
	const outcome = await partway.press('enter', done);
	expect(outcome).toMatch(new RegExp(`location +${endpoint}/${bucket}/${encodeURIComponent(key)}`));
	expect(outcome).toMatch(new RegExp(`etag +${expectedETag}`));

	// Wherever the outcome leaves one: out to the list.
	await partway.press('esc', text => !done.test(text));
	if (!uploadsList.test(partway.screen())) await partway.press('esc', uploadsList);
	await filterBy(partway, 'genomics');
	await partway.press('space', marks(1));
	await partway.press('space', marks(2));
	const list = await partway.press('space', marks(3));
	const marked = rows(list).flatMap(row => (row.marked ? [row.key] : []));
	await partway.press('x', 'type 3 to go on');
	await partway.press('3', /to go on: 3/);
	await partway.press('enter', gone(3));
	await partway.press('esc', text => listAlone(text) && marks(0)(text));

	const after = await uploadsOf(other);
	const missing = before.filter(
		({UploadId}) => !after.some(upload => upload.UploadId === UploadId),
	);
	expect(missing.map(upload => upload.Key).sort()).toEqual([key, ...marked].sort());
	const object = await other.send(new HeadObjectCommand({Bucket: bucket, Key: key}));
	expect(object).toMatchObject({ETag: expectedETag, ContentLength: 33 * 32 * 1024 * 1024});
	other.destroy();

	expect(await partway.quit()).toEqual({code: 0, words: '', terminal: untouched});
});

/** What the breadcrumb says. */
function endpointOn(screen: string): string {
	return `http://${/127\.0\.0\.1:\d+/.exec(screen)?.[0]}`;
}

/** Replaces the filter, and leaves its field. */
async function filterBy(partway: Program, text: string): Promise<void> {
	await partway.press('/', filterField);
	await partway.press('esc', screen => !filterField.test(screen));
	await partway.press('/', filterField);
	await partway.press(text, `/ ${text}▏`);
	await partway.press('enter', screen => !filterField.test(screen));
}

async function uploadsOf(client: S3Client): Promise<MultipartUpload[]> {
	const {Uploads = [], IsTruncated} = await client.send(
		new ListMultipartUploadsCommand({Bucket: bucket}),
	);
	expect(IsTruncated).toBe(false);
	return Uploads;
}
