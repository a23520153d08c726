import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {ListMultipartUploadsCommand} from '@aws-sdk/client-s3';
import {expect, test} from 'vitest';
import type {PersonalityName} from '../../../../source/sandbox/sandbox.js';
import {openApp} from '../../../support/app.js';
import {gate} from '../../../support/gate.js';
import {sandboxClient} from '../../../support/sandbox-client.js';
import {bucket, numbered, openStage, type Stage} from '../../../support/stage.js';

const refuse = (status: number, code: string) => ({
	respond: {status, body: `<Error><Code>${code}</Code></Error>`},
});

/** A list of these uploads, all marked, the run confirmed by its word. */
async function aborting(
	keys: readonly string[],
	before: (made: Stage) => void = () => {},
	size = {columns: 110, rows: 30},
	like: PersonalityName = 'aws',
) {
	const made = await openStage({like});
	for (const key of keys) made.upload(key);
	const app = await openApp(made.sandbox, {target: {bucket}, size});
	await app.listed();
	await app.press('*', 'x');
	await app.waitFor(`type ${bucket} to go on`);
	before(made);
	await app.press(bucket, 'enter');
	return {...made, app};
}

async function left({sandbox}: Pick<Stage, 'sandbox'>): Promise<string[]> {
	const client = sandboxClient(sandbox);
	const {Uploads = []} = await client.send(new ListMultipartUploadsCommand({Bucket: bucket}));
	client.destroy();
	return Uploads.map(({Key}) => Key ?? '');
}

test('a row says that it is aborted, from the answer until a listing proves it gone and it leaves', async () => {
	const {closed, open} = gate();
	const listing = 'ListMultipartUploads';
	const {app, sandbox} = await aborting(
		numbered('key-', 4),
		({sandbox: on}) => on.faults.add({operation: listing, action: {hold: closed, when: 'before'}}),
		undefined,
		'ceph-16',
	);
	await app.waitFor('4 aborted, verifying');
	await app.press('esc');
	await app.waitFor(/key-0001 .* aborted$/m);
	expect(app.row('key-0004')).toMatch(/ aborted$/);
	expect(sandbox.requests.count(listing)).toBeGreaterThan(1);
	open();
	await app.waitFor('No multipart upload is in progress');
});

test.each([
	{columns: 80, rows: 24},
	{columns: 160, rows: 50},
])('under it the rows leave the list while it works, at $columns×$rows', async size => {
	const {closed, open} = gate();
	const {app} = await aborting(
		numbered('key-', 9),
		({sandbox: on}) =>
			on.faults.add({
				operation: 'AbortMultipartUpload',
				key: 'key-0003',
				action: {hold: closed, when: 'before'},
			}),
		size,
	);
	await app.waitFor(/Aborting .* 8 of 9(.*\n)+ 9 uploads .* 8 aborted/);
	expect(app.row('key-0001')).toMatch(/^ {3}key-0001 .* aborted/);
	expect(app.row('key-0003')).toMatch(/ stalled/);
	expect(app.row('key-0009')).toMatch(/ aborted/);
	expect(app.screen()).not.toContain('▸');
	open();
	await app.waitFor(/Ended\..*\n.* 9 gone/);
	await app.waitFor(() => !app.screen().includes('key-000'));
});

test('a terminal of 12 rows has none for a list under it', async () => {
	const {closed, open} = gate();
	const {app} = await aborting(
		numbered('key-', 3),
		({sandbox: on}) =>
			on.faults.add({operation: 'AbortMultipartUpload', action: {hold: closed, when: 'before'}}),
		{columns: 80, rows: 12},
	);
	const screen = await app.waitFor('Aborting');
	expect(screen).not.toContain('KEY');
	open();
	await app.waitFor(/Ended\..*\n.* 3 gone/);
});

test('p pauses: what was sent is waited for, what was not is untouched; p goes on', async () => {
	const {closed, open} = gate();
	const {app, sandbox} = await aborting(numbered('key-', 40), ({sandbox: on}) =>
		on.faults.add({operation: 'AbortMultipartUpload', action: {hold: closed, when: 'before'}}),
	);
	await app.waitFor(() => sandbox.requests.count('AbortMultipartUpload') >= 4);
	await app.press('p');
	await app.waitFor('Pausing');
	open();
	await app.waitFor('Paused');
	const sent = sandbox.requests.count('AbortMultipartUpload');
	expect(await left({sandbox})).toHaveLength(40 - sent);
	expect(sent).toBeLessThan(40);
	await app.press('p');
	await app.waitFor(/40 gone/);
	await app.waitFor('Ended.');
	expect(await left({sandbox})).toEqual([]);
	expect(sandbox.requests.count('AbortMultipartUpload')).toBe(40);
});

