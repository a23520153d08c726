import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {accountId} from '../../../../source/sandbox/users.js';
import {openApp, temporaryFolder} from '../../../support/app.js';
import {bucket, openStage} from '../../../support/stage.js';

test('a connection is added by its form, connected to, edited and removed', async () => {
	const {sandbox, upload} = await openStage();
	upload('a');
	const [user] = sandbox.users;
	const folder = await temporaryFolder();
	const app = await openApp(sandbox, {folder, target: {bucket}});
	await app.listed();
	await app.press('p');
	await app.waitFor(/\d connection/);
	await app.press('n');
	await app.waitFor('A new connection');
	await app.type('lab');
	await app.press('tab', 'tab');
	await app.type(sandbox.endpoint);
	await app.press('tab', 'tab', 'tab', 'tab');
	await app.type(user!.accessKeyId);
	await app.press('tab');
	await app.paste(`${user!.secretAccessKey}\n`);
	expect(app.screen()).not.toContain(user!.secretAccessKey);
	expect(app.screen()).toContain('Stored in the config file');
	await app.press('tab', 'right', 'tab');
	await app.type(`s3://${bucket}/kept/, raw/`);
	await app.press('tab');
	await app.type('1234');
	await app.press('tab', 'y', 'tab');
	await app.type(`s3://${bucket}`);
	await app.press('tab');
	await app.type('10m');
	await app.press('tab');
	await app.type('30d');
	await app.press('tab');
	await app.type('0.02');
	await app.press('tab');
	await app.type('eur');
	await app.press('enter');
	await app.waitFor('"1234" is not the id of an account: it has 12 digits.');
	await app.press('ctrl-u');
	await app.type(accountId(user!));
	await app.press('ctrl-s');
	await app.waitFor('lab is stored');
	const stored = JSON.parse(await readFile(join(folder, 'config', 'config.json'), 'utf8'));
	expect(stored.profiles.lab).toMatchObject({
		endpoint: sandbox.endpoint,
		defaultTarget: `s3://${bucket}`,
		readOnly: true,
		expectedBucketOwner: accountId(user!),
		requestPayer: 'requester',
		activeWithin: '10m',
		stalledAfter: '30d',
		protectedPrefixes: [`s3://${bucket}/kept/`, 'raw/'],
		price: {perGiBMonth: 0.02, currency: 'EUR'},
	});
	expect(stored.profiles.lab).not.toHaveProperty('pathStyle');

	await app.press('/', 'own:lab', 'enter', 'enter');
	await app.waitFor(/^ own:lab .*read-only$/m);
	await app.listed();
	// Quiet for ten days: stalled by default, not by the thresholds of this connection.
	expect(app.screen()).toContain('1 idle');

	await app.press('p');
	await app.waitFor(/\d connection/);
	await app.press('/', 'own:lab', 'enter', 'x');
	await app.waitFor('Remove the connection lab?');
	await app.press('tab', 'enter');
	await app.waitFor('lab is removed');
	expect(await readFile(join(folder, 'config', 'config.json'), 'utf8')).not.toContain('lab');
});
