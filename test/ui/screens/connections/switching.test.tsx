import {mkdir, readFile, stat, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import type {Sandbox} from '../../../../source/sandbox/sandbox.js';
import {openApp, temporaryFolder} from '../../../support/app.js';
import {gate} from '../../../support/gate.js';
import {bucket, numbered, openStage, type Stage} from '../../../support/stage.js';

const launch = {kind: 'options', options: {}} as const;

/** A config with a connection to each sandbox, by these names; `other` is a bucket of each. */
async function configured(sandboxes: Readonly<Record<string, Sandbox>>): Promise<string> {
	const folder = await temporaryFolder();
	const profiles = Object.entries(sandboxes).map(([name, sandbox]) => {
		const {accessKeyId, secretAccessKey} = sandbox.users[0]!;
		const credentials = {kind: 'keys', accessKeyId, secretAccessKey};
		return [name, {endpoint: sandbox.endpoint, region: 'us-east-1', credentials}] as const;
	});
	await mkdir(join(folder, 'config'), {recursive: true});
	await writeFile(
		join(folder, 'config', 'config.json'),
		JSON.stringify({version: 1, profiles: Object.fromEntries(profiles)}),
	);
	return folder;
}

/** Two services, each with an upload in two buckets. */
async function two(): Promise<{one: Stage; two: Stage; folder: string}> {
	const [first, second] = [await openStage(), await openStage()];
	for (const made of [first, second]) {
		made.upload('a');
		made.sandbox.seed.bucket('other');
	}
	const folder = await configured({one: first.sandbox, two: second.sandbox});
	return {one: first, two: second, folder};
}

const recentsFile = (folder: string) => join(folder, 'state', 'last-places.json');

test('the recent locations stand on top of the connections, and Enter goes there at once', async () => {
	const {one, folder} = await two();
	const app = await openApp(one.sandbox, {folder, launch});
	await app.waitFor('2 connections');
	await app.press('enter');
	await app.waitFor('2 buckets');
	await app.press('enter');
	await app.listed();
	expect(app.lines()[0]).toMatch(/^ own:one .* media-archive/);
	await app.press('p');
	await app.waitFor('2 connections');
	// Where one is, one need not go.
	expect(app.screen()).not.toContain('visited');
	await app.press('j', 'enter');
	await app.waitFor(/own:two [\s\S]*2 buckets/);
	await app.press('j', 'enter');
	await app.listed();
	expect(app.lines()[0]).toMatch(/^ own:two .* other/);
	// Two keys lead back, and two forth.
	await app.press('p', 'enter');
	await app.waitFor(/^ own:one .* media-archive/);
	await app.press('p');
	expect(app.row('▸')).toContain('own:two s3://other/');
	await app.press('enter');
	await app.waitFor(/^ own:two .* other/);
	await app.listed();
	app.close();

	const again = await openApp(one.sandbox, {folder, launch});
	await again.waitFor('2 connections');
	expect(again.row('▸')).toMatch(/own:two s3:\/\/other\/ +visited/);
	expect(again.screen()).toContain('own:one s3://media-archive/');
	await again.press('j', 'enter');
	await again.waitFor(/^ own:one .* media-archive/);
	await again.listed();
	// Those of the connection, over its buckets.
	await again.press('esc');
	await again.waitFor('2 buckets');
	expect(again.screen()).not.toContain('own:two');
	const {mode} = await stat(recentsFile(folder));
	expect(mode & 0o777).toBe(0o600);
	const text = await readFile(recentsFile(folder), 'utf8');
	expect(text).not.toContain(one.sandbox.users[0]?.secretAccessKey);
});

test('b and Enter lead to the bucket visited before, and what was read of the other ends', async () => {
	const {one, folder} = await two();
	for (const key of numbered('key-', 100)) one.upload(key);
	const app = await openApp(one.sandbox, {
		folder,
		launch: {kind: 'options', options: {profile: 'one'}, target: {bucket: 'other', prefix: ''}},
	});
	await app.listed();
	const {closed, open} = gate();
	const held = one.sandbox.faults.add({
		operation: 'ListParts',
		action: {hold: closed, when: 'before'},
	});
	await app.press('b');
	await app.waitFor('2 buckets');
	await app.press('enter');
	await app.waitFor(/media-archive[\s\S]*101 uploads/);
	await app.waitFor(() => one.sandbox.requests.count('ListParts') >= 4);
	held.remove();
	await app.press('b', 'enter');
	await app.waitFor(/^ own:one .* other/);
	await app.listed();
	open();
	const asked = one.sandbox.requests.count('ListParts');
	for (let times = 1; times <= 3; times++) {
		const again = one.sandbox.requests.next('ListMultipartUploads');
		await app.press('r');
		await again;
	}
	expect(one.sandbox.requests.count('ListParts')).toBe(asked);
	expect(asked).toBeLessThan(70);
});

test('another connection ends the reads of the one before; a run that was confirmed there goes on, and is seen', async () => {
	const {one, two: second, folder} = await two();
	for (const key of numbered('key-', 19)) one.upload(key);
	const {closed, open} = gate();
	const app = await openApp(one.sandbox, {
		folder,
		launch: {kind: 'options', options: {profile: 'one'}, target: {bucket, prefix: ''}},
	});
	await app.listed();
	await app.press('*', 'x');
	await app.waitFor(`type ${bucket} to go on`);
	one.sandbox.faults.add({
		operation: 'AbortMultipartUpload',
		action: {hold: closed, when: 'before'},
	});
	await app.press(bucket, 'enter', 'esc');
	await app.waitFor(() => one.sandbox.requests.count('AbortMultipartUpload') > 0);
	// Another reading of the list is under way.
	const {closed: listing, open: openListing} = gate();
	one.sandbox.faults.add({
		operation: 'ListMultipartUploads',
		times: 1,
		action: {hold: listing, when: 'before'},
	});
	await app.press('r', 'p');
	await app.waitFor('2 connections');
	await app.press('G', 'enter');
	await app.waitFor(/^ own:two/);
	await app.waitFor('2 buckets');
	openListing();
	open();
	await app.waitFor(/own:two/);
	expect(app.lines()[1]).toContain('aborting in media-archive');
	await app.waitFor(() => one.sandbox.requests.count('AbortMultipartUpload') === 20);
	await app.press('!');
	await app.waitFor(/20 gone/);
	expect(app.lines()[0]).toContain('own:two');
	expect(second.sandbox.requests.count('AbortMultipartUpload')).toBe(0);
	// Only the run went on there: no look at a list's parts, and one listing, which proves them gone.
	const {log} = one.sandbox.requests;
	const last = log.findLastIndex(({operation}) => operation === 'AbortMultipartUpload');
	const after = log.slice(last + 1).map(({operation}) => operation);
	expect(after.filter(operation => operation === 'ListMultipartUploads')).toHaveLength(1);
});

test('another connection ends the looks at parts of the one before', async () => {
	const {one, folder} = await two();
	for (const key of numbered('key-', 100)) one.upload(key);
	const {closed, open} = gate();
	const held = one.sandbox.faults.add({
		operation: 'ListParts',
		action: {hold: closed, when: 'before'},
	});
	const app = await openApp(one.sandbox, {
		folder,
		launch: {kind: 'options', options: {profile: 'one'}, target: {bucket, prefix: ''}},
	});
	await app.waitFor('101 uploads');
	await app.waitFor(() => one.sandbox.requests.count('ListParts') >= 4);
	held.remove();
	await app.press('p');
	await app.waitFor('2 connections');
	await app.press('G', 'enter');
	await app.waitFor(/^ own:two/);
	const asked = one.sandbox.requests.count();
	open();
	await app.waitFor('2 buckets');
	// One that is read again and again at the other has had the time.
	for (let times = 1; times <= 3; times++) {
		await app.press('enter');
		await app.listed();
		await app.press('esc');
		await app.waitFor('2 buckets');
	}
	expect(one.sandbox.requests.count()).toBe(asked);
});

test('a name that leads elsewhere by now opens its buckets, and says so', async () => {
	const {one, two: second, folder} = await two();
	const app = await openApp(one.sandbox, {
		folder,
		launch: {kind: 'options', options: {profile: 'one'}, target: {bucket, prefix: ''}},
	});
	await app.listed();
	await app.waitFor(() => app.state().recents.length === 1);
	app.close();
	const config = join(folder, 'config', 'config.json');
	const text = await readFile(config, 'utf8');
	await writeFile(config, text.replaceAll(one.sandbox.endpoint, second.sandbox.endpoint));
	const again = await openApp(one.sandbox, {folder, launch});
	await again.waitFor(/▸ {2}own:one s3:\/\/media-archive\//);
	await again.press('enter');
	await again.waitFor('2 buckets');
	await again.waitFor(`own:one had the endpoint ${one.sandbox.endpoint} then`);
});

test('what was typed on the command line and the demo are no locations to come back to', async () => {
	const {one, folder} = await two();
	const settings = await openApp(one.sandbox, {folder, target: {bucket}});
	await settings.listed();
	const {endpoint} = one.sandbox;
	const typed = await openApp(one.sandbox, {
		folder,
		launch: {
			kind: 'options',
			options: {profile: 'two', endpoint},
			target: {bucket, prefix: ''},
		},
	});
	await typed.listed();
	expect(typed.state().recents).toEqual([]);
	await expect(stat(recentsFile(folder))).rejects.toThrow('ENOENT');
});
