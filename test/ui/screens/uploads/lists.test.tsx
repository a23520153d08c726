import {expect, test} from 'vitest';
import {type OpenedApp, openApp} from '../../../support/app.js';
import {gate} from '../../../support/gate.js';
import {abortElsewhere, bucket, MiB, numbered, openStage} from '../../../support/stage.js';

/** The keys in the rows of the list, from the top. */
function keysShown(app: OpenedApp): string[] {
	return app
		.lines()
		.flatMap(line => /^[▸ ][● ] (\S+)/.exec(line)?.[1] ?? [])
		.filter(key => !/^KEY/.test(key));
}

function marked(app: OpenedApp): string[] {
	return app.lines().flatMap(line => /^.● (\S+)/.exec(line)?.[1] ?? []);
}

function selected(app: OpenedApp): string {
	return /▸[● ] (\S+)/.exec(app.screen())?.[1] ?? 'none';
}

test('marks survive refresh and sort, the selection a refresh; another order is seen from its top; what came and went is told', async () => {
	const {sandbox, upload} = await openStage();
	const [, c = ''] = ['b', 'c', 'd', 'e'].map(key => upload(key));
	const app = await openApp(sandbox, {target: {bucket}});
	await app.listed();
	await app.press('space', 'j', 'space');
	expect(selected(app)).toBe('e');
	upload('a', {sizes: [90 * MiB]});
	await abortElsewhere(sandbox, 'c', c);
	await app.press('r');
	await app.waitFor('1 came, 1 went');
	await app.listed();
	expect(selected(app)).toBe('e');
	expect(keysShown(app)).toEqual(['a', 'b', 'd', 'e']);
	for (const order of ['S', 's', 's', 's', 'S']) {
		await app.press('G', order);
		expect(selected(app)).toBe(keysShown(app)[0]);
		expect(marked(app).toSorted()).toEqual(['b', 'd']);
	}
});

test('pages stream in: keys work while the list still comes, and Esc ends it', async () => {
	const {sandbox, upload} = await openStage();
	for (const key of numbered('key-', 1100)) upload(key, {sizes: [MiB]});
	const {closed, open} = gate();
	sandbox.faults.add({
		operation: 'ListMultipartUploads',
		call: 2,
		action: {hold: closed, when: 'before'},
	});
	const app = await openApp(sandbox, {target: {bucket}});
	await app.waitFor(/listing, 1,000 so far/);
	await app.press('j', 'j', 'G');
	expect(selected(app)).toBe('key-1000');
	await app.press('esc');
	await app.waitFor('stopped');
	expect(app.screen()).toContain('m goes on, r lists again');
	open();
	const asked = sandbox.requests.count('ListMultipartUploads');
	await app.press('m');
	await app.waitFor('1,100 uploads');
	expect(selected(app)).toBe('key-1000');
	// The second page alone: the first is not listed again.
	expect(sandbox.requests.count('ListMultipartUploads')).toBe(asked + 1);
});
