import {HeadObjectCommand} from '@aws-sdk/client-s3';
import {describe, expect, test} from 'vitest';
import {type OpenedApp, openApp} from '../../../support/app.js';
import {gate} from '../../../support/gate.js';
import {sandboxClient} from '../../../support/sandbox-client.js';
import {bucket, MiB, minute, openStage, type Stage} from '../../../support/stage.js';

const key = 'raw/2026/tape-0091.tar';
const sent = ({sandbox}: Stage) => sandbox.requests.count('CompleteMultipartUpload');

/** The list with one upload, read. */
async function opened(more: Parameters<Stage['upload']>[1] = {}) {
	const made = await openStage();
	const uploadId = made.upload(key, more);
	const app = await openApp(made.sandbox, {target: {bucket}});
	await app.listed();
	return {...made, uploadId, app};
}

/** Asks to complete, and goes to the button. */
async function ask(app: OpenedApp): Promise<void> {
	await app.press('c');
	await app.waitFor(/▸ Cancel +Complete/);
	await app.press('tab');
	await app.waitFor(/▸ Complete/);
}

test('end to end: asked, completed, looked at, told with location and ETag, and gone from the list', async () => {
	const {app, sandbox, ...rest} = await opened();
	await ask(app);
	const etag = /"[0-9a-f]{32}-3"/.exec(app.screen())?.[0] ?? 'none';
	await app.press('enter');
	await app.waitFor('Done.');
	// S3 answers a location with its slashes encoded.
	expect(app.row('location')).toContain(`/${bucket}/${encodeURIComponent(key)}`);
	expect(app.row('etag')).toContain(etag);
	expect(sent({sandbox, ...rest})).toBe(1);
	const client = sandboxClient(sandbox);
	const head = await client.send(new HeadObjectCommand({Bucket: bucket, Key: key}));
	client.destroy();
	expect(head).toMatchObject({ContentLength: 17 * MiB, ETag: etag});
	expect(sandbox.requests.log.some(({operation}) => operation === 'HeadObject')).toBe(true);
	await app.press('esc');
	await app.waitFor(/No multipart upload is in progress/);
});

test('Enter pressed again and again sends one request', async () => {
	const {app, sandbox, ...rest} = await opened();
	const {closed, open} = gate();
	sandbox.faults.add({
		operation: 'CompleteMultipartUpload',
		action: {hold: closed, when: 'before'},
	});
	const arrived = sandbox.requests.next('CompleteMultipartUpload');
	await ask(app);
	await app.press('enter', 'enter', 'enter');
	await arrived;
	await app.press('c', 'enter', 'tab', 'enter', 'enter');
	open();
	await app.waitFor(() => app.state().acts.acts.every(({ended}) => ended !== undefined));
	expect(sent({sandbox, ...rest})).toBe(1);
	expect(app.state().acts.acts).toHaveLength(1);
});

test('parts within the hour: the key has to be typed, the name of the bucket or Enter alone never confirms', async () => {
	const {app, ...rest} = await opened({quiet: 5 * minute});
	await app.press('c');
	await app.waitFor(/type the key to go on/);
	expect(app.screen()).toMatch(/landed within the last hour/);
	expect(app.screen()).toContain('It is ACTIVE');
	await app.press('enter', bucket, 'enter');
	expect(app.state().dialog?.kind).toBe('complete');
	expect(sent(rest)).toBe(0);
	await app.press('ctrl-u', key, 'enter');
	await app.waitFor('Done.');
	expect(sent(rest)).toBe(1);
});

test('parts within the hour over an object: both are named, and the key is typed once', async () => {
	const {app, ...rest} = await opened({quiet: 5 * minute});
	rest.sandbox.seed.object({bucket, key, size: 5});
	await app.press('c');
	await app.waitFor(/type the key to replace what is there/);
	expect(app.screen()).toContain('It is ACTIVE');
	expect(app.screen()).toContain('REPLACED');
	await app.press(key, 'enter');
	await app.waitFor('Done.');
	expect(sent(rest)).toBe(1);
});

