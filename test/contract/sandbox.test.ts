import {afterAll, beforeAll} from 'vitest';
import {type Sandbox, startSandbox} from '../../source/sandbox/sandbox.js';
import {holdToContract} from './contract.js';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

holdToContract(() => {
	const [alice, bob] = sandbox.users;
	return {endpoint: sandbox.endpoint, alice: alice!, bob: bob!};
});
