import fc from 'fast-check';
import {expect, test} from 'vitest';
import {KeyOrder} from '../../../source/multipart/index/key-order.js';

function rowsOf(order: KeyOrder): number[] {
	return Array.from({length: order.length}, (_, at) => order.at(at)!);
}

test('pages that follow are in order at once; others after a merge', () => {
	const order = new KeyOrder((one, other) => one - other);
	expect(order.add([2, 1, 3])).toEqual(Uint32Array.of(1, 2, 3));
	expect(order.add([5, 6])).toEqual(Uint32Array.of(5, 6));
	expect(order.add([4, 7])).toBeUndefined();
	expect(order.add([8, 9])).toBeUndefined();
	expect(rowsOf(order)).toEqual([1, 2, 3, 5, 6]);
	for (const _ of order.merge());
	expect(rowsOf(order)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
	expect(order.add([10])).toBeDefined();
});

test('pages in any order, some during a merge, some merges given up, end in order', () => {
	const page = fc.uniqueArray(fc.nat(1_000_000), {minLength: 1, maxLength: 400});
	fc.assert(
		fc.property(fc.array(fc.tuple(page, fc.nat(3)), {maxLength: 12}), pages => {
			const order = new KeyOrder((one, other) => one - other);
			const all = new Set<number>();
			let merge = order.merge();
			for (const [each, steps] of pages) {
				const fresh = each.filter(row => !all.has(row));
				for (const row of fresh) all.add(row);
				order.add(fresh);
				if (steps === 3) {
					merge.return();
					merge = order.merge();
				}
				for (let step = 0; step < steps; step++) merge.next();
			}
			merge.return();
			for (const _ of order.merge());
			expect(rowsOf(order)).toEqual([...all].sort((a, b) => a - b));
		}),
	);
});

test('a slice of a merge of 300,000 rows compares a bounded number of them', () => {
	let comparisons = 0;
	const order = new KeyOrder((one, other) => {
		comparisons++;
		return one - other;
	});
	const rows = 300_000;
	const perPage = 1000;
	const pages = rows / perPage;
	// Each page holds rows from everywhere: nothing can be copied as a whole.
	for (let page = 0; page < pages; page++)
		order.add(Array.from({length: perPage}, (_, at) => at * pages + ((page * 7) % pages)));
	let most = 0;
	const merge = order.merge();
	for (let done = false; !done; ) {
		comparisons = 0;
		done = merge.next().done === true;
		most = Math.max(most, comparisons);
	}
	expect(order.length).toBe(rows);
	// One more search may end beyond the bound.
	expect(most).toBeLessThan(1024 + 2 * Math.log2(rows));
	expect(rowsOf(order).every((row, at) => row === at)).toBe(true);
});
