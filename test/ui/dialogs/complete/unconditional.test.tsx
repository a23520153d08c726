import {expect, onTestFinished, test} from 'vitest';
import {accessKeyId, secretAccessKey} from '../../../s3/raw-server.js';
import {openApp} from '../../../support/app.js';
import {error, serveWorld} from '../../../worlds/serve.js';
import {complete, tapeWorld} from '../../../worlds/tape.js';

test('a condition that the service cannot do is named, and u goes without it once the key is typed', async () => {
	const served = await serveWorld(
		tapeWorld(
			{},
			{
				complete: ({headers}, tape) =>
					headers['if-none-match'] === undefined
						? complete(tape)
						: error(501, 'NotImplemented', 'A header you provided is not done.'),
			},
		),
	);
	onTestFinished(() => served.close());
	const reachable = {...served, region: 'us-east-1', users: [{accessKeyId, secretAccessKey}]};
	const size = {columns: 80, rows: 24};
	const app = await openApp(reachable, {target: {bucket: 'media'}, size});
	const posts = () => served.asked.filter(line => line.startsWith('POST')).length;
	await app.listed();
	await app.press('c');
	await app.waitFor(/▸ Cancel +Complete/);
	await app.press('tab', 'enter');
	await app.waitFor('u completes it without If-None-Match');
	expect(app.screen()).toContain('does not support a Complete with a condition');

	await app.press('u');
	await app.waitFor('type the key to go without the condition');
	expect(app.screen()).toContain('Complete this upload without a condition?');
	expect(app.screen()).toContain('It is sent without a condition');
	await app.press('enter');
	expect(posts()).toBe(1);
	await app.press(...'raw/tape.tar', 'enter');
	await app.waitFor('Done.');
	expect(posts()).toBe(2);
});
