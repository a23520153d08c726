import {mkdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, test, vi} from 'vitest';
import {createAwsGateway} from '../../../../source/s3/gateway/aws-gateway.js';
import type {Sandbox} from '../../../../source/sandbox/sandbox.js';
import {openApp, temporaryFolder} from '../../../support/app.js';
import {gate} from '../../../support/gate.js';
import {bucket, openStage} from '../../../support/stage.js';

const size = {columns: 80, rows: 24};

/** The picker at 80×24, with connections of Alice and of Bob; it opens on the first one. */
async function picker(sandbox: Sandbox) {
	const folder = await temporaryFolder();
	await mkdir(join(folder, 'config'));
	const profiles = Object.fromEntries(
		sandbox.users.map(({name, accessKeyId, secretAccessKey}) => [
			name,
			{
				endpoint: sandbox.endpoint,
				credentials: {kind: 'keys', accessKeyId, secretAccessKey},
				defaultTarget: `s3://${bucket}/raw/`,
			},
		]),
	);
	await writeFile(join(folder, 'config', 'config.json'), JSON.stringify({version: 2, profiles}));
	let closed = 0;
	const app = await openApp(sandbox, {
		...{folder, size, launch: {kind: 'options', options: {}}},
		openGateway(settings) {
			const gateway = createAwsGateway(settings);
			const close = () => {
				gateway.close();
				closed++;
				app.changed();
			};
			return {...gateway, close};
		},
	});
	await app.waitFor('own:bob');
	return Object.assign(app, {closed: () => closed});
}

test('t in the picker tells what a connection is good for, with the action and the ARN of each right', async () => {
	const {sandbox, upload} = await openStage();
	upload('raw/a');
	sandbox.seed.object({bucket, key: 'raw/b', size: 1});
	const app = await picker(sandbox);
	await app.press('t');
	await app.waitFor(/✓ s3:GetObject +allowed +arn:aws:s3:::media-archive\/raw\/\*/);
	expect(app.row('s3:AbortMultipartUpload')).toContain('not tested');
	expect(app.screen()).toContain('Test of own:alice');
	expect(app.row('clock')).toContain('agrees with');
	expect(app.wrapped()).not.toContain(true);

	await app.press('esc', 'j', 't');
	await app.waitFor(/✗ s3:ListBucketMultipartUploads +denied +arn:aws:s3:::media-archive/);
	await app.waitFor(/AccessDenied: The bucket belongs to another account/);
	await app.press('esc');
	await app.waitFor('own:alice');
	// Nothing was connected to, nothing changed.
	expect(app.state().connection).toBeUndefined();
	expect(Object.keys(sandbox.requests.counts).filter(name => !/^(List|Head)/.test(name))).toEqual(
		[],
	);
});

test('ctrl-t tests what is typed; esc ends it while it waits, and the form is as it was', async () => {
	const {sandbox, upload} = await openStage();
	upload('raw/a');
	sandbox.seed.object({bucket, key: 'raw/b', size: 1});
	const app = await picker(sandbox);
	await app.press('e');
	await app.waitFor('Edit alice');
	await app.press('tab', 'tab', 'tab', 'tab', 'tab', 'tab', 'tab');
	await app.type('wrong');
	await app.press('ctrl-t');
	await app.waitFor('Wrong secret: the service knows the access key that ends in LICE');
	expect(app.screen()).not.toContain('wrong');
	await app.press('esc');
	await app.waitFor('*****');
	await app.press('ctrl-u');

	const hold = gate();
	sandbox.faults.add({
		times: 1,
		operation: 'ListBuckets',
		action: {hold: hold.closed, when: 'before'},
	});
	// Its own time is never over, so that it is the key that ends it.
	const limit = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(new AbortController().signal);
	await app.press('ctrl-t');
	await app.waitFor('asking');
	await vi.waitFor(() => expect(limit).toHaveBeenCalledOnce(), 120_000);
	limit.mockRestore();
	const before = app.closed();
	await app.press('esc');
	await app.waitFor('empty: the stored one stays');
	// The answer is still held back: leaving has ended it.
	await app.waitFor(() => app.closed() === before + 1);
	hold.open();
	await app.press('ctrl-t');
	await app.waitFor(/✓ s3:GetObject/);
});
