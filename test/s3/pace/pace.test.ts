import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {type Clock, Pace, type Slot} from '../../../source/s3/pace/pace.js';

/** A clock that the test moves; chance is always the middle. */
function handClock(): Clock & {pass(milliseconds: number): void; readonly timers: number} {
	let time = 1_000_000;
	const timers = new Map<() => void, number>();
	return {
		now: () => time,
		idle: () => time,
		random: () => 0.5,
		later(milliseconds, call) {
			timers.set(call, time + milliseconds);
			return () => timers.delete(call);
		},
		pass(milliseconds) {
			const end = time + milliseconds;
			for (;;) {
				const [next] = [...timers].filter(([, due]) => due <= end).sort(([, a], [, b]) => a - b);
				if (next === undefined) break;
				timers.delete(next[0]);
				time = Math.max(time, next[1]);
				next[0]();
			}
			time = end;
		},
		get timers() {
			return timers.size;
		},
	};
}

const answer = {kind: 'answer', size: 500} as const;
const throttled = {kind: 'throttled'} as const;

/** Waits until every promise that can go on has gone on. */
const settled = () => new Promise<void>(resolve => setImmediate(resolve));

/** Keeps a slot until it is told what came of it. */
function stage() {
	const clock = handClock();
	const pace = new Pace(clock);
	/** In the order in which they were let in. */
	const inside: Array<Slot & {readonly name: string}> = [];
	const enter = (name: string | undefined, signal?: AbortSignal) =>
		pace.enter(name, signal).then(slot => {
			slot.sent();
			inside.push({...slot, name: name ?? 'a part'});
		});
	const read = (name = 'ListParts', signal?: AbortSignal) => enter(name, signal);
	const part = () => enter(undefined);
	return {
		clock,
		pace,
		inside,
		read,
		part,
		async reads(count: number) {
			for (let at = 0; at < count; at++) void read();
			await settled();
		},
		/** So many round trips of full width, each of so many milliseconds. */
		async roundTrips(count: number, milliseconds = 20) {
			for (let trip = 0; trip < count; trip++) {
				const {width} = pace;
				for (let at = 0; at < width; at++) void read();
				await settled();
				clock.pass(milliseconds);
				for (const slot of inside.splice(0)) slot.answered(answer);
			}
			await settled();
		},
	};
}

describe('how many go at a time', () => {
	test('eight at first, the others in the order in which they came', async () => {
		const {pace, inside, read} = stage();
		const names = Array.from({length: 12}, (_, at) => `read ${at}`);
		for (const name of names) void read(name);
		await settled();
		expect(inside.map(({name}) => name)).toEqual(names.slice(0, 8));
		expect(pace.facts()).toMatchObject({sent: 8, underWay: 8, waiting: 4, width: 8});
		inside[5]?.leave();
		inside[2]?.leave();
		await settled();
		expect(inside.map(({name}) => name)).toEqual(names.slice(0, 10));
	});

	test('a quarter more for each round trip that used it, up to 64, until it becomes slower; then one more', async () => {
		const {clock, pace, inside, reads, roundTrips} = stage();
		for (const width of [10, 12, 15, 19, 24, 30, 37, 46, 58, 64, 64]) {
			await roundTrips(1);
			expect(pace.width).toBe(width);
		}
		await reads(1);
		inside.shift()?.answered(throttled);
		clock.pass(1000);
		expect(pace.width).toBe(32);
		await roundTrips(2);
		expect(pace.width).toBe(33);
		await roundTrips(10);
		expect(pace.width).toBeGreaterThanOrEqual(42);
		expect(pace.width).toBeLessThanOrEqual(44);
		await roundTrips(100);
		expect(pace.width).toBe(64);
	});

	test('no more where it was not used', async () => {
		const {pace, inside, reads} = stage();
		for (let trip = 0; trip < 100; trip++) {
			await reads(5);
			for (const slot of inside.splice(0)) slot.answered(answer);
		}
		expect(pace.width).toBe(8);
	});
});

