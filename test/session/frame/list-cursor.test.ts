import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
	clampCursor,
	type Motion,
	moveCursor,
	startOfList,
} from '../../../source/session/frame/list-cursor.js';

const motions = [
	'down',
	'up',
	'page-down',
	'page-up',
	'half-page-down',
	'half-page-up',
	'first',
	'last',
] as const satisfies readonly Motion[];

/** Each motion, from row 20 of 100 with ten on the screen. */
test.each([
	['down', 21],
	['up', 19],
	['page-down', 29],
	['page-up', 11],
	['half-page-down', 25],
	['half-page-up', 15],
	['first', 0],
	['last', 99],
] as const)('%s leads to row %i', (motion, position) => {
	expect(moveCursor({position: 20, top: 15}, motion, 100, 10).position).toBe(position);
});

describe('the screen follows only as far as it must', () => {
	test('not at all while the cursor is in sight', () => {
		expect(moveCursor({position: 3, top: 2}, 'down', 100, 10)).toEqual({position: 4, top: 2});
	});

	test('by one row at either edge', () => {
		expect(moveCursor({position: 11, top: 2}, 'down', 100, 10)).toEqual({position: 12, top: 3});
		expect(moveCursor({position: 2, top: 2}, 'up', 100, 10)).toEqual({position: 1, top: 1});
	});

	test('a page keeps one row of the page before in sight', () => {
		const down = moveCursor({position: 9, top: 0}, 'page-down', 100, 10);
		expect(down).toEqual({position: 18, top: 9});
	});
});

const anyList = fc.record({
	count: fc.nat(300),
	height: fc.integer({min: 1, max: 60}),
	moves: fc.array(fc.constantFrom(...motions), {maxLength: 40}),
});

test('any motions end on a row of the list that is in sight, and no row is wasted', () => {
	fc.assert(
		fc.property(anyList, ({count, height, moves}) => {
			let place = startOfList;
			for (const motion of moves) {
				place = moveCursor(place, motion, count, height);
				expect(place.position).toBeGreaterThanOrEqual(0);
				expect(place.position).toBeLessThanOrEqual(Math.max(0, count - 1));
				expect(place.position).toBeGreaterThanOrEqual(place.top);
				expect(place.position).toBeLessThan(place.top + height);
				expect(place.top).toBeGreaterThanOrEqual(0);
				expect(place.top).toBeLessThanOrEqual(Math.max(0, count - height));
			}
		}),
	);
});

test('a list that shrinks or a screen that changes keeps the cursor on the list and in sight', () => {
	fc.assert(
		fc.property(
			fc.nat(500),
			fc.nat(500),
			fc.nat(300),
			fc.integer({min: 0, max: 60}),
			(position, top, count, height) => {
				const place = clampCursor({position, top}, count, height);
				expect(place.position).toBe(Math.max(0, Math.min(position, count - 1)));
				expect(place.position).toBeGreaterThanOrEqual(place.top);
				expect(place.position).toBeLessThan(place.top + Math.max(1, height));
				expect(clampCursor(place, count, height)).toEqual(place);
			},
		),
	);
});
