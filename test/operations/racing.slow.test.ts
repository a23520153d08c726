import {expect, onTestFinished, test} from 'vitest';
import {startSandbox} from '../../source/sandbox/sandbox.js';
import {BucketFixture} from '../contract/service.js';
import {race} from '../support/racing.js';

// What is gone is seen by a look at each, or by the listing at the end alone.
test.each(['aws', 'ceph-16'] as const)(
	'an uploader that races with an abort on a server like %s: every upload that got a part before its re-read survives',
	async like => {
		const sandbox = await startSandbox({like});
		const [alice, bob] = sandbox.users;
		const fixture = await BucketFixture.open({
			endpoint: sandbox.endpoint,
			alice: alice!,
			bob: bob!,
		});
		onTestFinished(async () => {
			fixture.close();
			await sandbox.close();
		});
		const raced = await race(fixture, 200);
		expect(raced).toMatchObject({lost: [], untrue: []});
		// It was a race: some were in time, and some were not.
		expect(raced.before.length).toBeGreaterThan(5);
		expect(raced.refused + raced.inWindow).toBeGreaterThan(5);
		expect(raced.leftAlone).toBeGreaterThanOrEqual(raced.before.length);
		expect(raced.gone + raced.leftAlone).toBe(200);
	},
);