describe('a server that asks for fewer', () => {
	test('halves the width once for all that was under way, and shuts the gate', async () => {
		const {clock, pace, inside, reads} = stage();
		await reads(8);
		for (const slot of inside.splice(0)) slot.answered(throttled);
		expect(pace.facts()).toMatchObject({
			width: 4,
			throttled: 8,
			slowed: {at: clock.now(), why: 'throttled'},
		});
		await reads(6);
		expect(inside).toHaveLength(0);
		clock.pass(74);
		await settled();
		expect(inside).toHaveLength(0);
		clock.pass(1);
		await settled();
		expect(inside).toHaveLength(4);
	});

	test('is given longer pauses while it goes on, and a short one after an answer', async () => {
		const {clock, inside, reads, pace} = stage();
		const pauses: number[] = [];
		const refusedAgain = async () => {
			for (const slot of inside.splice(0)) slot.answered(throttled);
			await reads(1);
			for (let waited = 0; ; waited++, clock.pass(1)) {
				await settled();
				if (inside.length > 0) {
					pauses.push(waited);
					return;
				}
			}
		};
		await reads(1);
		for (let round = 0; round < 4; round++) await refusedAgain();
		expect(pauses).toEqual([75, 150, 300, 600]);
		expect(pace.width).toBe(1);
		for (const slot of inside.splice(0)) slot.answered(answer);
		await reads(1);
		await refusedAgain();
		expect(pauses.at(-1)).toBe(75);
	});

	test('is obeyed when it says how long, also by one that was under way before', async () => {
		const {clock, inside, reads} = stage();
		await reads(8);
		inside.shift()?.answered(throttled);
		inside.shift()?.answered({...throttled, retryAfter: 3000});
		for (const slot of inside.splice(0)) slot.leave();
		await reads(1);
		clock.pass(2999);
		await settled();
		expect(inside).toHaveLength(0);
		clock.pass(1);
		await settled();
		expect(inside).toHaveLength(1);
	});

	test('is believed for five minutes at most', async () => {
		const {clock, inside, reads} = stage();
		await reads(1);
		inside.shift()?.answered({...throttled, retryAfter: 86_400_000});
		await reads(1);
		clock.pass(300_000);
		await settled();
		expect(inside).toHaveLength(1);
	});

	test('gets the old width back, by and by', async () => {
		const {clock, pace, inside, reads, roundTrips} = stage();
		await reads(8);
		for (const slot of inside.splice(0)) slot.answered(throttled);
		clock.pass(1000);
		await roundTrips(3);
		expect(pace.width).toBeLessThan(8);
		await roundTrips(3);
		expect(pace.width).toBeGreaterThanOrEqual(8);
	});
});

describe('a server that takes longer', () => {
	test('slows down what is sent, once for each growth', async () => {
		const {clock, pace, roundTrips} = stage();
		await roundTrips(5, 20);
		const {width} = pace;
		await roundTrips(1, 400);
		expect(pace.width).toBe(Math.floor(width / 2));
		expect(pace.facts().slowed).toEqual({at: clock.now(), why: 'latency'});
		const first = pace.facts().slowed?.at;
		await roundTrips(20, 400);
		expect(pace.width).toBeGreaterThan(width);
		expect(pace.facts().slowed?.at).toBe(first);
		await roundTrips(1, 1500);
		expect(pace.facts().slowed).toEqual({at: clock.now(), why: 'latency'});
	});

	test('a little is nothing, and so are a few slow ones', async () => {
		const {clock, pace, inside, reads, roundTrips} = stage();
		await roundTrips(5, 20);
		await roundTrips(5, 210);
		await reads(6);
		clock.pass(20);
		for (const slot of inside.splice(0, 2)) slot.answered(answer);
		clock.pass(5000);
		for (const slot of inside.splice(0)) slot.answered(answer);
		expect(pace.facts().slowed).toBeUndefined();
	});

	test('another operation, a longer answer, and an act are not measured by it', async () => {
		const {clock, pace, inside, read, roundTrips} = stage();
		await roundTrips(5, 20);
		for (let round = 0; round < 20; round++) {
			void read('ListMultipartUploads');
			void read();
			const act = pace.enterAct();
			await settled();
			clock.pass(1500);
			act.answered(answer);
			inside.shift()?.answered(answer);
			inside.shift()?.answered({kind: 'answer', size: 200_000});
		}
		expect(pace.facts().slowed).toBeUndefined();
	});

	test('a process that was busy does not blame the server', async () => {
		const clock = handClock();
		const pace = new Pace({...clock, idle: () => 0});
		for (let round = 0; round < 30; round++) {
			const slot = await pace.enter('ListParts');
			slot.sent();
			clock.pass(round < 9 ? 10 : 2000);
			slot.answered(answer);
		}
		expect(pace.facts().slowed).toBeUndefined();
	});

	test('a read that gets no answer at all slows down at once', async () => {
		const {pace, inside, reads} = stage();
		await reads(8);
		for (const slot of inside.splice(0)) slot.answered({kind: 'silence'});
		expect(pace.facts()).toMatchObject({width: 4, slowed: {why: 'latency'}});
	});
});

