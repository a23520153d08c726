import {appendFileSync} from 'node:fs';
import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {createLineLog} from '../../../source/operations/journal/line-log.js';

async function log() {
	const folder = await mkdtemp(join(tmpdir(), 'partway-line-log-'));
	onTestFinished(() => rm(folder, {recursive: true}));
	const file = join(folder, 'log.jsonl');
	const seen: string[] = [];
	const opened = createLineLog(file, {
		onLine: line => seen.push(line),
		onReset: () => seen.splice(0),
	});
	return {file, seen, opened};
}

// Two that find the lock of a killed process may both take it, and neither may see it.
test.each([
	['a line', 'theirs\n'],
	['a line cut short', 'the'],
])(
	'a line that lands behind %s of somebody else is decided again, with that one read',
	async (_, theirs) => {
		const {file, seen, opened} = await log();
		await opened.append(() => 'first');
		const decided: string[][] = [];
		await opened.append(() => {
			decided.push([...seen]);
			if (decided.length === 1) appendFileSync(file, theirs);
			return `ours ${decided.length}`;
		});
		expect(decided).toHaveLength(2);
		expect(decided[0]).toEqual(['first']);
		expect(decided[1]?.[0]).toBe('first');
		expect(decided[1]?.[1]).toContain(theirs.trim());
		expect((await readFile(file, 'utf8')).endsWith('\nours 2\n')).toBe(true);
	},
);

test('and where it must not be written by then, that is said', async () => {
	const {file, seen, opened} = await log();
	let asked = 0;
	const append = opened.append(() => {
		asked++;
		if (seen.includes('theirs')) throw new Error('they were first');
		appendFileSync(file, 'theirs\n');
		return 'ours';
	});
	await expect(append).rejects.toThrow('they were first');
	expect(asked).toBe(2);
});
