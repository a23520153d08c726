import {execFile} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {expect, test} from 'vitest';
import {chance} from './plan.js';

const script = fileURLToPath(new URL('../../scripts/simulate.mjs', import.meta.url));

/** Runs the simulation in a process of its own, and gives what it prints. Rejects where a session shows a violation. */
async function simulate(...args: readonly string[]): Promise<string> {
	const {stdout} = await promisify(execFile)(process.execPath, [script, ...args], {
		maxBuffer: 64 * 1024 * 1024,
	});
	return stdout;
}

// A commit is judged by the same sessions each time; everywhere else each run has new ones.
const from = process.env['CI'] ? 20_261_122 : chance(Date.now(), 'seeds').between(1, 1_000_000_000);

test('in sessions of these seeds, and in those that once failed, nothing that is said is not so', async () => {
	// What it prints says the seed and the shortest session that shows the same.
	const printed = await simulate(
		...['--from', String(from), '--seeds', '40', '--seconds', '250', '--workers', '2'],
	);
	expect(printed).toMatch(/\d+ sessions .* 0 with a violation/);
});

test('a program that is broken is found, by whichever process lives through that session', async () => {
	await expect(
		simulate('--break', 'not-shown', '--seconds', '250', '--workers', '2'),
	).rejects.toMatchObject({code: 1, stdout: expect.stringContaining('not-shown')});
});

test('a seed is lived through in the same way again, alone or after others', async () => {
	const [alone, again, afterOthers] = await Promise.all([
		simulate('--seed', '1000147', '--json'),
		simulate('--seed', '1000147', '--json'),
		simulate('--from', '1000140', '--seeds', '8', '--seconds', '250', '--json'),
	]);
	expect(alone.split('\n').length).toBeGreaterThan(100);
	expect(again).toBe(alone);
	expect(afterOthers).toContain(alone);
});
