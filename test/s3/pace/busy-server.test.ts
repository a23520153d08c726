import {describe, expect, test} from 'vitest';
import {type Clock, Pace} from '../../../source/s3/pace/pace.js';

/** Waits until every promise that can go on has gone on. */
const settled = () => new Promise<void>(resolve => setImmediate(resolve));

type Server = {
	/** Milliseconds on the way, and of processor for each request, which it works on one after the other. */
	readonly way: number;
	readonly work: (answered: number) => number;
};

/** As many reads as a pace lets through, on a clock that goes from answer to answer. */
async function readsOf(server: Server, count: number) {
	let now = 0;
	let freeAt = 0;
	let answered = 0;
	const underWay: Array<{readonly at: number; readonly answer: () => void}> = [];
	const clock: Clock = {now: () => now, idle: () => now, random: () => 0.5, later: () => () => {}};
	const pace = new Pace(clock);
	const widths: number[] = [];
	const slowed = new Set<number>();
	for (let left = count; answered < count; ) {
		while (left > 0 && pace.facts().waiting === 0) {
			left--;
			void pace.enter('ListParts').then(slot => {
				slot.sent();
				freeAt = Math.max(freeAt, now + server.way / 2) + server.work(answered);
				const at = freeAt + server.way / 2;
				underWay.push({at, answer: () => slot.answered({kind: 'answer', size: 500})});
			});
			await settled();
		}
		underWay.sort((a, b) => a.at - b.at);
		const next = underWay.shift();
		if (next === undefined) throw new Error('Nobody is let in.');
		now = next.at;
		next.answer();
		answered++;
		widths.push(pace.width);
		const {slowed: last} = pace.facts();
		if (last !== undefined) slowed.add(last.at);
		await settled();
	}
	return {
		widths,
		times: slowed.size,
		/** Answers for each second. */
		speed: (1000 * count) / now,
	};
}

describe('a server whose processor is the limit', () => {
	test.each([
		['beside this process', 0, 5],
		['20 ms away', 20, 5],
		['50 ms away', 50, 5],
		['50 ms away, with long answers', 50, 20],
		['100 ms away', 100, 5],
	])(
		'%s: is kept busy, by no more than that takes, and is not called slow',
		async (_, way, work) => {
			const {widths, speed, times} = await readsOf({way, work: () => work}, 3000);
			expect(times).toBe(0);
			expect(speed).toBeGreaterThan((0.95 * 1000) / work);
			// What makes them wait notably, and what a round trip adds until that shows.
			const notable = Math.max(2 * (way + work), way + work + 50) / work;
			expect(Math.max(...widths)).toBeLessThanOrEqual(1.4 * Math.max(8, notable));
			expect(Math.min(...widths)).toBe(8);
		},
	);

	test('takes all that may be under way where it is far and quick', async () => {
		const {widths, times} = await readsOf({way: 200, work: () => 0.5}, 3000);
		expect(times).toBe(0);
		expect(widths.at(-1)).toBe(64);
	});

	test('gets fewer once it takes ten times as long, and once for that', async () => {
		const {widths, times} = await readsOf({way: 20, work: at => (at < 1500 ? 5 : 50)}, 3000);
		expect(times).toBe(1);
		expect(widths[1499]).toBeLessThanOrEqual(20);
		expect(Math.min(...widths.slice(1500))).toBe(Math.floor(widths[1499]! / 2));
	});
});
