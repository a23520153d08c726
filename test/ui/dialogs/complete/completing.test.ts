import {afterAll, beforeAll} from 'vitest';
import {type Sandbox, startSandbox} from '../../../../source/sandbox/sandbox.js';
import {holdScreensToCompleting} from './completing-screens.js';

for (const like of ['aws', 'ceph-16'] as const) {
	let sandbox: Sandbox;
	beforeAll(async () => {
		sandbox = await startSandbox({like});
	});
	afterAll(() => sandbox.close());

	holdScreensToCompleting(() => {
		const [alice, bob] = sandbox.users;
		return {endpoint: sandbox.endpoint, alice: alice!, bob: bob!};
	}, like);
}
