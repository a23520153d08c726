import {expect, test} from 'vitest';
import {openApp} from '../../support/app.js';
import {bucket, hour, minute, openStage} from '../../support/stage.js';

const told = /The clock of this machine is/;

test('a clock that is off by a little is told once, and the list goes by the service', async () => {
	const {sandbox, upload} = await openStage({now: () => Date.now() + 9 * minute});
	upload('a', {quiet: 0});
	const app = await openApp(sandbox, {target: {bucket}});
	await app.listed();
	await app.waitFor(
		/The clock of this machine is 9 m behind the service's: ages and states go by the service's/,
	);
	expect(app.row('  a  ')).toContain('active');
	await app.press('esc');
	// The clock of the screen has moved on since, which is when it is looked at.
	const {now} = app.state();
	await app.waitFor(() => app.state().now > now + 6000);
	expect(app.screen()).not.toMatch(told);
	await app.press('r');
	await app.listed();
	expect(app.screen()).not.toMatch(told);
});

test('one that is off by more than 15 minutes stays told: what looks old by one clock alone is not stalled', async () => {
	const {sandbox, upload} = await openStage({now: () => Date.now() + 8 * hour});
	upload('new', {quiet: 8 * hour + 5 * minute});
	upload('old', {quiet: 40 * hour});
	const app = await openApp(sandbox, {target: {bucket}});
	await app.listed();
	await app.waitFor(/the service's clock is 8 h ahead: stalled only by both, active by either/);
	expect(app.row('  new  ')).toMatch(/5 m ago .*active/);
	expect(app.row('  old  ')).toMatch(/32 h ago .*stalled/);
});
