import {expect} from 'vitest';
import {type Program, untouched} from './pty.js';
import {stopwatch} from './stopwatch.js';
import {test, to} from './world.js';

const MiB = 1024 * 1024;
const count = 10_000;

/**
 * Milliseconds from key to frame, processor time in steps of ten. Measured on two cores: 10 to 40 on
 * Node 24; Node 20, whose engine is older, gets half as much again.
 */
const bound = Number(process.versions.node.split('.')[0]) >= 24 ? 50 : 75;

/** The part under the cursor of the table. */
const cursor = (text: string) =>
	Number(/^ ▸. +([\d,]+) /m.exec(text)?.[1]?.replaceAll(',', '') ?? Number.NaN);
/** The rows of the map, by the number that each begins with. */
const map = (text: string) =>
	text
		.split('\n')
		.filter(line => /^ *\d+ [█▄░×▲]+$/.test(line.trimEnd()))
		.map(line => line.trim());

/** Every hundredth part is missing, every four hundredth before it too small. */
const parts = (lastModified: number) =>
	Array.from({length: count}, (_, at) => ({
		number: at + 1,
		size: (at + 2) % 400 === 0 ? MiB : 8 * MiB,
		lastModified,
	})).filter(({number}) => number % 100 !== 0 || number === count);

test('with 10,000 parts each key is on the map and on the table at once', async ({
	start,
	serve,
}) => {
	const sandbox = await serve();
	const lastModified = sandbox.now() - 3 * 24 * 60 * 60_000;
	sandbox.seed.bucket('media');
	sandbox.seed.upload({
		bucket: 'media',
		key: 'a',
		initiated: lastModified,
		parts: parts(lastModified),
	});
	const [args, options] = to(sandbox, 'media');
	const partway: Program = await start(args, {...options, cols: 120, rows: 40});
	await partway.waitFor(/^ ?1 upload\b/m);
	await partway.press('enter', /1 of 9,901/);
	expect(map(partway.screen())).toHaveLength(3);

	/** Presses a key again and again, each time until the frame shows what it does. */
	async function timed(
		key: string,
		times: number,
		shows: (now: string, before: string, nth: number) => boolean,
	): Promise<void> {
		const took: number[] = [];
		for (let nth = 1; nth <= times; nth++) {
			const before = partway.screen();
			const drawn = stopwatch(partway);
			await partway.press(key, now => shows(now, before, nth));
			took.push(drawn());
		}
		const told = `${key}, milliseconds: ${took.map(Math.round).join(' ')}`;
		// Now and then memory is tidied between key and frame.
		expect(took.filter(time => time > bound).length, told).toBeLessThanOrEqual(1);
		expect(Math.max(...took), told).toBeLessThan(2 * bound);
		expect(took.toSorted((a, b) => a - b)[Math.floor(times / 2)], told).toBeLessThanOrEqual(bound);
	}

	await timed('j', 20, (now, _, nth) => cursor(now) === 1 + nth);
	// Each page is less than one cell of the map: the cursor of the table is what moves.
	await timed('pagedown', 20, (now, before) => cursor(now) > cursor(before));
	await timed('space', 20, (now, _, nth) => now.includes(`(${nth} left out)`));
	await timed('n', 20, (now, before) => cursor(now) > cursor(before));
	// Twenty problems on: a small part and the row behind a gap in turns, or a gap alone.
	expect(cursor(partway.screen())).toBeGreaterThan(1_500);
	await partway.press('v', text => text !== '');
	await timed('G', 1, now => cursor(now) === count);
	await timed('space', 1, (now, before) => map(now).join() !== map(before).join());
	await timed('*', 2, (now, before) => map(now).join() !== map(before).join());
	expect(await partway.quit()).toEqual({code: 0, words: '', terminal: untouched});
});
