import {utimes} from 'node:fs/promises';
import {dirname} from 'node:path';
import {
	CreateMultipartUploadCommand,
	GetObjectCommand,
	UploadPartCommand,
} from '@aws-sdk/client-s3';
import {expect, test} from 'vitest';
import {openApp} from '../../../support/app.js';
import {gate} from '../../../support/gate.js';
import {localFile, someBytes} from '../../../support/local-file.js';
import {sandboxClient} from '../../../support/sandbox-client.js';
import {bucket, MiB, openStage} from '../../../support/stage.js';

const key = 'raw/tape.tar';
const partSize = 5 * MiB;

/** An upload of which a client sent the first part of three a moment ago, its file, and the app on the list. */
async function begun() {
	const {sandbox} = await openStage();
	const bytes = someBytes(12 * MiB);
	const path = await localFile(bytes);
	await utimes(path, 1, 1);
	const client = sandboxClient(sandbox);
	const created = await client.send(new CreateMultipartUploadCommand({Bucket: bucket, Key: key}));
	const of = {Bucket: bucket, Key: key, UploadId: created.UploadId};
	const Body = bytes.subarray(0, partSize);
	await client.send(new UploadPartCommand({...of, PartNumber: 1, Body}));
	const app = await openApp(sandbox, {target: {bucket}, size: {columns: 110, rows: 32}});
	await app.listed();
	const sent = () => sandbox.requests.log.filter(({operation}) => operation === 'UploadPart');
	return {sandbox, app, bytes, path, client, sent};
}

test('an upload is finished from its file: only what is missing is sent, and the object is the file', async () => {
	const {app, bytes, path, client, sent} = await begun();
	await app.press('R');
	await app.type(path.slice(0, -2));
	await app.press('tab');
	await app.waitFor('12.0 MiB (12,582,912 bytes)');
	expect(app.screen().replace(/\s+/g, '')).toContain(path);
	await app.press('enter');
	// Its own client sent a part a moment ago.
	await app.waitFor('type the key to go on');
	const shown = app.screen();
	for (const fact of [
		'3 parts of 5 MiB',
		'1 of 1 part proven to match the file',
		'2 parts, 7.0 MiB (7,340,032 bytes)',
		'It is ACTIVE',
	])
		expect(shown).toContain(fact);
	expect(sent()).toHaveLength(1);
	await app.press('enter');
	await app.type(key);
	await app.press('enter');
	await app.waitFor('Done.');
	expect(app.screen()).toContain('7.0 MiB (7,340,032 bytes) in 2 parts');
	// Side by side: which one arrives first is open.
	expect(
		sent()
			.map(({query}) => query['partNumber'])
			.toSorted(),
	).toEqual(['1', '2', '3']);
	const object = await client.send(new GetObjectCommand({Bucket: bucket, Key: key}));
	expect(bytes.equals(await object.Body!.transformToByteArray())).toBe(true);
	await app.press('esc');
	await app.waitFor(() => app.state().dialog === undefined);
	await app.press('H');
	await app.waitFor(/Rescue.*raw\/tape\.tar/i);
});

test('a folder is said to be one at once, and a file that differs asks for its own word', async () => {
	const {app, path, sent} = await begun();
	const other = await localFile(someBytes(12 * MiB).fill(7, 100, 200));
	await utimes(other, 1, 1);
	await app.press('R');
	await app.type(dirname(path));
	await app.waitFor(/folder|directory/);
	await app.press('esc');
	await app.press('R');
	await app.type(other);
	await app.press('enter');
	await app.waitFor('type replace and the key to go on');
	expect(app.screen()).toContain('sent again');
	await app.type(key);
	await app.press('enter');
	expect(app.screen()).toContain('type replace and the key to go on');
	await app.press('esc');
	expect(sent()).toHaveLength(1);
});

/** The rescue is confirmed. */
async function agree({app}: Awaited<ReturnType<typeof begun>>): Promise<void> {
	await app.waitFor('type the key to go on');
	await app.type(key);
	await app.press('enter');
}

async function start(on: Awaited<ReturnType<typeof begun>>): Promise<void> {
	await on.app.press('R');
	await on.app.type(on.path);
	await on.app.press('enter');
	await agree(on);
}

test('credentials that expire pause it; r goes on where it was', async () => {
	const on = await begun();
	const {app, sent} = on;
	const expired = on.sandbox.faults.add({
		operation: 'UploadPart',
		action: {respond: {status: 400, body: '<Error><Code>ExpiredToken</Code></Error>'}},
	});
	await start(on);
	await app.waitFor('Paused.');
	await app.waitFor('once that is fixed, r goes on');
	expect(app.screen()).toContain('ExpiredToken');
	expired.remove();
	const before = sent().length;
	await app.press('r');
	await app.waitFor('Done.');
	expect(sent().length - before).toBe(2);
});

test('it runs on in the background, is found by !, stopped, and goes on with what is left', async () => {
	const on = await begun();
	const {app, sent} = on;
	const {closed, open} = gate();
	on.sandbox.faults.add({operation: 'UploadPart', action: {hold: closed, when: 'before'}});
	await start(on);
	await app.waitFor(() => sent().length === 3);
	await app.press('esc');
	await app.waitFor('rescuing raw/tape.tar');
	await app.press('!');
	await app.waitFor(/Rescue of raw\/tape\.tar/);
	await app.press('enter');
	await app.waitFor(/Sending: .* of 7\.0 MiB/);
	// Nothing else is done to the upload meanwhile.
	await app.press('esc');
	await app.press('x');
	await app.waitFor('is under way');
	await app.press('!');
	await app.press('enter');
	await app.press('s');
	await app.waitFor('Stopping');
	open();
	await app.waitFor('Stopped.');
	expect(app.screen()).toContain('r compares again and goes on with what is left');
	// Both parts were under way, and none is sent again.
	await app.press('r');
	await app.waitFor('3 of 3 parts proven to match the file');
	await agree(on);
	await app.waitFor('Done.');
	expect(sent()).toHaveLength(3);
});
