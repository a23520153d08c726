import {expect, onTestFinished, test} from 'vitest';
import {openApp} from '../../../support/app.js';
import {gate} from '../../../support/gate.js';
import {bucket, numbered, openStage} from '../../../support/stage.js';

const keys = numbered('raw/', 40);

/** The buckets, one of them measured; no part of its uploads can be read from now on. */
async function measured() {
	const stage = await openStage();
	for (const key of keys) stage.upload(key);
	const app = await openApp(stage.sandbox, {size: {columns: 100, rows: 30}});
	await app.waitFor(bucket);
	await app.press('m');
	await app.waitFor(/680 MiB +40 /);
	const {closed, open} = gate();
	onTestFinished(open);
	stage.sandbox.faults.add({operation: 'ListParts', action: {hold: closed, when: 'before'}});
	return {...stage, app};
}

const whole = /^ 40 uploads hold 680 MiB · 40 stalled/m;

test('a bucket that was measured opens with what its parts add up to, and lists what came and went', async () => {
	const {app, sandbox, upload} = await measured();
	const there = sandbox.store.bucket(bucket)!;
	there.abortUpload(there.uploads.items()[0]!);
	upload('raw/new');
	await app.press('enter');
	await app.waitFor('1 came, 1 went.');
	expect(app.screen()).toMatch(/^ 40 uploads hold at least 663 MiB · 39 stalled · 1 not read yet/m);
	expect(app.screen()).not.toContain(keys[0]);
});

test('one that is opened again shows all at once, without its marks', async () => {
	const {app} = await measured();
	await app.press('enter');
	await app.waitFor(whole);
	await app.press(' ');
	await app.waitFor('1 marked');
	await app.press('esc', 'esc');
	await app.waitFor('CLEANS UP');
	await app.press('enter');
	await app.waitFor(whole);
	expect(app.state().screens.at(-1)).toMatchObject({shown: 40, totals: {marked: 0}});
});
