import {expect, test} from 'vitest';
import {openApp} from '../../../support/app.js';
import {bucket, openStage} from '../../../support/stage.js';

const protectedPrefixes = [{bucket, prefix: 'archive/'}];

test('a confirmation of several leaves protected ones out and says how many', async () => {
	const {sandbox, upload} = await openStage();
	for (const key of ['archive/a', 'archive/b', 'raw/a', 'raw/b', 'raw/c']) upload(key);
	const app = await openApp(sandbox, {target: {bucket}, settings: {protectedPrefixes}});
	await app.listed();
	await app.press('*', 'x');
	await app.waitFor('ABORT 3 of 5 uploads:');
	expect(app.screen()).toContain('2 under a protected prefix');
	await app.press('3', 'enter');
	await app.waitFor(/3 gone/);
	expect(sandbox.requests.count('AbortMultipartUpload')).toBe(3);
	await app.press('esc', 'X');
	await app.waitFor(`Protected by the profile, and left out: s3://${bucket}/archive/`);
});

test('MinIO is recognised by its answers, and its list is called incomplete', async () => {
	const {sandbox, upload} = await openStage({like: 'minio'});
	upload('raw/a');
	const app = await openApp(sandbox, {target: {bucket}, size: {columns: 80, rows: 24}});
	await app.listed();
	await app.waitFor('MinIO lists uploads from memory: this list may be incomplete.');
	// Its own rule is told where the bucket has none.
	await app.waitFor('MinIO aborts uploads by itself 1 day after they began, unless changed');
	const under = await openApp(sandbox, {target: {bucket, prefix: 'raw/'}});
	await under.waitFor('No upload that can be shown is listed under this prefix.');
	await under.waitFor('only if it is a whole key: list the bucket and filter');
	sandbox.restart();
	await app.press('r');
	await app.waitFor('No upload that can be shown is listed in this bucket.');
	expect(app.screen()).toContain('MinIO lists uploads from memory');
	expect(app.screen()).not.toContain('No multipart upload is in progress');
});

test('what a profile says of the service counts where nothing else tells', async () => {
	const {sandbox, upload} = await openStage();
	upload('a');
	const app = await openApp(sandbox, {target: {bucket}, settings: {service: 'r2'}});
	await app.listed();
	await app.waitFor('Cloudflare R2 aborts uploads by itself 7 days after they began');
	await app.press('c');
	await app.waitFor('Cancel');
	expect(app.screen()).toContain('Cloudflare R2');
	const silent = await openApp(sandbox, {target: {bucket}});
	await silent.listed();
	await silent.waitFor('no rule cleans up here: L');
	expect(silent.screen()).not.toContain('itself aborts');
});
