import {appendFileSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {openJournal} from '../../../../source/operations/journal/journal.js';
import {type OpenedApp, openApp, temporaryFolder} from '../../../support/app.js';
import {plantHistory} from '../../../support/plant-history.js';
import {asWritten} from '../../../support/reasons.js';
import {abortElsewhere, bucket, hour, minute, openStage} from '../../../support/stage.js';

const heads = /SENT +OPERATION +OUTCOME +BYTES +BUCKET\/KEY/;

const stateOf = (folder: string) => join(folder, 'state');

/** The app on an empty sandbox, with acts on record, and its history open. */
async function withHistory(count: number, perArchive?: number): Promise<OpenedApp> {
	const {sandbox} = await openStage();
	const folder = await temporaryFolder();
	if (count > 0) plantHistory(stateOf(folder), count, {perArchive});
	const app = await openApp(sandbox, {target: {bucket}, folder, size: {columns: 80, rows: 24}});
	await app.listed();
	await app.press('H');
	await app.waitFor(count > 0 ? /▸ +\d m ago/ : heads);
	return app;
}

const top = (app: OpenedApp) => {
	const screen = app.state().screens.at(-1);
	if (screen?.kind !== 'history') throw new Error('another screen');
	return screen;
};

describe('the history', () => {
	test('shows the newest acts first, and all that is known of one', async () => {
		const app = await withHistory(40);
		await app.waitFor(/ 40 operations$/m);
		expect(app.row('39.mxf')).toMatch(
			/▸ +[12] m ago {2}abort +✓ accepted +38\.1 KiB {2}media\/raw/,
		);
		expect(app.screen()).toMatch(/1 of 40/);
		await app.press('j', 'j', 'j', 'j', 'enter');
		const detail = await app.waitFor(/Complete: Done\./);
		for (const line of [
			/key +raw\/2026\/cam-35\/35\.mxf/,
			/bucket +media$/m,
			/upload id +2~35/,
			/sent +\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ, [56] m ago/,
			/by +alice on jump, process 1/,
			/access key +AKIAEXAMPLE/,
			/bytes +34\.2 KiB \(35,000 bytes\)/,
			/planned +3 parts/,
			/request id +tx35/,
		])
			expect(detail).toMatch(line);
		await app.press('y');
		await app.waitFor(/request id +tx35/);
		await app.press('j', 'j', 'j', 'enter');
		await app.waitFor('Copied the request id: tx35');
		await app.waitFor(heads);
		await app.press('esc');
		await app.waitFor(/KEY.*INITIATED|No multipart upload/);
	});

	test('without an act says so', async () => {
		const app = await withHistory(0);
		await app.waitFor('Nothing was completed or aborted on this machine yet.');
	});

	test('reads archives as far as one scrolls, and all of them for a filter', async () => {
		const app = await withHistory(5000, 500);
		await app.waitFor(/operations so far .* older ones are read as you scroll/);
		expect(top(app).read).toBeLessThan(1500);
		app.rowsDrawn();
		await app.press('G');
		await app.waitFor(/ 5,000 operations$/m);
		await app.press('G');
		await app.waitFor(/5,000 of 5,000/);
		expect(app.row('▸')).toContain('/0.mxf');
		await app.press('g', '/');
		await app.type('act:complete outcome:done cam-7/');
		await app.waitFor(/▏ +\d+ of 5,000/);
		expect(top(app).shown).toBe(18);
		await app.press('enter');
		expect(app.row('▸')).toMatch(/complete +✓ done/);
		await app.press('esc');
		await app.waitFor(/1 of 5,000/);
	});

	test('points at what of a filter cannot be read, and leaves the rows as they were', async () => {
		const app = await withHistory(40);
		await app.press('/');
		await app.type('outcome:failed');
		await app.waitFor(/7 of 40/);
		await app.paste(' act:x');
		await app.waitFor('✗ “x” is none of complete, abort, rescue, acl, rules.');
		expect(top(app).shown).toBe(7);
		await app.press('enter');
		await app.waitFor(/^ ✗ “x” is none of/m);
	});

	test('stays on its act while newer ones come in', async () => {
		const app = await withHistory(40);
		await app.press('j', 'j');
		expect(app.row('▸')).toContain('37.mxf');
		const journal = openJournal({folder: stateOf(app.folder)});
		const target = {bucket: 'media', key: 'new', uploadId: '2~new'};
		const intent = await journal.begin({
			...{act: 'abort', connection: 'own:oos', endpoint: 'http://127.0.0.1:1'},
			...target,
		});
		await app.press('r');
		await app.waitFor(/media\/new/);
		expect(app.row('media/new')).toMatch(/abort +· running/);
		expect(app.row('▸')).toContain('37.mxf');
		await journal.end(intent, {outcome: 'failed', reason: asWritten('The service refused it.')});
		await app.press('r');
		await app.waitFor(/abort +✗ failed +– +media\/new/);
	});

	test('has an abort of many as one row, that enter opens and closes', async () => {
		const {sandbox} = await openStage();
		const folder = await temporaryFolder();
		plantHistory(stateOf(folder), 2);
		const journal = openJournal({folder: stateOf(folder)});
		for (const [key, outcome] of [
			['raw/one', 'gone'],
			['raw/two', 'failed'],
			['raw/three', 'gone'],
		] as const) {
			const intent = await journal.begin({
				...{act: 'abort', connection: 'own:oos', endpoint: 'http://127.0.0.1:1', run: 'run-1'},
				...{bucket: 'media', key, uploadId: `2~${key}`, bytes: 1024},
			});
			await journal.end(intent, {outcome, reason: asWritten('It is as it is.')});
		}
		const app = await openApp(sandbox, {target: {bucket}, folder, size: {columns: 80, rows: 24}});
		await app.listed();
		await app.press('H');
		await app.waitFor(/1 of 3/);
		expect(app.row('3 uploads')).toMatch(/abort +✗ 1 failed +3\.0 KiB {2}▸ media: 3 uploads$/);
		expect(app.screen()).not.toContain('raw/one');
		await app.press('enter');
		await app.waitFor('raw/one');
		expect(app.row('3 uploads')).toContain('▾ media: 3 uploads');
		await app.press('j', 'j');
		expect(app.row('▸')).toMatch(/✗ failed +1\.0 KiB {4}media\/raw\/two$/);
		await app.press('enter');
		await app.waitFor(/upload id +2~raw\/two/);
		await app.press('esc', 'k', 'k', 'enter');
		await app.waitFor(() => !app.screen().includes('raw/one'));
		expect(app.row('3 uploads')).toMatch(/^▸ .*▸ media/);
		// What the filter leaves is what the row speaks of.
		await app.press('/');
		await app.type('outcome:gone media/raw/');
		await app.waitFor(/gone +2\.0 KiB {2}▸ media: 2 uploads/);
	});

	test('does nothing to the terminal, whatever keys and answers hold, and tells damaged lines', async () => {
		const {sandbox} = await openStage();
		const folder = await temporaryFolder();
		const journal = openJournal({folder: stateOf(folder)});
		const intent = await journal.begin({
			...{act: 'abort', connection: 'own:\u001b[31m', endpoint: 'http://127.0.0.1:1'},
			...{
				bucket: 'media',
				key: 'a\u001b]0;x\u0007\u202eb',
				uploadId: '2~\u009b',
				caller: '\u001b[2J',
			},
		});
		const words = '\u001b[8mhidden';
		await journal.end(intent, {
			outcome: 'failed',
			reason: asWritten(words),
			code: words,
			requestId: words,
		});
		appendFileSync(journal.file, 'hello\n');
		const app = await openApp(sandbox, {target: {bucket}, folder, size: {columns: 120, rows: 40}});
		await app.press('H');
		await app.waitFor(/1 line cannot be understood: partway history names it/);
		await app.waitFor('media/a\\u{1b}]0;x\\u{7}\\u{202e}b');
		await app.press('enter');
		const shown = await app.waitFor(/Abort: Failed\./);
		expect(shown).toContain('\\u{1b}[8mhidden');
		await app.press('y');
		await app.waitFor(/record as JSON/);
		expect(app.titles).toEqual([]);
		expect(app.wrapped()).not.toContain(true);
		expect(app.written).not.toMatch(/\u001b\[8m|\u001b\]0;x|\u009b|\u202e/);
	});
});

describe('an act of unknown outcome', () => {
	/** One that a partway sent which is gone by now, so long ago. */
	async function unknown(act: 'abort' | 'complete', ago: number) {
		const made = await openStage();
		const key = 'raw/tape.tar';
		const uploadId = made.upload(key);
		const folder = await temporaryFolder();
		const at = Date.now() - ago;
		const options = {folder: stateOf(folder), now: () => at};
		const journal = openJournal(options);
		const target = {bucket, key, uploadId};
		const through = {connection: 'own:test', endpoint: made.sandbox.endpoint};
		const planned = act === 'complete' ? {size: 17, partCount: 3} : undefined;
		const intent = await journal.begin({act, ...through, ...target, planned});
		await journal.end(intent, {outcome: 'unknown', reason: asWritten('The answer was lost.')});
		const open = () =>
			openApp(made.sandbox, {target: {bucket}, folder, size: {columns: 80, rows: 24}});
		return {...made, key, uploadId, journal, intent, open};
	}

	test('is looked up again from its details, which then show the end', async () => {
		const {sandbox, key, uploadId, journal, intent, open} = await unknown('abort', hour);
		const app = await open();
		// It looks by itself at the start, and finds it still listed.
		await app.waitFor(() =>
			app.state().acts.unsettled.some(({state}) => state === 'probably-failed'),
		);
		await app.press('H');
		await app.waitFor(/abort +\? probably failed/);
		await abortElsewhere(sandbox, key, uploadId);
		await app.press('enter');
		const detail = await app.waitFor(/r looks at the server again/);
		expect(detail).toMatch(/before +.*unknown\. The answer was lost\./);
		await app.press('r');
		await app.waitFor(/Abort: Gone\./);
		expect(app.screen()).not.toContain('s closes it by hand');
		await app.press('esc');
		await app.waitFor(/abort +✓ gone/);
		expect((await journal.history()).acts).toMatchObject([
			{intent: {id: intent.id}, standing: 'gone'},
		]);
	});

	test('is closed by hand once its key is typed, and then forbids nothing', async () => {
		const {sandbox, key, uploadId, journal, intent, open} = await unknown('complete', hour);
		// Gone, and no object: no look will ever tell.
		await abortElsewhere(sandbox, key, uploadId);
		sandbox.requests.clear();
		const app = await open();
		await app.press('H');
		await app.waitFor(/complete +\? unknown/);
		await app.press('enter');
		await app.waitFor('s closes it by hand');
		await app.press('s');
		const asked = await app.waitFor(/Close this Complete by hand\?/);
		expect(asked).toMatch(/key +raw\/tape\.tar/);
		expect(asked).toContain(uploadId.slice(0, 60));
		await app.type('raw/tape');
		await app.press('enter');
		await app.waitFor('Type the key to close it; esc cancels.');
		expect(await journal.openActs()).toHaveLength(1);
		await app.type('.tar');
		await app.press('enter');
		await app.waitFor(/Complete: Closed by hand\./);
		await app.waitFor(/closed by/);
		expect(await journal.openActs()).toEqual([]);
		const [past] = (await journal.history()).acts;
		expect(past).toMatchObject({intent: {id: intent.id}, standing: 'closed'});
		expect(readFileSync(journal.file, 'utf8').trim().split('\n').at(-1)).toContain('"closed"');
		await journal.begin({...intent});
		expect(sandbox.requests.log.filter(({operation}) => /Abort|Complete/.test(operation!))).toEqual(
			[],
		);
	});

	test('is not closed while it may be at work', async () => {
		const {journal, open} = await unknown('complete', 14 * minute);
		const app = await open();
		await app.press('H');
		await app.waitFor(/complete +\? unknown/);
		await app.press('enter');
		await app.waitFor('r looks at the server again.');
		await app.press('s');
		await app.waitFor(/close by hand is not possible: only what was sent more than 15 minutes ago/);
		expect(await journal.openActs()).toHaveLength(1);
	});
});