describe('a part', () => {
	test('waits for its turn as a read does, and for the end of a pause', async () => {
		const {clock, pace, inside, part, reads} = stage();
		await reads(8);
		void part();
		await settled();
		expect(pace.facts()).toMatchObject({underWay: 8, waiting: 1});
		for (const slot of inside.splice(0)) slot.answered({...throttled, retryAfter: 1000});
		await settled();
		expect(inside).toHaveLength(0);
		clock.pass(1000);
		await settled();
		expect(inside).toHaveLength(1);
	});

	test('keeps others waiting for two seconds at most, however long it takes, which is no fault of the server', async () => {
		const {clock, pace, inside, part, reads} = stage();
		for (let at = 0; at < 8; at++) void part();
		await reads(1);
		expect(inside).toHaveLength(8);
		clock.pass(2000);
		await settled();
		expect(inside).toHaveLength(9);
		inside.pop()?.leave();
		for (let round = 0; round < 5; round++) {
			clock.pass(60_000 * round);
			for (const slot of inside.splice(0)) slot.answered(answer);
			for (let at = 0; at < 8; at++) void part();
			await settled();
		}
		expect(pace.facts().slowed).toBeUndefined();
	});
});

describe('acts', () => {
	test('go at once, through a shut gate and beyond the width, and reads wait for them', async () => {
		const {clock, pace, inside, reads} = stage();
		await reads(1);
		inside.shift()?.answered({...throttled, retryAfter: 1000});
		const acts = Array.from({length: 30}, () => pace.enterAct());
		expect(pace.facts()).toMatchObject({underWay: 30});
		await reads(1);
		clock.pass(1000);
		await settled();
		expect(inside).toHaveLength(0);
		for (const act of acts) act.answered(answer);
		await settled();
		expect(inside).toHaveLength(1);
	});

	test('that take longer than two seconds no longer keep reads from going', async () => {
		const {clock, pace, inside, reads} = stage();
		const acts = Array.from({length: 30}, () => pace.enterAct());
		await reads(9);
		clock.pass(1999);
		await settled();
		expect(inside).toHaveLength(0);
		clock.pass(1);
		await settled();
		expect(inside).toHaveLength(8);
		expect(pace.facts().underWay).toBe(38);
		for (const act of acts) act.answered(answer);
		await settled();
		expect(inside).toHaveLength(8);
		expect(pace.facts()).toMatchObject({underWay: 8, waiting: 1});
		for (const slot of inside.splice(0)) slot.leave();
		await settled();
		expect(clock.timers).toBe(0);
	});

	test('that are throttled slow everything down', async () => {
		const {pace} = stage();
		pace.enterAct().answered(throttled);
		expect(pace.width).toBe(4);
	});
});

describe('a read that is no longer wanted', () => {
	test('leaves the queue, and what waits behind it goes', async () => {
		const {pace, inside, read, reads} = stage();
		await reads(8);
		const abort = new AbortController();
		const unwanted = read('unwanted', abort.signal);
		void read('next');
		abort.abort();
		await expect(unwanted).rejects.toMatchObject({name: 'AbortError'});
		expect(pace.facts().waiting).toBe(1);
		inside[0]?.leave();
		await settled();
		expect(inside.at(-1)?.name).toBe('next');
	});

	test('is not let in when it comes with an aborted signal', async () => {
		const {pace, read} = stage();
		await expect(read('late', AbortSignal.abort())).rejects.toMatchObject({name: 'AbortError'});
		expect(pace.facts()).toMatchObject({underWay: 0, waiting: 0});
	});

	test('leaves no timer behind that keeps the process', async () => {
		const {clock, inside, read, reads} = stage();
		await reads(1);
		inside.shift()?.answered({...throttled, retryAfter: 60_000});
		const abort = new AbortController();
		const waiting = read('waiting', abort.signal);
		expect(clock.timers).toBe(1);
		abort.abort();
		await expect(waiting).rejects.toThrow();
		expect(clock.timers).toBe(0);
	});
});

