import {describe, expect, test} from 'vitest';
import {RunQueue} from '../../source/operations/abort-run/run-queue.js';
import {both, mapBounded, Pool} from '../../source/operations/pool.js';
import {mapInOrder} from '../../source/operations/scan/in-order.js';

/** Work that ends when it is told to; what was begun, in its order. */
function bench() {
	const begun: number[] = [];
	const ends = new Map<number, {resolve: () => void; reject: (error: Error) => void}>();
	return {
		begun,
		work: (item: number) =>
			new Promise<void>((resolve, reject) => {
				begun.push(item);
				ends.set(item, {resolve, reject});
			}),
		/** Ends these, and lets everything happen that follows from it. */
		async end(...items: number[]) {
			for (const item of items) ends.get(item)?.resolve();
			await turn();
		},
		async fail(item: number) {
			ends.get(item)?.reject(new Error(`no ${item}`));
			await turn();
		},
	};
}

async function turn(): Promise<void> {
	await new Promise(resolve => setImmediate(resolve));
}

describe('a pool', () => {
	test('has as many under way as its width says, which may change', async () => {
		const {begun, work, end} = bench();
		const items = [1, 2, 3, 4, 5, 6, 7];
		let width = 2;
		const pool = new Pool({next: () => items.shift(), width: () => width, work});
		pool.fill();
		expect(begun).toEqual([1, 2]);
		width = 4;
		await end(2);
		expect(begun).toEqual([1, 2, 3, 4, 5]);
		expect(pool.underWay).toBe(4);
		width = 1;
		await end(1, 3, 4);
		expect(begun).toHaveLength(5);
		await end(5);
		expect(begun).toHaveLength(6);
		width = 0;
		await end(6);
		expect([begun.length, pool.underWay]).toEqual([6, 0]);
		width = 1;
		pool.fill();
		expect(begun).toEqual([1, 2, 3, 4, 5, 6, 7]);
	});

	test('begins nothing while it is held', async () => {
		const {begun, work, end} = bench();
		const items = [1, 2, 3];
		const pool = new Pool({next: () => items.shift(), width: () => 1, work});
		pool.fill();
		pool.hold();
		await end(1);
		pool.fill();
		expect(begun).toEqual([1]);
		pool.release();
		expect(begun).toEqual([1, 2]);
	});

	test('tells of an end when it is no longer under way, and before others are begun', async () => {
		const {begun, work, end} = bench();
		const items = [1, 2];
		const seen: unknown[] = [];
		const pool: Pool<number> = new Pool({
			next: () => items.shift(),
			width: () => 1,
			work,
			onEnd(item) {
				seen.push([item, pool.underWay, begun.length]);
				if (item === 1) items.unshift(9);
			},
		});
		pool.fill();
		await end(1);
		expect(seen).toEqual([[1, 0, 1]]);
		expect(begun).toEqual([1, 9]);
	});
});

describe('mapBounded', () => {
	test('gives the results in the order of the items, and goes by the width of the moment', async () => {
		const {begun, work, end} = bench();
		let width = 1;
		const mapped = mapBounded(
			[1, 2, 3],
			() => width,
			async item => {
				await work(item);
				return item * 10;
			},
		);
		expect(begun).toEqual([1]);
		width = 3;
		await end(1);
		expect(begun).toEqual([1, 2, 3]);
		await end(3, 2);
		expect(await mapped).toEqual([10, 20, 30]);
		expect(await mapBounded([], () => 1, work)).toEqual([]);
	});

	test('begins nothing more after a failure', async () => {
		const {begun, work, end, fail} = bench();
		const mapped = mapBounded([1, 2, 3, 4], () => 2, work);
		const failed = expect(mapped).rejects.toThrow('no 1');
		await fail(1);
		await end(2);
		await failed;
		expect(begun).toEqual([1, 2]);
	});
});

