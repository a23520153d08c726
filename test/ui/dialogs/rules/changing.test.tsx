import {expect, test} from 'vitest';
import {readLifecycle} from '../../../../source/sandbox/operations/lifecycle-document.js';
import {type OpenedApp, openApp} from '../../../support/app.js';
import {bucket, openStage} from '../../../support/stage.js';

const expiring =
	'<Rule><ID>old-logs</ID><Status>Enabled</Status><Filter><Prefix>logs/</Prefix></Filter><Expiration><Days>90</Days></Expiration></Rule>';

async function opened(like: 'aws' | 'minio') {
	const {sandbox, upload} = await openStage({like});
	upload('raw/a');
	upload('tmp/b');
	const store = sandbox.store.bucket(bucket)!;
	store.setLifecycle(readLifecycle(`<LifecycleConfiguration>${expiring}</LifecycleConfiguration>`));
	const app = await openApp(sandbox, {target: {bucket}, size: {columns: 100, rows: 30}});
	await app.listed();
	return {app, sandbox, lifecycle: () => store.settings.lifecycle};
}

const words = (app: OpenedApp) => app.screen().replaceAll(/\s+/g, ' ');

/** A rule for the keys under tmp/, after a day. */
async function add(app: OpenedApp): Promise<void> {
	await app.press('L');
	await app.waitFor('No rule cleans up here');
	await app.press('a');
	await app.waitFor('Add a rule that aborts uploads');
	await app.press('backspace', ...'1', 'enter', ...'tmp/', 'enter', 'enter');
	await app.waitFor('type add to go on');
	expect(words(app)).toContain('1 other rule stays as it is');
	await app.press(...'add', 'enter');
}

test('a rule is added by keys, is a row then, and goes by x; the other rule stays', async () => {
	const {app, sandbox} = await opened('aws');
	await app.waitFor('no rule cleans up here: L');
	await add(app);
	await app.waitFor('The rule is there; the other one is unchanged.');
	await app.press('esc');
	await app.waitFor('Cleans up tmp/ only after 1 day');
	await app.waitFor('2 uploads, 1 under no rule');
	expect(app.screen()).toMatch(/1 d +1 +\d +enabled +tmp\/ +abort-uploads-after-1-day/);
	expect(app.screen()).toMatch(/old-logs/);
	await app.press('x');
	await app.waitFor('type remove to go on');
	await app.press(...'remove', 'enter');
	await app.waitFor('The rule is gone; the other one is unchanged.');
	await app.press('esc');
	await app.waitFor('No rule cleans up here');
	expect(sandbox.requests.count('PutBucketLifecycleConfiguration')).toBe(2);
	await app.press('H');
	await app.waitFor(/rules +✓ done .*added/);
	await app.waitFor(/rules +✓ done .*removed/);
});

test('a service that drops what the rule does is found out, and what was there is put back by keys', async () => {
	const {app, lifecycle} = await opened('minio');
	const before = lifecycle();
	await add(app);
	await app.waitFor('other rules than were sent');
	expect(words(app)).toContain('the rule is not there, or aborts nothing');
	expect(lifecycle()).not.toEqual(before);
	await app.press('p');
	await app.waitFor('type put back to go on');
	expect(words(app)).toContain('1 other rule stays as it is');
	await app.press(...'put', 'space', ...'back', 'enter');
	await app.waitFor('The earlier rules are back.');
	expect(lifecycle()).toMatchObject(before ?? {});
}, 60_000);