describe('just before it is sent, everything is read again', () => {
	test('a part landed: the dialog opens again and says so, on Cancel; then the new plan is sent', async () => {
		const {app, sandbox, uploadId, ...rest} = await opened();
		await ask(app);
		sandbox.seed.part({bucket, key, uploadId, number: 4, size: MiB});
		await app.press('enter');
		await app.waitFor(/[Pp]art 4 has landed since/);
		expect(sent({sandbox, ...rest})).toBe(0);
		expect(app.screen()).toContain('4 parts');
		expect(app.row('initiated')).toMatch(/\d{4}-\d\d-\d\d/);
	});

	test('an object appeared: nothing is sent, and the dialog says what is there', async () => {
		const {app, sandbox, ...rest} = await opened();
		await ask(app);
		sandbox.seed.object({bucket, key, size: 3 * MiB});
		await app.press('enter');
		await app.waitFor(/object of 3\.0 MiB appeared at the key/);
		await app.press('enter', 'tab', 'enter');
		expect(sent({sandbox, ...rest})).toBe(0);
	});

	test('an object appears between that look and the sending: the server refuses, nothing is overwritten', async () => {
		const {app, sandbox, ...rest} = await opened();
		await ask(app);
		const {closed, open} = gate();
		sandbox.faults.add({
			operation: 'CompleteMultipartUpload',
			action: {hold: closed, when: 'before'},
		});
		const arrived = sandbox.requests.next('CompleteMultipartUpload');
		await app.press('enter');
		await arrived;
		sandbox.seed.object({bucket, key, size: 3 * MiB});
		open();
		await app.waitFor('Failed.');
		expect(app.screen()).toMatch(/refused to overwrite/);
		expect(app.screen()).toContain('PreconditionFailed');
		expect(sandbox.store.bucket(bucket)?.object(key)?.body.size).toBe(3 * MiB);
		expect(sent({sandbox, ...rest})).toBe(1);
	});

	test('the upload is gone', async () => {
		const {app, sandbox, uploadId, ...rest} = await opened();
		await ask(app);
		const stored = sandbox.store.bucket(bucket);
		const found = stored?.upload(key, uploadId);
		if (found !== undefined) stored?.abortUpload(found);
		await app.press('enter');
		await app.waitFor(/completed or aborted meanwhile/);
		expect(sent({sandbox, ...rest})).toBe(0);
	});
});

describe('the answer is lost', () => {
	/** The server never does it, and the connection is cut. */
	async function lost() {
		const made = await opened();
		made.sandbox.faults.add({
			operation: 'CompleteMultipartUpload',
			times: 1,
			action: {cut: 'before'},
		});
		await ask(made.app);
		await made.app.press('enter');
		await made.app.waitFor('Unknown.');
		return made;
	}

	test('it is unknown, says what was seen, and is not sent again by any key', async () => {
		const {app, ...made} = await lost();
		expect(app.screen()).toMatch(/nothing is at the key yet, and the upload is still listed/);
		await app.press('enter', 'c', 'x', 'enter', 'c', 'tab', 'enter');
		await app.press('r', 'c', 'x');
		expect(sent(made)).toBe(1);
		expect(made.sandbox.requests.count('AbortMultipartUpload')).toBe(0);
		await app.waitFor(/unknown outcome/);
	});

	test('it stands under the breadcrumb and among the acts; looking again on demand sends nothing', async () => {
		const {app, ...made} = await lost();
		await app.press('esc');
		expect(app.lines()[1]).toMatch(/1 operation with an unknown outcome: Complete of raw/);
		await app.press('!');
		expect(app.screen()).toMatch(/Complete of raw\/2026.*unknown/s);
		const heads = made.sandbox.requests.count('HeadObject');
		await app.press('r');
		await app.waitFor(() => made.sandbox.requests.count('HeadObject') > heads);
		expect(sent(made)).toBe(1);
	});

	test('the next start knows it, and refuses both acts on that upload', async () => {
		const {app, sandbox, ...made} = await lost();
		app.close();
		const again = await openApp(sandbox, {target: {bucket}, folder: app.folder});
		await again.waitFor(/unknown outcome: Complete of raw/);
		await again.listed();
		await again.press('c');
		await again.waitFor(/unknown outcome; acting on it now could lose its data/);
		await again.press('esc', 'x');
		await again.waitFor(/unknown outcome; acting on it now could lose its data/);
		expect(again.state().dialog).toBeUndefined();
		expect(sent({sandbox, ...made})).toBe(1);
	});

	test('what took effect all the same is done: the object was looked at', async () => {
		const {app, sandbox, ...made} = await opened();
		sandbox.faults.add({operation: 'CompleteMultipartUpload', action: {cut: 'after'}});
		await ask(app);
		await app.press('enter');
		await app.waitFor('Done.');
		expect(sent({sandbox, ...made})).toBe(1);
	});
});

test('who leaves while it runs sees it under the breadcrumb, and hears the outcome elsewhere', async () => {
	const {app, sandbox} = await opened();
	const {closed, open} = gate();
	sandbox.faults.add({
		operation: 'CompleteMultipartUpload',
		action: {hold: closed, when: 'before'},
	});
	const arrived = sandbox.requests.next('CompleteMultipartUpload');
	await ask(app);
	await app.press('enter');
	await arrived;
	await app.press('esc', 'esc', 'esc');
	await app.waitFor('BUCKET');
	expect(app.lines()[1]).toMatch(/completing raw\/2026\/tape-0091\.tar/);
	await app.press('ctrl-c');
	expect(app.exit()).toBeUndefined();
	expect(app.screen()).toMatch(/ctrl-c again/);
	open();
	await app.waitFor(/Complete of raw\/2026\/tape-0091\.tar: done/);
	expect(app.lines()[1]).not.toContain('completing');
});
