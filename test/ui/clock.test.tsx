import {expect, test} from 'vitest';
import {openApp} from '../support/app.js';
import {bucket, minute, world} from '../support/world.js';

test('a clock that is off is told once, in words, and the list goes by the service', async () => {
	const {sandbox, upload} = await world({now: () => Date.now() + 17 * minute});
	upload('a', {quiet: 0});
	const app = await openApp(sandbox, {target: {bucket}});
	await app.listed();
	await app.waitFor(/The clock of this machine is (17|16) m behind the service's/);
	expect(app.row('  a  ')).toContain('active');
	await app.press('esc');
	// The clock of the screen has moved on since, which is when it is looked at.
	const {now} = app.state();
	await app.waitFor(() => app.state().now > now + 6000);
	expect(app.screen()).not.toContain('The clock of this machine');
	await app.press('r');
	await app.listed();
	expect(app.screen()).not.toContain('The clock of this machine');
});
