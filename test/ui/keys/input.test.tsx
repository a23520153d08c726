import {describe, expect, test} from 'vitest';
import {type OpenedApp, openApp} from '../../support/app.js';
import {bucket, numbered, openStage} from '../../support/stage.js';

async function opened(): Promise<OpenedApp> {
	const {sandbox, upload} = await openStage();
	for (const key of numbered('key-', 10)) upload(key);
	const app = await openApp(sandbox, {target: {bucket}});
	await app.listed();
	return app;
}

function cursor(app: OpenedApp): number {
	return Number(/▸.*key-(\d+)/.exec(app.screen())?.[1] ?? 0);
}

/** Nothing but reads has reached the server. */
function expectNothingSent({sandbox}: OpenedApp): void {
	expect(sandbox.requests.count('AbortMultipartUpload')).toBe(0);
	expect(sandbox.requests.count('CompleteMultipartUpload')).toBe(0);
}

describe('keys that arrive joined', () => {
	test('act one by one when they move', async () => {
		const app = await opened();
		await app.press('jjj');
		expect(cursor(app)).toBe(4);
		await app.press('jkkG', 'kg', 'jj k');
		expect(app.screen()).toContain('1 marked');
		expect(cursor(app)).toBe(3);
	});

	test.each(['xy', 'jx', 'xx', 'cj', 'xq', 'jr', 'qq', 'jq', 'x ', 'jc'])(
		'"%s" neither acts nor quits',
		async joined => {
			const app = await opened();
			await app.press(joined);
			expect(['abort', 'complete']).not.toContain(app.state().dialog?.kind);
			expect(app.exit()).toBeUndefined();
			expectNothingSent(app);
		},
	);

	test('never press a button, however the terminal cuts them: an arrow and Enter at once', async () => {
		const app = await opened();
		await app.press('x');
		await app.waitFor(/▸ Cancel +Abort/);
		await app.pressJoined('right', 'enter');
		await app.waitFor(/▸ Abort/);
		expect(app.state().dialog?.kind).toBe('abort');
		await app.pressJoined('backspace', 'enter');
		expectNothingSent(app);
		await app.press('enter');
		await app.waitFor(/Gone\./);
	});

	test('never confirm: neither "3⏎" nor "⏎⏎" nor tab and Enter at once', async () => {
		const app = await opened();
		await app.press('   ', 'x');
		await app.waitFor('type 3 ');
		await app.pressJoined('3', 'enter');
		expect(app.state().dialog?.kind).toBe('abort-many');
		expect(app.row('type 3 ')).toMatch(/: 3▏?$/);
		await app.press('esc', 'u', 'x');
		await app.waitFor('Cancel');
		for (const joined of [
			['tab', 'enter'],
			['enter', 'enter'],
			['right', 'enter', 'enter'],
		]) {
			await app.pressJoined(...joined);
			expect(app.state().acts.acts).toEqual([]);
		}
		expectNothingSent(app);
	});

	test('alone they do, so that the tests above say something', async () => {
		const app = await opened();
		await app.press('   ', 'x');
		await app.waitFor('type 3 ');
		await app.press('3', 'enter');
		await app.waitFor(/3 gone/);
		expect(app.sandbox.requests.count('AbortMultipartUpload')).toBe(3);
	});

	test('in a field they are all typed', async () => {
		const app = await opened();
		await app.press('/', 'key-0004 x\u001b[200~pasted\u001b[201~');
		expect(app.row(' / ')).toContain('key-0004 xpasted');
	});
});

describe('a paste', () => {
	const dangerous = 'x3\r\tjq\u001b[Acc\r';

	test('triggers nothing outside fields, and says so', async () => {
		const app = await opened();
		const before = cursor(app);
		await app.paste(dangerous);
		expect(cursor(app)).toBe(before);
		expect(app.state().dialog).toBeUndefined();
		expect(app.exit()).toBeUndefined();
		expect(app.screen()).toMatch(/Paste ignored/);
		expectNothingSent(app);
	});

	test('triggers nothing in a confirmation', async () => {
		const app = await opened();
		await app.press('x');
		await app.waitFor('Cancel');
		await app.paste('\t\r\r');
		expect(app.state().dialog).toMatchObject({kind: 'abort', focus: 'cancel'});
		expectNothingSent(app);
	});

	test('goes into a field, its control characters as text that is seen', async () => {
		const app = await opened();
		await app.press('o');
		await app.paste('raw/a\u001b[31mb\r\n');
		expect(app.screen()).toMatch(/key +raw\/a\\u\{1b\}\[31mb/);
		await app.press('tab');
		await app.paste('the id\n');
		expect(app.screen()).toMatch(/upload id +the id/);
		expect(app.state().dialog?.kind).toBe('form');
	});

	test('of a typed word does not confirm by its line break', async () => {
		const app = await opened();
		await app.press('  ', 'x');
		await app.waitFor('type 2 ');
		await app.paste('2\r\n');
		expect(app.row('type 2 ')).toMatch(/: 2▏?$/);
		expectNothingSent(app);
	});
});

test('a key that means nothing does nothing', async () => {
	const app = await opened();
	const before = app.state().screens;
	await app.press('z', '\u001bx', '\u001b[99~', '\u0000', '写', '🎬');
	expect(app.state().screens).toBe(before);
	expect(app.state().dialog).toBeUndefined();
	expectNothingSent(app);
});

test('? tells the keys over anything, and goes where it came from', async () => {
	const app = await opened();
	await app.press('x');
	await app.waitFor('Cancel');
	const before = app.screen();
	await app.press('?');
	expect(app.screen()).toContain('Press the button');
	await app.press('?');
	expect(app.screen()).toBe(before);
});

test('q quits outside a field, ctrl-c anywhere; in a field q is typed', async () => {
	const app = await opened();
	await app.press('/', 'q');
	expect(app.exit()).toBeUndefined();
	expect(app.row(' / ')).toContain('q');
	await app.press('ctrl-c');
	expect(app.exit()).toMatchObject({code: 130});
	const other = await opened();
	await other.press('q');
	expect(other.exit()).toMatchObject({code: 0});
});

test('the mouse is not captured, and the cursor and pastes are told apart by the terminal', async () => {
	const app = await opened();
	expect(app.written).not.toMatch(/\u001b\[\?(9|100[0-6]|1015|1016)h/);
	expect(app.written).toContain('\u001b[?2004h');
});
