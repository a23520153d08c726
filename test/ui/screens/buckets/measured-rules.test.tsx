import {expect, test} from 'vitest';
import {openApp} from '../../../support/app.js';
import {bucket, openStage} from '../../../support/stage.js';

test('the rules of a bucket that was measured are asked about what was listed then; m lists it anew', async () => {
	const {sandbox, upload} = await openStage();
	upload('raw/a');
	upload('raw/b');
	const app = await openApp(sandbox, {size: {columns: 100, rows: 30}});
	await app.waitFor(bucket);
	await app.press('L');
	await app.waitFor('its uploads are not listed yet: m lists them');
	await app.press('esc');
	await app.press('m');
	await app.waitFor(/34\.0 MiB/);
	const listings = () => sandbox.requests.count('ListMultipartUploads');
	const before = listings();
	await app.press('L');
	await app.waitFor('2 uploads, all under no rule');
	expect(listings()).toBe(before);
	upload('raw/c');
	await app.press('m');
	await app.waitFor('3 uploads, all under no rule');
	expect(listings()).toBeGreaterThan(before);
	// Opened once more it is what was measured again, and r lists it anew, too.
	await app.press('esc');
	await app.press('L');
	await app.waitFor('2 uploads, all under no rule');
	await app.press('r');
	await app.waitFor('3 uploads, all under no rule');
});
