import {ListMultipartUploadsCommand} from '@aws-sdk/client-s3';
import {describe, expect, test} from 'vitest';
import {openApp} from '../../../support/app.js';
import {gate} from '../../../support/gate.js';
import {sandboxClient} from '../../../support/sandbox-client.js';
import {
	abortElsewhere,
	bucket,
	MiB,
	numbered,
	openStage,
	type Stage,
} from '../../../support/stage.js';

const sent = ({sandbox}: Stage) => sandbox.requests.count('AbortMultipartUpload');

async function opened(keys: readonly string[] = numbered('key-', 5)) {
	const made = await openStage();
	const ids = keys.map(key => made.upload(key));
	const app = await openApp(made.sandbox, {target: {bucket}});
	await app.listed();
	return {...made, ids, app};
}

/** What another client sees. */
async function left({sandbox}: Stage): Promise<string[]> {
	const client = sandboxClient(sandbox);
	const {Uploads = []} = await client.send(new ListMultipartUploadsCommand({Bucket: bucket}));
	client.destroy();
	return Uploads.map(({Key}) => Key ?? '');
}

test('end to end: three are marked, counted, typed, aborted, and gone for another client too', async () => {
	const {app, ...made} = await opened();
	await app.press('   ', 'x');
	await app.waitFor('type 3 ');
	const shown = app.screen();
	for (const fact of [
		'ABORT 3 uploads: 51.0 MiB is lost for good',
		made.sandbox.endpoint,
		bucket,
		'51.0 MiB',
		'key-0001',
	])
		expect(shown).toContain(fact);
	await app.press('enter');
	expect(sent(made)).toBe(0);
	await app.press('3', 'enter');
	await app.waitFor(/3 gone[\s\S]*51\.0 MiB freed/);
	expect(sent(made)).toBe(3);
	expect(await left(made)).toEqual(['key-0004', 'key-0005']);
	await app.press('esc');
	await app.waitFor(/^ 2 uploads/m);
	expect(app.screen()).not.toContain('key-0001');
	expect(app.screen()).not.toContain('marked');
});

test('a double Enter sends one Abort; it is proven gone by a listing made afterwards', async () => {
	const {app, sandbox, ...made} = await opened();
	const {closed, open} = gate();
	sandbox.faults.add({operation: 'AbortMultipartUpload', action: {hold: closed, when: 'before'}});
	const arrived = sandbox.requests.next('AbortMultipartUpload');
	await app.press('x');
	await app.waitFor('Cancel');
	await app.press('tab', 'enter', 'enter');
	await arrived;
	await app.press('x', 'enter', 'enter');
	const listings = sandbox.requests.count('ListMultipartUploads');
	open();
	await app.waitFor(() => app.state().acts.acts.every(({ended}) => ended !== undefined));
	expect(sent({sandbox, ...made})).toBe(1);
	expect(sandbox.requests.count('ListMultipartUploads')).toBeGreaterThan(listings);
	expect(await left({sandbox, ...made})).toHaveLength(4);
});

