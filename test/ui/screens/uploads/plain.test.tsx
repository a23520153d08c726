import chalk from 'chalk';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {type OpenedApp, openApp} from '../../../support/app.js';
import {bucket, numbered, openStage} from '../../../support/stage.js';

// As NO_COLOR and --no-color set it.
const {level} = chalk;
beforeAll(() => {
	chalk.level = 0;
});
afterAll(() => {
	chalk.level = level;
});

async function opened(ascii = false): Promise<OpenedApp> {
	const {sandbox, upload} = await openStage();
	for (const key of numbered('key-', 3)) upload(key);
	const app = await openApp(sandbox, {target: {bucket}, ascii});
	await app.listed();
	return app;
}

test('without colours nothing is styled, and the selection, marks and focus are seen by their signs', async () => {
	const app = await opened();
	await app.press(' ');
	expect(app.written).not.toMatch(/\u001b\[[\d;]*m/);
	expect(app.row('▸')).toContain('key-0002');
	expect(app.row('●')).toContain('key-0001');
	expect(app.row('key-0001')).toContain('stalled');
	await app.press('u', 'x');
	await app.waitFor(/▸ Cancel {2,}Abort/);
	await app.press('tab');
	expect(app.screen()).toMatch(/ Cancel {2,}▸ Abort/);
	await app.press('esc', '/', '0003');
	expect(app.row(' / ')).toContain('0003');
	expect(app.written).not.toMatch(/\u001b\[[\d;]*m/);
});

test('with ASCII signs nothing else is drawn, anywhere', async () => {
	const app = await opened(true);
	const plain = () => expect(app.screen()).toMatch(/^[\n -~]*$/);
	plain();
	await app.press(' ');
	expect(app.row('key-0001')).toMatch(/^ \*/);
	expect(app.row('key-0002')).toMatch(/^>/);
	for (const press of ['?', 'G', 'esc', 'y', 'esc', 'o', 'esc', '!', 'esc', '/', 'esc']) {
		await app.press(press);
		plain();
	}
	await app.press('l');
	await app.waitFor('ETAG');
	plain();
	await app.press('c');
	await app.waitFor('Cancel');
	plain();
	await app.press('tab', 'enter');
	await app.waitFor('Done.');
	plain();
	await app.press('esc', 'p');
	plain();
	await app.resize(40, 10);
	plain();
});
