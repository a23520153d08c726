import {HeadObjectCommand} from '@aws-sdk/client-s3';
import {expect, test} from 'vitest';
import {openApp} from '../../../support/app.js';
import {sandboxClient} from '../../../support/sandbox-client.js';
import {bucket, MiB, openStage} from '../../../support/stage.js';

const key = 'reports/q3.pdf';

/** A confirmation for an upload whose key holds an object already. */
async function asked() {
	const {sandbox, upload} = await openStage();
	upload(key);
	sandbox.seed.object({bucket, key, size: 3 * MiB});
	const client = sandboxClient(sandbox);
	const head = () => client.send(new HeadObjectCommand({Bucket: bucket, Key: key}));
	const before = await head();
	const app = await openApp(sandbox, {target: {bucket}});
	await app.listed();
	await app.press('c');
	await app.waitFor('type the key to replace what is there');
	const sent = () =>
		sandbox.requests.log.filter(({operation}) => operation === 'CompleteMultipartUpload');
	return {sandbox, app, before, head, sent};
}

test('an object is replaced only after its key was typed, and only that object', async () => {
	const {app, before, head, sent} = await asked();
	const shown = app.screen();
	expect(shown).toContain('will be REPLACED');
	expect(shown).toContain('3.0 MiB (3,145,728 bytes)');
	expect(shown).toContain(before.ETag);
	await app.press('enter');
	await app.type(key.slice(0, -1));
	await app.press('enter');
	expect(sent()).toHaveLength(0);
	await app.type(key.slice(-1));
	await app.press('enter');
	await app.waitFor('Done.');
	expect(sent()).toHaveLength(1);
	expect(sent()[0]?.headers['if-match']).toBe(before.ETag);
	expect(sent()[0]?.headers['if-none-match']).toBeUndefined();
	expect((await head()).ContentLength).toBe(17 * MiB);
});

test('another object since then: nothing is sent, what changed is told, and the key is asked for again', async () => {
	const {sandbox, app, head, sent} = await asked();
	sandbox.seed.object({bucket, key, size: 4 * MiB});
	const other = await head();
	await app.type(key);
	await app.press('enter');
	await app.waitFor('Changed meanwhile');
	expect(sent()).toHaveLength(0);
	await app.waitFor('type the key to replace what is there');
	await app.press('enter');
	expect(sent()).toHaveLength(0);
	expect((await head()).ETag).toBe(other.ETag);
});

test('an object that may not be seen is replaced only after its key was typed', async () => {
	const {sandbox, upload} = await openStage();
	upload(key);
	sandbox.seed.object({bucket, key, size: 3 * MiB});
	sandbox.faults.add({operation: 'HeadObject', action: {respond: {status: 403, body: ''}}});
	const app = await openApp(sandbox, {target: {bucket}});
	await app.listed();
	await app.press('c');
	await app.waitFor('type the key to replace what may be there');
	expect(app.screen()).toContain('would be REPLACED: it cannot be seen');
	await app.press('enter');
	expect(sandbox.requests.count('CompleteMultipartUpload')).toBe(0);
	await app.type(key);
	await app.press('enter');
	// The condition goes with it all the same, and this service obeys: it is agreed to, and not asked for.
	await app.waitFor(/Failed\.|Done\.|accepted/i);
	const [sent] = sandbox.requests.log.filter(each => each.operation === 'CompleteMultipartUpload');
	expect(sent?.headers['if-none-match']).toBe('*');
});
