import {expect, onTestFinished, test} from 'vitest';
import {accessKeyId, secretAccessKey} from '../../../s3/raw-server.js';
import {openApp} from '../../../support/app.js';
import {ghostWorld, many, type Row} from '../../../worlds/ghosts.js';
import {serveWorld, type World} from '../../../worlds/serve.js';

/** The app on a world, with the list of uploads open. */
async function opened(world: World) {
	const served = await serveWorld(world);
	onTestFinished(() => served.close());
	const reachable = {
		...{endpoint: served.endpoint, region: 'us-east-1'},
		users: [{accessKeyId, secretAccessKey}],
	};
	const app = await openApp(reachable, {target: {bucket: 'media'}});
	await app.listed();
	const aborts = () => served.asked.filter(line => line.startsWith('DELETE')).length;
	return {app, asked: served.asked, aborts};
}

test('an upload that is listed and not found is a state of its own: row, header, filter and parts', async () => {
	const rows: Row[] = [...many(2, 'whole'), {key: 'spectre', uploadId: '2~x', way: 'ghost'}];
	const {app} = await opened(ghostWorld(rows));
	await app.waitFor(/3 uploads.*1 not found/);
	expect(app.row(' spectre')).toMatch(/not found/);
	expect(app.screen()).not.toContain('unknown');
	await app.press('/', 'state:not-found');
	await app.waitFor(() => !app.screen().includes('k000'));
	expect(app.row(' spectre')).toMatch(/not found/);
	await app.press('enter', 'c');
	await app.waitFor('is listed and not found');
	await app.press('esc', 'enter');
	await app.waitFor('The parts could not be read');
	expect(app.screen()).toContain('is listed and not found');
});

test('what ended meanwhile leaves the list, and is told', async () => {
	const {app, asked} = await opened(ghostWorld([...many(1, 'ends'), ...many(2, 'whole', 1)]));
	await app.waitFor('1 upload is gone: completed or aborted meanwhile.');
	await app.waitFor(/^ 2 uploads/m);
	expect(app.screen()).not.toContain('k000');
	expect(app.screen()).not.toContain('not found');
	// One listing at first, and by the key and by all once more.
	expect(asked.filter(line => line.includes('uploads'))).toHaveLength(3);
});

test('alone it is aborted once its key is typed, and gone by the listing', async () => {
	const rows: Row[] = [{key: 'spectre', uploadId: '2~x', way: 'left-over'}];
	const {app, aborts} = await opened(ghostWorld(rows));
	await app.waitFor('1 not found');
	await app.press('x');
	await app.waitFor('type the key to go on');
	expect(app.screen()).toContain('finds no such upload');
	await app.press('media', 'enter');
	expect(aborts()).toBe(0);
	await app.press('ctrl-u', 'spectre', 'enter');
	await app.waitFor(/[Gg]one/);
	expect(aborts()).toBe(1);
	expect(rows).toEqual([]);
});

test('one that stays listed after the Abort has failed', async () => {
	const {app, aborts} = await opened(ghostWorld([{key: 'spectre', uploadId: '2~x', way: 'ghost'}]));
	await app.waitFor('1 not found');
	await app.press('x');
	await app.waitFor('type the key to go on');
	await app.press('spectre', 'enter');
	await app.waitFor('still lists the upload');
	expect(aborts()).toBe(1);
	await app.press('esc');
	expect(app.row(' spectre')).toMatch(/not found/);
});

test('among others it is left out of the plan, and counted', async () => {
	const {app, aborts} = await opened(ghostWorld([...many(2, 'ghost'), ...many(2, 'whole', 2)]));
	await app.waitFor('2 not found');
	await app.press('*', 'x');
	await app.waitFor('type 2 ');
	expect(app.screen()).toContain('ABORT 2 of 4 uploads:');
	expect(app.screen()).toMatch(/left out: 2 listed and not found/);
	await app.press('2', 'enter');
	await app.waitFor('2 gone');
	expect(aborts()).toBe(2);
});
