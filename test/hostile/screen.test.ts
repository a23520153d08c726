import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {type OpenedApp, openApp} from '../support/app.js';
import {type HostileWorld, hostileBucket, startHostile} from './hostile-server.js';
import {alikeNames, harmOnScreen, hostileName} from './names.js';

async function open(
	world: HostileWorld,
	columns: number,
	rows: number,
): Promise<OpenedApp<HostileWorld>> {
	const app = await openApp(world, {target: {bucket: hostileBucket}, size: {columns, rows}});
	await app.listed();
	return app;
}

/** Goes through the list, and gives what the details show of each upload: beside the list, or below it. */
async function detailsOf(app: OpenedApp<HostileWorld>, count: number): Promise<string[]> {
	await app.press('i');
	const details: string[] = [];
	for (let at = 0; at < count; at++) {
		const lines = app.lines();
		const beside = lines.flatMap(line => line.split(' │ ').slice(1));
		const below = lines.slice(lines.findIndex(line => line.startsWith(' key ')));
		const shown =
			beside.length > 0
				? beside
				: below.slice(
						0,
						below.findIndex(line => / of \d+$/.test(line)),
					);
		expect(shown[0]).toMatch(/^ key /);
		details.push(shown.join('\n'));
		await app.press('j');
	}
	return details;
}

describe('names of a server on the screen', () => {
	test('no two look alike in the details, and none of what they hold is obeyed', async () => {
		await fc.assert(
			fc.asyncProperty(alikeNames, hostileName, async (names, more) => {
				const app = await open(await startHostile({keys: names, more}), 110, 45);
				const details = await detailsOf(app, names.length);
				expect(new Set(details).size).toBe(names.length);
				expect(harmOnScreen(app.written)).toBeUndefined();
				expect([app.titles, app.direct.join('')]).toEqual([[], '']);
				app.close();
			}),
			{numRuns: 1, endOnFailure: true},
		);
	});

	test.each([
		['letters', 'k'.repeat(1020)],
		['controls', '\u001b'.repeat(1020)],
		['ideographs', '鍵'.repeat(340)],
		['halves of characters', '\ud800'.repeat(340)],
	])('no two of 1,024 bytes look alike in a small window: %s', async (_, name) => {
		const half = name.length / 2;
		const keys = [
			`${name}a`,
			`${name}b`,
			`${name}\udfff`,
			`${name.slice(0, half)}a${name.slice(half)}`,
			`${name.slice(0, half)}b${name.slice(half)}`,
		];
		for (const [columns, rows] of [
			[80, 24],
			[150, 24],
		] as const) {
			const app = await open(await startHostile({keys, more: 'e'}), columns, rows);
			const details = await detailsOf(app, keys.length);
			expect(new Set(details).size).toBe(keys.length);
			app.close();
		}
	});
});
