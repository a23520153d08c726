import {expect, test} from 'vitest';
import {openApp} from '../../../support/app.js';
import {bucket, day, MiB, openStage} from '../../../support/stage.js';

const hole = 'HAS A HOLE: part 2 is missing';

/** The list with its details open, of uploads whose second part is missing. */
async function details(...keys: readonly string[]) {
	const {sandbox, upload} = await openStage();
	const lastModified = sandbox.now() - 3 * day;
	const part = (number: number) => ({number, size: 8 * MiB, lastModified});
	for (const key of keys) upload(key, {parts: [part(1), part(3)]});
	const app = await openApp(sandbox, {target: {bucket}, size: {columns: 80, rows: 30}});
	await app.listed();
	return {app, sandbox};
}

test('the details say whether the upload under the cursor can be completed, as its parts are now', async () => {
	const {app, sandbox} = await details('raw/hole.tar');
	await app.press('i');
	await app.waitFor(/complete +HAS A HOLE: part 2 is missing/);

	const entry = sandbox.store.bucket(bucket)?.uploads.items()[0];
	entry?.parts.delete(3);
	await app.press('r');
	await app.waitFor(/complete +Can be completed/);
});

test('what the cursor only passes is not read', async () => {
	const {app, sandbox} = await details('a', 'b', 'c');
	const looks = () => sandbox.requests.count('HeadObject');
	await app.press('i', 'j', 'j');
	await app.waitFor(/complete +HAS A HOLE/);
	expect(app.row('key ')).toContain('c');
	expect(looks()).toBe(1);
});

test('what was shown of an upload that was opened is said of it afterwards, while its parts are the same', async () => {
	const {app, sandbox} = await details('raw/hole.tar');
	await app.press('enter');
	await app.waitFor(hole);
	const forbidden = {respond: {status: 403, body: '<Error><Code>AccessDenied</Code></Error>'}};
	sandbox.faults.add({operation: 'HeadObject', action: forbidden});
	await app.press('esc', 'i');
	await app.waitFor(new RegExp(`complete +${hole}`));
});

test('they say why it may be refused', async () => {
	const {sandbox, upload} = await openStage();
	const lastModified = sandbox.now() - 3 * day;
	upload('raw/small.tar', {
		parts: [1, 8].map((size, at) => ({number: at + 1, size: size * MiB, lastModified})),
	});
	const app = await openApp(sandbox, {target: {bucket}, size: {columns: 80, rows: 30}});
	await app.listed();
	await app.press('i');
	await app.waitFor(/complete +May be refused\. Part 1 holds 1\.0 MiB/);
});

test('of one that is in use they say it once', async () => {
	const {sandbox, upload} = await openStage();
	upload('raw/live.tar', {parts: [{number: 1, size: 8 * MiB, lastModified: sandbox.now()}]});
	const app = await openApp(sandbox, {target: {bucket}, size: {columns: 80, rows: 30}});
	await app.listed();
	await app.press('i');
	await app.waitFor(/complete +Somebody may still be uploading$/m);
});
