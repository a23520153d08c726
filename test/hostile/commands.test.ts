import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {accessKeyId, secretAccessKey} from '../s3/raw-server.js';
import {temporaryFolder} from '../support/app.js';
import {type Ended, nowhere, runCommand} from '../support/io.js';
import {hostileBucket, startHostile} from './hostile-server.js';
import {linesOfLog} from './log-lines.js';
import {alikeNames, harmIn, hostileName} from './names.js';

/** Owners, codes and messages: short enough that a service may send it as an ETag. */
const more = hostileName.map(name => name.slice(0, 60));

/** What a document holds under a name, wherever it stands. */
function allOf(name: string, document: unknown): unknown[] {
	if (typeof document !== 'object' || document === null) return [];
	return Object.entries(document).flatMap(([key, value]) =>
		key === name ? [value] : allOf(name, value),
	);
}

test('no command writes what a terminal obeys, and names come back as they were from all that is exported', async () => {
	await fc.assert(
		fc.asyncProperty(alikeNames, more, async (keys, text) => {
			const world = await startHostile({keys, more: text, idOf: at => `id-${at}${text}`});
			const folder = await temporaryFolder();
			const env = {...nowhere, PARTWAY_STATE_DIR: folder};
			const log = join(folder, 'requests.log');
			const reached = ['-e', world.endpoint, '--path-style', '--log', log];
			const run = async (...args: string[]): Promise<Ended> => {
				const connection = args[0] === 'history' ? [] : reached;
				const ended = await runCommand([...args, ...connection], {
					env,
					as: {accessKeyId, secretAccessKey},
				});
				const {stdout, stderr} = ended;
				// Columns are between tabs, where nobody looks at them.
				expect(harmIn(stdout.replaceAll('\t', ' ')), args.join(' ')).toBeUndefined();
				expect(harmIn(stderr), args.join(' ')).toBeUndefined();
				expect(stderr, args.join(' ')).not.toMatch(
					/ at .*\.ts|TypeError|RangeError|unknown option/,
				);
				return ended;
			};

			for (const form of [[], ['--wide'], ['--summary'], ['--summary', '--json'], ['--parts']])
				await run('list', hostileBucket, ...form);
			const table = (await run('list', hostileBucket)).stdout.trimEnd().split('\n');
			const tabs = new Set(table.map(row => row.split('\t').length));
			expect([table.length, tabs.size]).toEqual([keys.length, 1]);
			await run('list', '--all-buckets');
			// A half of a character is none in UTF-8, and the name is not certain.
			const shown = keys.map(key => key.toWellFormed());
			const listed = await run('list', hostileBucket, '--json');
			expect(allOf('Key', JSON.parse(listed.stdout)).toSorted()).toEqual(shown.toSorted());
			const lines = (await run('list', hostileBucket, '--jsonl')).stdout.trim().split('\n');
			expect(
				allOf(
					'Key',
					lines.map(line => JSON.parse(line)),
				).toSorted(),
			).toEqual(shown.toSorted());

			const certain = keys.filter(key => key.isWellFormed() && !key.includes('\ufffd'));
			for (const key of certain.slice(0, 3)) {
				const at = [
					`s3://${hostileBucket}/${key}`,
					'--upload-id',
					`id-${keys.indexOf(key)}${text}`,
				];
				await run('parts', ...at);
				await run('parts', ...at, '--json');
				await run('complete', ...at, '--yes', '--include-active');
			}
			await run('rules', 'list', hostileBucket);
			await run('rules', 'list', hostileBucket, '--json');
			await run('metrics', hostileBucket);
			await run('metrics', hostileBucket, '--output', join(folder, 'partway.prom'));
			expect(harmIn(await readFile(join(folder, 'partway.prom'), 'utf8'))).toBeUndefined();

			const plan = join(folder, 'plan.json');
			await run('abort', hostileBucket, '--all', '--include-unknown', '--plan-out', plan);
			const written = (await readFile(plan, 'utf8')).trim().split('\n');
			const planned = allOf(
				'key',
				written.map(line => JSON.parse(line)),
			);
			expect(keys).toEqual(expect.arrayContaining(planned));
			await run('abort', '--plan', plan, '--yes');
			await run('history');
			const history = await run('history', '--json');
			const told = allOf('key', JSON.parse(history.stdout));
			expect(linesOfLog(await readFile(log)).length).toBeGreaterThanOrEqual(world.seen.length);
			// Each was refused: nothing of it is gone, and all is in the history.
			expect(told).toEqual(expect.arrayContaining(planned));
			expect(history.stdout).not.toMatch(/"outcome":"(?:gone|done)"/);
		}),
		{numRuns: 1, endOnFailure: true},
	);
});
