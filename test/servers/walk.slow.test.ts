import {afterAll, beforeAll, expect, test} from 'vitest';
import {type Sandbox, startSandbox} from '../../source/sandbox/sandbox.js';
import {Findings} from './held.js';
import {Partway} from './program.js';
import {walkCompletes} from './walk-completes.js';
import {walkLists} from './walk-lists.js';
import {Witness} from './witness.js';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

/** Lists and completes, by the built program or another one. */
async function walked(program?: string) {
	const [alice] = sandbox.users;
	const to = {endpoint: sandbox.endpoint, region: 'us-east-1', keys: alice!};
	const witness = new Witness(to);
	const partway = await Partway.at(to, program);
	const findings = new Findings();
	await witness.look(await witness.makeBucket('look'));
	await walkLists({witness, partway, findings});
	await walkCompletes({witness, partway, findings});
	const left = await witness.removeAll();
	await partway.close();
	const wrong = [...new Set(findings.wrong.map(({step}) => step))].sort();
	return {wrong, left, differences: findings.differences};
}

test('a walk over the sandbox finds no wrong word, no difference, and leaves nothing behind', async () => {
	expect(await walked()).toEqual({wrong: [], left: [], differences: []});
});

test('a program that says what is not so is found out at every step', async () => {
	const {wrong} = await walked('test/servers/lying.mjs');
	expect(wrong).toEqual([
		'abort --all leaves what is active',
		'abort one of several of a key',
		'complete',
		'complete --overwrite',
		'complete --parts 1-2 of 3',
		'complete it again',
		'list',
		'list --count',
		'list --count of a prefix',
	]);
});
