import {afterAll, beforeAll} from 'vitest';
import {type Sandbox, startSandbox} from '../../../source/sandbox/sandbox.js';
import {holdToCompleting} from './completing-cases.js';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

holdToCompleting(() => {
	const [alice, bob] = sandbox.users;
	return {endpoint: sandbox.endpoint, alice: alice!, bob: bob!};
}, 'aws');
