import {expect} from 'vitest';
import {test, to} from '../program-test.js';

test('a screen reader gets no alternate screen, and hears the cursor, marks, fields and buttons by their roles', async ({
	start,
	serve,
}) => {
	const sandbox = await serve();
	sandbox.seed.bucket('media');
	const initiated = sandbox.now() - 7 * 24 * 3_600_000;
	for (const key of ['key-1', 'key-2\u001b[31m\u202e', 'key-3'])
		sandbox.seed.upload({bucket: 'media', key, initiated});
	const [args, {env}] = to(sandbox, 'media');
	const partway = await start(args, {env: {...env, INK_SCREEN_READER: 'true'}});
	await partway.waitFor(/^option: \(selected\) ▸ +key-1 .*stalled/m);
	await partway.press('j', /^option: \(selected\) ▸ +key-2\\u\{1b\}\[31m\\u\{202e\} /m);
	await partway.press('space', /^● key-2/m);
	await partway.press('k', /^option: \(selected, checked\) ▸● key-2/m);
	await partway.press('u', /^option: \(selected\) ▸ +key-2/m);
	await partway.press('/', /^textbox: \/ ▏/m);
	await partway.press('key-1', /^textbox: \/ key-1▏/m);
	await partway.press('enter', text => !text.includes('textbox'));
	await partway.press('x', /^button: \(selected\) ▸ Cancel Abort/m);
	await partway.press('right', /^Cancel button: \(selected\) ▸ Abort/m);
	await partway.press('esc', text => !text.includes('button:'));
	expect(partway.hasScreen).toBe(false);
	expect(partway.raw).not.toContain('\u001b[?1049h');
	// Neither what a key holds nor a colour.
	expect(partway.raw).not.toMatch(/\u001b\[[\d;]*m|\u202e/);
	const {code, terminal} = await partway.quit();
	expect(code).toBe(0);
	expect(terminal).toMatchObject({cursor: 'shown', bracketedPaste: false, modes: 'as before'});
});
