import {expect} from 'vitest';
import {test, to} from '../program-test.js';
import {type Program, untouched} from '../pty.js';

const MiB = 1024 * 1024;
const many = 10_000;
const few = 1000;

/** The part under the cursor of the table. */
const cursor = (text: string) =>
	Number(/^▸ . *([\d,]+) /m.exec(text)?.[1]?.replaceAll(',', '') ?? Number.NaN);
/** The rows of the map, by the number that each begins with. */
const map = (text: string) =>
	text
		.split('\n')
		.filter(line => /^ *\d+ [█▒▄!×]+$/.test(line.trimEnd()))
		.map(line => line.trim());

/** Every hundredth part is missing, every four hundredth before it too small. */
const parts = (count: number, lastModified: number) =>
	Array.from({length: count}, (_, at) => ({
		number: at + 1,
		size: (at + 2) % 400 === 0 ? MiB : 8 * MiB,
		lastModified,
	})).filter(({number}) => number % 100 !== 0 || number === count);

/** Presses keys, each when the frame shows what the one before did; gives what each took. */
async function pressKeys(partway: Program): Promise<{bytes: Record<string, number>; time: number}> {
	const before = partway.processorTime() ?? 0;
	/** The most bytes between a key and the frame that shows what it does. */
	const bytes: Record<string, number> = {};
	async function press(
		key: string,
		times: number,
		shows: (now: string, before: string, nth: number) => boolean,
	): Promise<void> {
		for (let nth = 1; nth <= times; nth++) {
			const screen = partway.screen();
			const written = partway.raw.length;
			await partway.press(key, now => shows(now, screen, nth));
			bytes[key] = Math.max(bytes[key] ?? 0, partway.raw.length - written);
		}
	}
	const moves = (now: string, screen: string) => cursor(now) > cursor(screen);
	const redraws = (now: string, screen: string) => map(now).join() !== map(screen).join();
	await press('j', 20, (now, _, nth) => cursor(now) === 1 + nth);
	// Of 10,000, each page is less than one cell of the map: the cursor of the table is what moves.
	await press('pagedown', 5, moves);
	await press('space', 20, (now, _, nth) => now.includes(`(${nth} left out)`));
	await press('n', 8, moves);
	await press('*', 2, redraws);
	return {bytes, time: (partway.processorTime() ?? 0) - before};
}

test('with 10,000 parts a key writes what changed, and costs hardly more than with 1,000', async ({
	start,
	serve,
}) => {
	const sandbox = await serve();
	const lastModified = sandbox.now() - 3 * 24 * 60 * 60_000;
	sandbox.seed.bucket('media');
	for (const [key, count] of [
		['few', few],
		['many', many],
	] as const)
		sandbox.seed.upload({
			bucket: 'media',
			key,
			initiated: lastModified,
			parts: parts(count, lastModified),
		});
	const [args, options] = to(sandbox, 'media');
	const partway: Program = await start(args, {...options, cols: 120, rows: 40});
	await partway.waitFor(/^ ?2 uploads\b/m);
	await partway.press('enter', /1 of 1,000/);
	const reference = await pressKeys(partway);
	await partway.press('esc', /^ ?2 uploads\b/m);
	await partway.press('down', /▸.+many/);
	await partway.press('enter', /1 of 10,000/);
	expect(map(partway.screen())).toHaveLength(3);
	const measured = await pressKeys(partway);
	// A frame of 120x40 has 4,800 cells; a key that moves the cursor writes the rows that it leaves and enters.
	for (const key of ['j', 'n']) expect(measured.bytes[key], key).toBeLessThan(5_000);
	// Ten times the parts. Measured: 1.1 to 1.6 times the processor time.
	expect(measured.time).toBeLessThan(4 * Math.max(100, reference.time));
	await partway.press('G', text => cursor(text) === many);
	expect(await partway.quit()).toEqual({code: 0, words: '', terminal: untouched});
});
