import fc from 'fast-check';
import {expect, test} from 'vitest';
import {IdentityTable} from '../../../source/multipart/index/identity-table.js';

test('finds what was put in and not taken out again, however hashes collide', () => {
	// Few hashes, all in one segment, some at its very end.
	const hash = fc.constantFrom(0, 1, 2 ** 23, 2 ** 24 - 1, 2 ** 24 - 2);
	fc.assert(
		fc.property(fc.array(fc.tuple(hash, fc.nat(30)), {maxLength: 80}), turns => {
			const table = new IdentityTable();
			const rows = new Map<number, number>();
			for (const [each, row] of turns) {
				const known = rows.get(row);
				if (known === undefined) {
					table.insert(each, row);
					rows.set(row, each);
				} else {
					table.remove(known, row);
					rows.delete(row);
				}
				expect(table.size).toBe(rows.size);
				for (let other = 0; other <= 30; other++) {
					const of = rows.get(other);
					expect(table.find(of ?? each, found => found === other)).toBe(
						of === undefined ? undefined : other,
					);
				}
			}
		}),
	);
});

test('a hash that nothing has finds nothing, in a segment that holds others and in one that does not', () => {
	const table = new IdentityTable();
	table.insert(5, 1);
	expect(table.find(6, () => true)).toBeUndefined();
	expect(table.find(2 ** 31, () => true)).toBeUndefined();
	expect(table.find(5, () => false)).toBeUndefined();
});