test('s stops for good: the rest is named as not sent, and is still there', async () => {
	const {closed, open} = gate();
	const {app, sandbox} = await aborting(numbered('key-', 40), ({sandbox: on}) =>
		on.faults.add({operation: 'AbortMultipartUpload', action: {hold: closed, when: 'before'}}),
	);
	await app.waitFor(() => sandbox.requests.count('AbortMultipartUpload') >= 4);
	await app.press('s');
	open();
	await app.waitFor('Ended.');
	const sent = sandbox.requests.count('AbortMultipartUpload');
	expect(app.screen()).toMatch(new RegExp(`${sent} gone.*${40 - sent} not sent`));
	expect(await left({sandbox})).toHaveLength(40 - sent);
});

test('expired credentials pause it, say what to do, and r goes on', async () => {
	const {app, sandbox} = await aborting(numbered('key-', 6), ({sandbox: on}) =>
		on.faults.add({operation: 'ListParts', times: 8, action: refuse(400, 'ExpiredToken')}),
	);
	await app.waitFor('Paused');
	expect(app.screen()).toContain('ExpiredToken');
	expect(app.screen()).toContain('once that is fixed, r goes on');
	expect(await left({sandbox})).toHaveLength(6);
	sandbox.faults.clear();
	await app.press('r');
	await app.waitFor(/6 gone/);
	expect(await left({sandbox})).toEqual([]);
});

test('a key that the server does not recognise has failed, and is never told as gone', async () => {
	const {app, sandbox} = await aborting(['known', 'stray'], ({sandbox: on}) => {
		for (const operation of ['ListParts', 'AbortMultipartUpload'] as const)
			on.faults.add({operation, key: 'stray', action: refuse(404, 'NoSuchUpload')});
	});
	await app.waitFor('Ended.');
	expect(app.screen()).toMatch(/1 gone.*1 failed/);
	expect(app.row(' stray ')).toContain('Failed');
	expect(await left({sandbox})).toEqual(['stray']);
});

test('what is not gone is opened, written out and tried again', async () => {
	const keys = ['a', 'b', 'c\u001b[31m'];
	const {app, sandbox} = await aborting(keys, ({sandbox: on}) => {
		for (const key of ['b', 'c\u001b[31m'])
			on.faults.add({
				operation: 'AbortMultipartUpload',
				key,
				action: refuse(403, 'AccessDenied'),
			});
	});
	await app.waitFor('Ended.');
	expect(app.screen()).toMatch(/1 gone.*2 failed/);
	expect(app.screen()).toContain('c\\u{1b}[31m');

	await app.press('e', 'ctrl-u', join(app.folder, 'not-gone.jsonl'), 'enter');
	await app.waitFor('2 uploads written to');
	const lines = (await readFile(join(app.folder, 'not-gone.jsonl'), 'utf8')).trim().split('\n');
	expect(lines.map(line => JSON.parse(line))).toMatchObject(
		['b', 'c\u001b[31m'].map(Key => ({
			Bucket: bucket,
			Key,
			Outcome: 'failed',
			Code: 'AccessDenied',
		})),
	);

	expect(app.screen()).toContain('1 of 2 left');
	await app.press('enter');
	await app.waitFor('LAST MODIFIED');
	await app.press('esc');
	sandbox.faults.clear();
	await app.press('!', 'enter', 't');
	await app.waitFor('type 2 to go on');
	expect(await left({sandbox})).toHaveLength(2);
	await app.press('2', 'enter');
	await app.waitFor(/2 gone/);
	expect(await left({sandbox})).toEqual([]);
});

test('X empties the bucket, active ones too, and says what is left when nothing changes', async () => {
	const made = await openStage();
	for (const key of numbered('key-', 20)) made.upload(key);
	made.upload('live', {quiet: 1000});
	made.upload('kept');
	made.sandbox.faults.add({
		operation: 'AbortMultipartUpload',
		key: 'kept',
		action: refuse(403, 'AccessDenied'),
	});
	const app = await openApp(made.sandbox, {target: {bucket}, size: {columns: 110, rows: 30}});
	await app.listed();
	await app.press('X');
	expect(app.screen()).toContain('1 of them IS ACTIVE');
	await app.press('enter');
	expect(made.sandbox.requests.count('AbortMultipartUpload')).toBe(0);
	await app.press(bucket, 'enter');
	await app.waitFor('Nothing changes any more');
	expect(await left(made)).toEqual(['kept']);
	await app.press('esc');
	await app.waitFor(/^ 1 upload\b/m);
	made.sandbox.faults.clear();
	await app.press('X', bucket, 'enter');
	await app.waitFor('No upload is left.');
	expect(await left(made)).toEqual([]);
});

test('at 80×24 the view of a run fits, whatever its keys are', async () => {
	const keys = numbered(`${'長い名前'.repeat(30)}/`, 12);
	const {app} = await aborting(
		keys,
		({sandbox}) =>
			sandbox.faults.add({operation: 'AbortMultipartUpload', action: refuse(403, 'AccessDenied')}),
		{columns: 80, rows: 24},
	);
	await app.waitFor('Ended.');
	await app.press('j', 'j', 'G');
	expect(app.lines().length).toBe(24);
	expect(app.screen()).toContain('12 of 12 left');
	expect(app.lines().at(-1)).toContain('esc close');
});
