import {mkdir, readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {openApp, temporaryFolder} from '../../../support/app.js';
import {bucket, openStage} from '../../../support/stage.js';

describe('read-only', () => {
	test('c and x are refused with the reason, marks or not, and nothing reaches the server', async () => {
		const {sandbox, upload} = await openStage();
		for (const key of ['a', 'b']) upload(key);
		const app = await openApp(sandbox, {target: {bucket}, readOnly: true});
		await app.listed();
		expect(app.lines()[0]).toMatch(/read-only$/);
		const reads = sandbox.requests.count();
		for (const press of ['c', 'x', '*', 'x', 'c']) {
			await app.press(press);
			expect(app.state().dialog).toBeUndefined();
			if (press !== '*') expect(app.screen()).toMatch(/this connection is read-only/);
		}
		expect(sandbox.requests.count()).toBe(reads);
		await app.press('enter');
		await app.waitFor('LAST MODIFIED');
		await app.press('x');
		expect(app.screen()).toMatch(/this connection is read-only/);
		expect(app.state().dialog).toBeUndefined();
	});

	test('is enforced where requests leave, whatever the screens say', async () => {
		const {sandbox, upload} = await openStage();
		upload('a');
		const app = await openApp(sandbox, {target: {bucket}, readOnly: true});
		await app.listed();
		// As if a screen had forgotten: the state says that it may.
		const {connection} = app.state();
		if (connection === undefined) throw new Error('not connected');
		const target = {bucket, prefix: ''};
		app.session.dispatch({
			type: 'connected',
			connection: {...connection, readOnly: false},
			target,
		});
		await app.listed();
		for (const press of ['x', 'c']) {
			await app.press(press);
			await app.waitFor('Cancel');
			await app.press('tab', 'enter');
			await app.waitFor(/Nothing was sent|read-only/);
			await app.press('esc');
		}
		expect(sandbox.requests.count('AbortMultipartUpload')).toBe(0);
		expect(sandbox.requests.count('CompleteMultipartUpload')).toBe(0);
	});
});

describe('copying', () => {
	test('writes the value as OSC 52 past the screen, and shows it', async () => {
		const {sandbox, upload} = await openStage();
		const id = upload('raw/写真.mov');
		const app = await openApp(sandbox, {target: {bucket}});
		await app.listed();
		await app.press('y');
		expect(app.screen()).toContain('raw/写真.mov');
		expect(app.screen()).toContain(id.slice(0, 20));
		const base64 = (text: string) => Buffer.from(text).toString('base64');
		await app.press('enter');
		expect(app.direct).toEqual([`\u001b]52;c;${base64('raw/写真.mov')}\u0007`]);
		expect(app.screen()).toMatch(/Copied the key: raw\/写真\.mov/);
		await app.press('y', 'j', 'enter');
		expect(app.direct.at(-1)).toBe(`\u001b]52;c;${base64(id)}\u0007`);
		expect(app.lines()).toHaveLength(30);
	});

	test('inside tmux it is wrapped', async () => {
		const {sandbox, upload} = await openStage();
		upload('a');
		const app = await openApp(sandbox, {target: {bucket}, env: {TMUX: '/tmp/tmux,1,0'}});
		await app.listed();
		await app.press('y', 'enter');
		expect(app.direct[0]).toContain('\u001bPtmux;\u001b\u001b]52;c;');
	});

	test('an ETag from the parts, and Esc copies nothing', async () => {
		const {sandbox, upload} = await openStage();
		upload('a');
		const app = await openApp(sandbox, {target: {bucket}});
		await app.listed();
		await app.press('enter');
		await app.waitFor('LAST MODIFIED');
		await app.press('j', 'y');
		expect(app.screen()).toContain('ETag of part 2');
		await app.press('esc');
		expect(app.direct).toEqual([]);
		await app.press('y', 'G', 'enter');
		const [, encoded = ''] = /52;c;(.*)\u0007/.exec(app.direct[0] ?? '') ?? [];
		expect(Buffer.from(encoded, 'base64').toString()).toMatch(/^"[0-9a-f]{32}"$/);
	});
});

describe('o opens an upload by key and id', () => {
	test('where nothing may be listed', async () => {
		const {sandbox, upload} = await openStage();
		const id = upload('raw/tape.tar');
		sandbox.faults.add({
			operation: 'ListMultipartUploads',
			action: {respond: {status: 403, body: '<Error><Code>AccessDenied</Code></Error>'}},
		});
		const app = await openApp(sandbox, {target: {bucket}});
		await app.waitFor('AccessDenied');
		await app.press('o', 'raw/tape.tar', 'enter');
		await app.paste(`${id}\n`);
		await app.press('enter');
		await app.waitFor('Can be completed');
		expect(app.lines()[0]).toContain('raw/tape.tar');
		await app.press('x');
		await app.waitFor('Cancel');
		await app.press('tab', 'enter');
		await app.waitFor(/not verified/);
	});

	test('says what is missing, and what the server does not know', async () => {
		const {sandbox} = await openStage();
		const app = await openApp(sandbox, {target: {bucket}});
		await app.waitFor('No multipart upload');
		await app.press('o', 'enter', 'enter');
		expect(app.screen()).toContain('A key is needed.');
		await app.press('raw/x', 'enter', 'enter');
		expect(app.screen()).toContain('An upload id is needed.');
		expect(sandbox.requests.count('ListParts')).toBe(0);
		await app.press('no such id', 'enter');
		await app.waitFor('NoSuchUpload');
		expect(app.screen()).toContain('ListParts');
	});
});

describe('buckets and connections', () => {
	test('without a target the buckets are listed; Enter opens one, Esc comes back', async () => {
		const {sandbox, upload} = await openStage();
		sandbox.seed.bucket('another');
		upload('a');
		const app = await openApp(sandbox);
		await app.waitFor('2 buckets');
		await app.press('/', 'media', 'enter', 'enter');
		await app.listed();
		await app.press('esc');
		expect(app.screen()).toContain(bucket);
		expect(app.screen()).toContain('1 of 2');
	});

	/** A config with two connections to the sandbox, one of them read-only. */
	async function configured(
		endpoint: string,
		user: {accessKeyId: string; secretAccessKey: string},
	) {
		const folder = await temporaryFolder();
		const {accessKeyId, secretAccessKey} = user;
		const profile = {
			endpoint,
			region: 'us-east-1',
			defaultTarget: `s3://${bucket}`,
			credentials: {kind: 'keys', accessKeyId, secretAccessKey},
		};
		await mkdir(join(folder, 'config'));
		await writeFile(
			join(folder, 'config', 'config.json'),
			JSON.stringify({version: 1, profiles: {one: profile, two: {...profile, readOnly: true}}}),
		);
		return folder;
	}

	test('with several connections one is picked; its name stands in the breadcrumb', async () => {
		const {sandbox, upload} = await openStage();
		upload('a');
		const [user] = sandbox.users;
		const folder = await configured(sandbox.endpoint, user!);
		const app = await openApp(sandbox, {folder, launch: {kind: 'options', options: {}}});
		await app.waitFor('2 connections');
		await app.press('j', 'enter');
		await app.listed();
		expect(app.lines()[0]).toMatch(/^ own:two › .*read-only$/);
		await app.press('p');
		await app.waitFor('2 connections');
		await app.press('enter');
		await app.waitFor(/^ own:one/);
		await app.listed();
		expect(app.lines()[0]).not.toContain('read-only');
		expect(app.screen()).not.toContain(user!.secretAccessKey);
	});

	test('the only connection there is, is opened', async () => {
		const {sandbox, upload} = await openStage();
		upload('a');
		const folder = await configured(sandbox.endpoint, sandbox.users[0]!);
		const file = join(folder, 'config', 'config.json');
		const {version, profiles} = JSON.parse(await readFile(file, 'utf8'));
		await writeFile(file, JSON.stringify({version, profiles: {two: profiles.two}}));
		const app = await openApp(sandbox, {folder, launch: {kind: 'options', options: {}}});
		await app.listed();
		expect(app.lines()[0]).toMatch(/^ own:two › .*read-only$/);
	});

	test('the secret is never drawn, typed or stored', async () => {
		const {sandbox} = await openStage();
		const [user] = sandbox.users;
		const folder = await configured(sandbox.endpoint, user!);
		const app = await openApp(sandbox, {folder, launch: {kind: 'options', options: {}}});
		await app.waitFor('2 connections');
		await app.press('e');
		await app.waitFor('secret key');
		for (let at = 0; at < 7; at++) await app.press('tab');
		await app.type('hush');
		expect(app.row('secret key')).toContain('****');
		await app.press('esc', 'e');
		expect(app.written).not.toContain(user!.secretAccessKey);
		expect(app.written).not.toContain('hush');
	});

	test('a connection that cannot be made says why, and the others can still be picked', async () => {
		const {sandbox} = await openStage();
		const folder = await configured(sandbox.endpoint, sandbox.users[0]!);
		const launch = {kind: 'options', options: {profile: 'three'}} as const;
		const app = await openApp(sandbox, {folder, launch});
		await app.waitFor(/no profile "three"/);
		await app.waitFor('2 connections');
	});
});