describe('several', () => {
	test('that live, or may, are left out and named; the count is of the others', async () => {
		const made = await openStage();
		for (const key of ['dead-1', 'dead-2', 'dead-3']) made.upload(key);
		made.upload('live', {quiet: 1000});
		made.upload('secret');
		made.sandbox.faults.add({
			operation: 'ListParts',
			key: 'secret',
			action: {respond: {status: 403, body: '<Error><Code>AccessDenied</Code></Error>'}},
		});
		const app = await openApp(made.sandbox, {target: {bucket}});
		await app.listed();
		await app.press('*', 'x');
		await app.waitFor('type 3 ');
		expect(app.screen()).toMatch(/1 active \(i includes them\) · 1 unknown/);
		expect(app.screen()).toContain('3 of 5');
		await app.press('5', 'enter', 'backspace', '3', 'enter');
		await app.waitFor(/3 gone/);
		expect((await left(made)).toSorted()).toEqual(['live', 'secret']);
	});

	test('i includes those that live, and has them named as active', async () => {
		const made = await openStage();
		for (const key of ['live-1', 'live-2']) made.upload(key, {quiet: 1000});
		const app = await openApp(made.sandbox, {target: {bucket}});
		await app.listed();
		await app.press('*', 'x');
		await app.waitFor('Nothing can be aborted here');
		await app.press('i');
		await app.waitFor('2 of them ARE ACTIVE');
		await app.press('enter');
		expect((await left(made)).length).toBe(2);
		await app.type(`${bucket} active`);
		await app.press('enter');
		await app.waitFor(/2 gone/);
		expect(await left(made)).toEqual([]);
	});

	test('one that moves meanwhile is left alone, and named', async () => {
		const {app, sandbox, ids, ...made} = await opened(['a', 'b']);
		await app.press('*', 'x');
		await app.waitFor('type media-archive ');
		sandbox.seed.part({bucket, key: 'b', uploadId: ids[1] ?? '', number: 4, size: MiB});
		await app.press(bucket, 'enter');
		await app.waitFor(/1 gone.*1 left alone/);
		expect(app.row(' b ')).toMatch(/1 part landed since/);
		expect(sent({sandbox, ...made})).toBe(1);
		expect(await left({sandbox, ...made})).toEqual(['b']);
	});

	test('a result for each: gone, gone before, failed', async () => {
		const {app, sandbox, ids} = await opened(['a', 'b', 'c']);
		await app.press('*', 'x');
		await app.waitFor('type media-archive ');
		await abortElsewhere(sandbox, 'b', ids[1] ?? '');
		sandbox.faults.add({
			operation: 'AbortMultipartUpload',
			key: 'c',
			action: {respond: {status: 403, body: '<Error><Code>AccessDenied</Code></Error>'}},
		});
		await app.press(bucket, 'enter');
		await app.waitFor(/2 gone.*1 failed/);
		expect(app.row(' c ')).toContain('AccessDenied');
	});
});

test('an active one is named as active, and its key has to be typed', async () => {
	const made = await openStage();
	made.upload('live', {quiet: 1000});
	const app = await openApp(made.sandbox, {target: {bucket}});
	await app.listed();
	await app.press('x');
	await app.waitFor(/type the key to go on/);
	expect(app.screen()).toContain('ACTIVE');
	await app.press('enter', bucket, 'enter');
	expect(sent(made)).toBe(0);
	await app.press('ctrl-u', 'live', 'enter');
	await app.waitFor(/✓ Gone/);
});

test('where listing is denied the words say that it is not proven', async () => {
	const {app, sandbox} = await opened(['a']);
	sandbox.faults.add({
		operation: 'ListMultipartUploads',
		action: {respond: {status: 403, body: '<Error><Code>AccessDenied</Code></Error>'}},
	});
	await app.press('x');
	await app.waitFor('Cancel');
	await app.press('tab', 'enter');
	await app.waitFor(/not verified/);
	expect(app.screen()).not.toMatch(/\bGone\./);
});

test('from the parts of an upload; when it is gone they close with the view of the act', async () => {
	const {app, ...made} = await opened(['a', 'b']);
	await app.press('enter');
	await app.waitFor('LAST MODIFIED');
	await app.press('x');
	await app.waitFor('Cancel');
	await app.press('tab', 'enter');
	await app.waitFor(/✓ Gone/);
	await app.press('esc');
	expect(app.row('▸')).toContain(' b ');
	expect(await left(made)).toEqual(['b']);
});

test('Esc while the parts are being read again ends that, and nothing is sent', async () => {
	const {app, sandbox, ...made} = await opened(['a']);
	const {closed, open} = gate();
	sandbox.faults.add({operation: 'ListParts', action: {hold: closed, when: 'before'}});
	const asked = sandbox.requests.next('ListParts');
	await app.press('x');
	await asked;
	expect(app.screen()).toContain('reading its parts again');
	await app.press('esc');
	expect(app.state().dialog).toBeUndefined();
	open();
	await app.press('r');
	await app.waitFor('Nothing came or went');
	expect(app.state().dialog).toBeUndefined();
	expect(sent({sandbox, ...made})).toBe(0);
});
