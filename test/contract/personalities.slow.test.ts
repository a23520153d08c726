import {afterAll, beforeAll} from 'vitest';
import {type Sandbox, startSandbox} from '../../source/sandbox/sandbox.js';
import {holdToContract} from './contract.js';

/** The sandbox as Ceph 16 keeps the same contract as Ceph 16 does, with the same differences. */
let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({like: 'ceph-16'});
});
afterAll(() => sandbox.close());

holdToContract(() => {
	const [alice, bob] = sandbox.users;
	return {endpoint: sandbox.endpoint, alice: alice!, bob: bob!};
}, 'ceph-16');
