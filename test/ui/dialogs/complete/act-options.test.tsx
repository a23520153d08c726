import {expect, test} from 'vitest';
import {accountId} from '../../../../source/sandbox/users.js';
import {type OpenOptions, openApp} from '../../../support/app.js';
import {bucket, MiB, openStage, type Stage} from '../../../support/stage.js';

const key = 'raw/tape.tar';
const stranger = '000000000000';
const asks = /▸ Cancel +Complete/;

/** The list with one upload, read; and what every later request about the bucket carries. */
async function opened(settings: OpenOptions['settings'] = {}, object = false) {
	const made = await openStage();
	made.upload(key);
	if (object) made.sandbox.seed.object({bucket, key, size: 3 * MiB});
	const app = await openApp(made.sandbox, {
		target: {bucket},
		settings,
		size: {columns: 100, rows: 40},
	});
	const owner = accountId(made.sandbox.users[0]!);
	await app.listed();
	made.sandbox.requests.clear();
	return {...made, app, owner};
}

function carried({sandbox}: Stage) {
	return sandbox.requests.log.map(({operation, headers}) => [
		operation,
		headers['x-amz-expected-bucket-owner'],
		headers['x-amz-request-payer'],
	]);
}

test('the terms of the connection stand in the confirmation, and in the form that changes them', async () => {
	const {app, sandbox, ...made} = await opened({requestPayer: 'requester'});
	await app.press('c');
	await app.waitFor(asks);
	expect(app.row('who pays')).toContain('you, the requester (RequestPayer)');
	expect(app.screen()).not.toContain('ExpectedBucketOwner');
	expect(app.lines().at(-1)).toContain('o options');
	await app.press('o');
	await app.waitFor('Options of this Complete');
	expect(app.row('requester pays')).toContain('yes');
	await app.press('esc');
	await app.waitFor(asks);
	await app.press('tab', 'enter');
	await app.waitFor('Done.');
	for (const each of carried({sandbox, ...made}))
		expect(each.slice(1)).toEqual([undefined, 'requester']);
});

test('those of one act go with it and with every look that belongs to it, and with nothing else', async () => {
	const {app, sandbox, owner, upload, ...made} = await opened();
	upload('next');
	await app.press('c');
	await app.waitFor(asks);
	await app.press('o');
	await app.waitFor('Options of this Complete');
	await app.type('1111');
	await app.press('tab', 'enter');
	await app.waitFor('"1111" is not the id of an account: it has 12 digits.');
	await app.press('ctrl-u');
	await app.type(owner);
	await app.press('tab');
	await app.type('y');
	sandbox.requests.clear();
	await app.press('enter');
	await app.waitFor(asks);
	expect(app.row('owner')).toContain(`must be account ${owner}`);
	expect(app.row('who pays')).toContain('requester');
	await app.press('tab', 'enter');
	await app.waitFor('Done.');
	const sent = carried({sandbox, owner, upload, ...made} as Stage);
	expect(sent.map(([operation]) => operation)).toEqual(
		expect.arrayContaining(['ListParts', 'HeadObject', 'CompleteMultipartUpload']),
	);
	for (const each of sent) expect(each.slice(1)).toEqual([owner, 'requester']);
	sandbox.requests.clear();
	await app.press('esc', 'r');
	await app.waitFor('next');
	await app.press('c');
	await app.waitFor(asks);
	expect(app.screen()).not.toContain('must be account');
	for (const each of carried({sandbox, owner, upload, ...made} as Stage))
		expect(each.slice(1)).toEqual([undefined, undefined]);
});

test('a wrong owner is told as what may be wrong, and put right from there', async () => {
	const {app, sandbox, owner} = await opened();
	await app.press('c');
	await app.waitFor(asks);
	await app.press('o');
	await app.waitFor('Options of this Complete');
	await app.type(stranger);
	await app.press('tab', 'enter');
	await app.waitFor('AccessDenied');
	expect(app.screen()).toMatch(/does not belong to the expected\s+account\s+000000000000/);
	await app.press('o');
	await app.waitFor('Options of this Complete');
	expect(app.row('bucket owner')).toContain(stranger);
	await app.press('ctrl-u');
	await app.type(owner);
	await app.press('tab', 'enter');
	await app.waitFor(asks);
	expect(sandbox.requests.count('CompleteMultipartUpload')).toBe(0);
});

test('the ready command of the AWS CLI carries the terms of the connection', async () => {
	const {sandbox, upload} = await openStage();
	upload(key);
	const app = await openApp(sandbox, {target: {bucket}, settings: {requestPayer: 'requester'}});
	await app.listed();
	await app.press('enter');
	await app.waitFor('LAST MODIFIED');
	await app.press('y');
	await app.waitFor('aws command');
	await app.press('j', 'j', 'j', 'j', 'j', 'enter');
	await app.waitFor('Copied');
	const [, copied = ''] = /\]52;c;([^\u0007]*)/.exec(app.direct.join('')) ?? [];
	const command = Buffer.from(copied, 'base64').toString();
	expect(command).toContain('--request-payer requester');
	expect(command).not.toContain('--expected-bucket-owner');
});

test('an unknown one is looked up under its own terms', async () => {
	const {app, sandbox, owner} = await opened();
	sandbox.faults.add({operation: 'CompleteMultipartUpload', times: 1, action: {cut: 'before'}});
	await app.press('c');
	await app.waitFor(asks);
	await app.press('o');
	await app.waitFor('Options of this Complete');
	await app.type(owner);
	await app.press('tab', 'enter');
	await app.waitFor('must be account');
	await app.press('tab', 'enter');
	await app.waitFor('Unknown.');
	await app.waitFor(() => app.state().acts.unsettled.length === 1);
	sandbox.requests.clear();
	const look = sandbox.requests.next('HeadObject');
	await app.press('r');
	expect((await look).headers['x-amz-expected-bucket-owner']).toBe(owner);
	expect(sandbox.requests.count('CompleteMultipartUpload')).toBe(0);
});
