import {mkdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {openApp, temporaryFolder} from '../../../support/app.js';
import {openStage} from '../../../support/stage.js';

test('the picker offers what other tools have, names what it leaves, and changes none of it', async () => {
	const {sandbox} = await openStage();
	const {accessKeyId, secretAccessKey} = sandbox.users[0]!;
	const folder = await temporaryFolder();
	await mkdir(join(folder, '.config', 'rclone'), {recursive: true});
	await writeFile(
		join(folder, '.config', 'rclone', 'rclone.conf'),
		`[lab]\ntype = s3\naccess_key_id = ${accessKeyId}\nsecret_access_key = ${secretAccessKey}\nendpoint = ${sandbox.endpoint}\n[half]\ntype = s3\naccess_key_id = AK\n`,
	);
	await writeFile(
		join(folder, '.s3cfg'),
		`access_key = ${accessKeyId}\nsecret_key = ${secretAccessKey}\n`,
	);
	const app = await openApp(sandbox, {folder, launch: {kind: 'options', options: {}}});
	await app.waitFor('2 connections');
	const rows = app.lines();
	const at = rows.findIndex(row => row.includes('2 connections'));
	expect(rows[at + 1]).toBe(' rclone:half cannot be used: its key has no secret.');
	expect(rows[at + 3]).toMatch(new RegExp(`^▸ *rclone:lab +${sandbox.endpoint}$`));
	expect(rows[at + 4]).toMatch(/^ +s3cmd:default +AWS$/);
	expect(app.screen()).not.toContain(secretAccessKey);
	await app.press('e');
	await app.waitFor('own connections can be changed here');
	await app.press('enter');
	await app.waitFor(/^ rclone:lab [\s\S]*media-archive/);
});

test('what other tools have and is not offered has a row each at 80 columns, and the list begins below', async () => {
	const {sandbox} = await openStage();
	const folder = await temporaryFolder();
	const conf = (...remotes: string[]) =>
		remotes.map(name => `[${name}]\ntype = s3\naccess_key_id = AK\n`).join('');
	await mkdir(join(folder, '.config', 'rclone'), {recursive: true});
	await mkdir(join(folder, '.mcli'));
	const rclone = join(folder, '.config', 'rclone', 'rclone.conf');
	await writeFile(rclone, conf('half'));
	await writeFile(join(folder, '.mcli', 'config.json'), '{');
	await writeFile(join(folder, '.s3cfg'), 'access_key = AK\nsecret_key = SK\n');
	const app = await openApp(sandbox, {
		...{folder, launch: {kind: 'options', options: {profile: 'own:none'}}},
		...{size: {columns: 80, rows: 24}, env: {S3CMD_CONFIG: join(folder, 'gone')}},
	});
	const rowsBelow = (head: RegExp) => {
		const rows = app.lines();
		return rows.slice(rows.findIndex(row => head.test(row)) + 1);
	};
	await app.waitFor('0 connections');
	expect(rowsBelow(/0 connections/).slice(0, 4)).toEqual([
		' S3CMD_CONFIG names ~/gone, which is not there.',
		' The mc file ~/.mcli/config.json cannot be read (it is not JSON).',
		' rclone:half cannot be used: its key has no secret.',
		expect.stringMatching(/^ +CONNECTION +ENDPOINT/),
	]);
	expect(app.screen()).not.toMatch(/e edit|x remove/);
	await writeFile(rclone, conf('half', 'other'));
	await app.press('r');
	await app.waitFor('2 more: partway profiles list');
	expect(rowsBelow(/0 connections/)[3]).toMatch(/^ +CONNECTION +ENDPOINT/);
});

test('the only profile of AWS is opened at once, whatever other tools have', async () => {
	const {sandbox} = await openStage();
	const {accessKeyId, secretAccessKey} = sandbox.users[0]!;
	const folder = await temporaryFolder();
	const keys = `aws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`;
	await writeFile(join(folder, 'aws-credentials'), `[default]\n${keys}`);
	await writeFile(join(folder, 'aws-config'), `[default]\nendpoint_url = ${sandbox.endpoint}\n`);
	await writeFile(join(folder, '.s3cfg'), 'access_key = AK\nsecret_key = SK\n');
	const app = await openApp(sandbox, {folder, launch: {kind: 'options', options: {}}});
	await app.waitFor(/^ aws:default › 127\.0\.0\.1:\d+ › buckets/);
});