/** What may happen to a pace. `which` chooses among those inside, or waiting. */
const happenings = fc.array(
	fc.oneof(
		{weight: 6, arbitrary: fc.constant({type: 'read' as const})},
		{weight: 2, arbitrary: fc.constant({type: 'act' as const})},
		{weight: 5, arbitrary: fc.record({type: fc.constant('answer' as const), which: fc.nat()})},
		{
			weight: 2,
			arbitrary: fc.record({
				type: fc.constant('throttled' as const),
				which: fc.nat(),
				retryAfter: fc.option(fc.nat(5000), {nil: undefined}),
			}),
		},
		{weight: 1, arbitrary: fc.record({type: fc.constant('leave' as const), which: fc.nat()})},
		{weight: 2, arbitrary: fc.record({type: fc.constant('cancel' as const), which: fc.nat()})},
		{weight: 3, arbitrary: fc.record({type: fc.constant('pass' as const), ms: fc.nat(3000)})},
	),
	{maxLength: 120},
);

test('whatever happens: never too many, in order, and nobody waits for ever', async () => {
	await fc.assert(
		fc.asyncProperty(happenings, async sequence => {
			const clock = handClock();
			const pace = new Pace(clock);
			const reads: Array<{slot: Slot; number: number}> = [];
			const acts: Slot[] = [];
			const waiting = new Map<number, AbortController>();
			let asked = 0;
			let before = -1;
			const take = (which: number) => {
				const all = [...reads, ...acts.map(slot => ({slot, number: -1}))];
				const one = all[which % Math.max(1, all.length)];
				const at = reads.findIndex(({slot}) => slot === one?.slot);
				if (at >= 0) reads.splice(at, 1);
				else if (one !== undefined) acts.splice(acts.indexOf(one.slot), 1);
				return one?.slot;
			};
			for (const each of sequence) {
				if (each.type === 'read') {
					const number = asked++;
					const abort = new AbortController();
					waiting.set(number, abort);
					pace.enter('ListParts', abort.signal).then(
						slot => {
							waiting.delete(number);
							expect(number).toBeGreaterThan(before);
							before = number;
							slot.sent();
							reads.push({slot, number});
						},
						() => waiting.delete(number),
					);
				} else if (each.type === 'act') acts.push(pace.enterAct());
				else if (each.type === 'answer') take(each.which)?.answered(answer);
				else if (each.type === 'throttled')
					take(each.which)?.answered({kind: 'throttled', retryAfter: each.retryAfter});
				else if (each.type === 'leave') take(each.which)?.leave();
				else if (each.type === 'cancel')
					[...waiting.values()][each.which % Math.max(1, waiting.size)]?.abort();
				else clock.pass(each.ms);
				const inside = reads.length;
				await settled();
				const {width, underWay, waiting: queued} = pace.facts();
				expect(width).toBeGreaterThanOrEqual(1);
				expect(width).toBeLessThanOrEqual(64);
				if (reads.length > inside) expect(reads.length).toBeLessThanOrEqual(width);
				expect([underWay, queued]).toEqual([reads.length + acts.length, waiting.size]);
			}
			for (let round = 0; round < 1000 && pace.facts().waiting > 0; round++) {
				for (const {slot} of reads.splice(0)) slot.leave();
				clock.pass(10_000);
				await settled();
			}
			for (const {slot} of reads.splice(0)) slot.leave();
			for (const slot of acts) slot.leave();
			expect(waiting.size).toBe(0);
			expect(pace.facts()).toMatchObject({underWay: 0, waiting: 0});
			expect(clock.timers).toBe(0);
		}),
		{numRuns: 300},
	);
});
