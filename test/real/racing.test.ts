import {expect, onTestFinished, test} from 'vitest';
import {BucketFixture} from '../contract/service.js';
import {race} from '../support/racing.js';
import {realServer} from './server.js';

test('an uploader that races with an abort: every upload that got a part before its re-read survives', async () => {
	const fixture = await BucketFixture.open(realServer());
	onTestFinished(() => fixture.close());
	const raced = await race(fixture, 200);
	expect(raced).toMatchObject({lost: [], untrue: []});
	// How many were in time depends on the machine.
	expect(raced.before.length).toBeGreaterThan(0);
	expect(raced.gone + raced.leftAlone).toBe(200);
});
