import fc from 'fast-check';
import {expect, test} from 'vitest';
import {TextArena} from '../../../source/multipart/index/text-arena.js';
import {readWtf8, writeWtf8} from '../../../source/multipart/index/wtf8.js';

/** Any string that JavaScript can hold, lone surrogates and all. */
const anyText = fc.oneof(
	fc.string({unit: 'binary', maxLength: 8}),
	fc
		.array(fc.constantFrom('a', 'é', '写', '😀', '\ud83d', '\ude00', '\ufffd', '\ufeff'), {
			maxLength: 6,
		})
		.map(units => units.join('')),
);

function written(text: string): Buffer {
	const target = Buffer.alloc(3 * text.length);
	return target.subarray(0, writeWtf8(text, target, 0));
}

function kept(arena: TextArena, key: string, id: string): number {
	arena.draft(key, id);
	return arena.keepDraft();
}

test('well-formed text is UTF-8', () => {
	fc.assert(
		fc.property(fc.string({unit: 'grapheme'}), text => {
			expect(written(text)).toEqual(Buffer.from(text));
		}),
	);
});

test('any text comes back as it was, and no two have the same bytes', () => {
	fc.assert(
		fc.property(anyText, anyText, (one, other) => {
			const bytes = written(one);
			expect(readWtf8(bytes, 0, bytes.length)).toBe(one);
			expect(bytes.equals(written(other))).toBe(one === other);
		}),
		{numRuns: 1000},
	);
});

test('records of any length come back, whatever stands before and behind them', () => {
	const arena = new TextArena();
	const texts = [0, 1, 127, 128, 16_383, 16_384, 2 ** 18 - 9, 2 ** 18 + 1].flatMap(length =>
		['k', '写', '\udc00'].map(unit => unit.repeat(length)),
	);
	const offsets = texts.flatMap(text => [kept(arena, text, 'id'), kept(arena, 'key', text)]);
	for (const [at, text] of texts.entries()) {
		const [asKey = 0, asId = 0] = offsets.slice(2 * at, 2 * at + 2);
		expect(arena.keyOf(asKey) === text && arena.idOf(asKey) === 'id').toBe(true);
		expect(arena.keyOf(asId) === 'key' && arena.idOf(asId) === text).toBe(true);
		expect(arena.draft(text, 'id')).toBe(arena.hashOf(asKey));
		expect(arena.isDraft(asKey)).toBe(true);
		expect(arena.isDraft(asId)).toBe(false);
	}
});

test('a draft is the record of the same key and id only', () => {
	fc.assert(
		fc.property(anyText, anyText, anyText, anyText, (key, id, otherKey, otherId) => {
			const arena = new TextArena();
			const offset = kept(arena, key, id);
			const hash = arena.draft(otherKey, otherId);
			const same = key === otherKey && id === otherId;
			expect(arena.isDraft(offset)).toBe(same);
			if (same) expect(hash).toBe(arena.hashOf(offset));
		}),
	);
});

test('what is released is given back, and what is left can still be read', () => {
	const arena = new TextArena();
	const offsets = Array.from({length: 3000}, (_, at) => kept(arena, `${at}/`.padEnd(1000), 'id'));
	for (const [at, offset] of offsets.entries()) if (at > 9) arena.release(offset);
	for (const [at, offset] of offsets.entries())
		if (at <= 9) expect(arena.keyOf(offset).startsWith(`${at}/`)).toBe(true);
	expect(() => arena.keyOf(offsets[1200]!)).toThrow();
});