describe('mapInOrder', () => {
	async function* counted(to: number, taken: number[]) {
		for (let item = 1; item <= to; item++) {
			taken.push(item);
			yield item;
		}
	}

	test('holds no more results than it may, and asks its source for one more at most', async () => {
		const {begun, work, end} = bench();
		const taken: number[] = [];
		const mapped = mapInOrder(counted(9, taken), {
			width: () => 2,
			ahead: 3,
			work: async item => {
				await work(item);
				return item;
			},
		});
		const first = mapped.next();
		await turn();
		expect(begun).toEqual([1, 2]);
		await end(2);
		// The first one takes long: three results wait or are under way.
		expect(begun).toEqual([1, 2, 3]);
		await end(3);
		expect(begun).toEqual([1, 2, 3]);
		expect(taken).toEqual([1, 2, 3, 4]);
		await end(1);
		expect(await first).toEqual({done: false, value: 1});
		expect(await mapped.next()).toEqual({done: false, value: 2});
		await turn();
		expect(begun).toEqual([1, 2, 3, 4, 5]);
		await mapped.return();
		await end(4, 5);
		expect(begun).toHaveLength(5);
		expect(taken.length).toBeLessThan(9);
	});

	test('fails when the turn of what failed has come', async () => {
		const {work, end, fail} = bench();
		const mapped = mapInOrder(counted(3, []), {width: () => 3, ahead: 3, work});
		const first = mapped.next();
		await turn();
		await fail(2);
		await end(1, 3);
		expect((await first).done).toBe(false);
		await expect(mapped.next()).rejects.toThrow('no 2');
	});
});

describe('the queue of a run', () => {
	test('begins nothing before its release, and first what was begun before', async () => {
		const {begun, work, end} = bench();
		const queue = new RunQueue({
			items: [1, 2, 3],
			count: 3,
			width: () => 1,
			work,
			sleep: async () => {},
			slowAfter: 60_000,
			onEnd() {},
		});
		expect(begun).toEqual([]);
		let isIdle = false;
		const idle = queue.idle().then(() => {
			isIdle = true;
		});
		queue.release();
		queue.addAgain(9);
		await end(1);
		expect(begun).toEqual([1, 9]);
		expect(queue.waiting).toBe(2);
		await end(9, 2);
		await end(2);
		expect(begun).toEqual([1, 9, 2, 3]);
		expect([isIdle, queue.underWay]).toEqual([false, 1]);
		await end(3);
		await idle;
	});

	test('is idle where less came than was told, and where the rest was taken out', async () => {
		const {work} = bench();
		const options = {width: () => 1, work, sleep: async () => {}, slowAfter: 60_000, onEnd() {}};
		const short = new RunQueue<number>({...options, items: [], count: 2});
		short.release();
		await short.idle();
		const held = new RunQueue({...options, items: [1, 2], count: 2});
		const idle = held.idle();
		expect([...held.takeRest()]).toEqual([1, 2]);
		await idle;
	});

	test('waits for what is to be tried again later, unless that is taken out meanwhile', async () => {
		const {begun, work, end} = bench();
		const waits: Array<() => void> = [];
		const queue = new RunQueue({
			items: [1, 2],
			count: 2,
			width: () => 1,
			work,
			sleep: () => new Promise<void>(resolve => waits.push(resolve)),
			slowAfter: 60_000,
			onEnd() {},
		});
		queue.release();
		queue.addAgain(8, 100);
		queue.addAgain(9, 100);
		expect(queue.waiting).toBe(3);
		let isIdle = false;
		void queue.idle().then(() => {
			isIdle = true;
		});
		await end(1);
		await end(2);
		expect([begun, queue.waiting, isIdle]).toEqual([[1, 2], 2, false]);
		waits[0]?.();
		await turn();
		expect(begun).toEqual([1, 2, 8]);
		expect([...queue.takeRest()]).toEqual([9]);
		waits[1]?.();
		await end(8);
		expect([begun, queue.waiting, isIdle]).toEqual([[1, 2, 8], 0, true]);
	});
});

describe('two things at once', () => {
	const never = (signal: AbortSignal) =>
		new Promise<string>((_, reject) => {
			signal.addEventListener('abort', () => reject(signal.reason));
		});

	test('give both what they come to', async () => {
		expect(
			await both(
				undefined,
				async () => 1,
				async () => 'b',
			),
		).toEqual([1, 'b']);
	});

	test.each(['first', 'second'])('are cancelled and waited for where the %s fails', async which => {
		let isOver = false;
		const other = (signal: AbortSignal) =>
			never(signal).finally(async () => {
				await turn();
				isOver = true;
			});
		const fails = async () => {
			throw new Error('no');
		};
		const begun = which === 'first' ? both(undefined, fails, other) : both(undefined, other, fails);
		await expect(begun).rejects.toThrow('no');
		expect(isOver).toBe(true);
	});

	test('are cancelled by whoever began them', async () => {
		const ending = new AbortController();
		const begun = both(ending.signal, never, never);
		ending.abort(new Error('enough'));
		await expect(begun).rejects.toThrow('enough');
	});
});
