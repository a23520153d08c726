import {expect, onTestFinished, test} from 'vitest';
import {startSandbox} from '../../source/sandbox/sandbox.js';
import {BucketFixture} from '../contract/service.js';
import {realServer} from '../real/server.js';
import {race} from '../support/racing.js';

const count = 1000;

test.each(['the sandbox', 'Ceph'])('1,000 uploads raced for on %s', async where => {
	const sandbox = where === 'Ceph' ? undefined : await startSandbox();
	const [alice, bob] = sandbox?.users ?? [];
	const server =
		sandbox === undefined ? realServer() : {endpoint: sandbox.endpoint, alice: alice!, bob: bob!};
	const fixture = await BucketFixture.open(server);
	onTestFinished(async () => {
		fixture.close();
		await sandbox?.close();
	});
	const {before, ...raced} = await race(fixture, count);
	console.log(JSON.stringify({where, before: before.length, ...raced}));
	expect(raced).toMatchObject({lost: [], untrue: []});
	expect(before.length).toBeGreaterThan(20);
	expect(raced.gone + raced.leftAlone).toBe(count);
});
