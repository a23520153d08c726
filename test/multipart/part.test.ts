import fc from 'fast-check';
import {expect, test} from 'vitest';
import {
	heldBytes,
	lastPartOf,
	type Part,
	summarizeParts,
	sumOfHeld,
} from '../../source/multipart/part.js';

function part(partNumber: number, more: Partial<Part> = {}): Part {
	return {
		partNumber,
		size: 8,
		etag: `"${partNumber}"`,
		lastModified: 1000 + partNumber,
		checksums: {},
		...more,
	};
}

test('a summary counts, adds, and finds the newest part wherever it stands', () => {
	const parts = [part(1, {lastModified: 9000}), part(2), part(3, {lastModified: undefined})];
	expect(summarizeParts(parts)).toMatchObject({count: 3, bytes: 24, lastPart: 9000});
	expect(summarizeParts([])).toMatchObject({count: 0, bytes: 0, lastPart: undefined});
	expect(lastPartOf([part(1, {lastModified: undefined})])).toBeUndefined();
});

test('a summary says that a part has no size, or no date, and never more bytes than can be written', () => {
	expect(summarizeParts([part(1)])).not.toMatchObject({lacksSizes: true});
	expect(summarizeParts([part(1), part(2, {size: undefined})])).toMatchObject({
		bytes: 8,
		lacksSizes: true,
	});
	expect(summarizeParts([part(1, {lastModified: undefined})])).toMatchObject({lacksDates: true});
	const most = Array.from({length: 2000}, (_, at) => part(at + 1, {size: 5 * 1024 ** 4}));
	const {bytes, lacksSizes} = summarizeParts(most);
	expect([Number.isSafeInteger(bytes), lacksSizes]).toEqual([true, true]);
	expect(heldBytes(summarizeParts(most))).toBeUndefined();
	expect(sumOfHeld([{summary: {bytes}}, {summary: {bytes}}])).toBe(Number.MAX_SAFE_INTEGER);
});

test('the fingerprint is 48 bits, the same for the same parts, and another when any of their facts differs', () => {
	const parts = [part(1), part(2)];
	const {fingerprint} = summarizeParts(parts);
	expect(summarizeParts([part(1), part(2)]).fingerprint).toBe(fingerprint);
	expect(Number.isSafeInteger(fingerprint)).toBe(true);
	expect(fingerprint).toBeLessThan(2 ** 48);
	const others = [
		[],
		[part(1)],
		[part(1), part(2), part(3)],
		[part(1), part(3)],
		[part(1), part(2, {size: 9})],
		[part(1), part(2, {etag: '"x"'})],
		[part(1), part(2, {lastModified: 5})],
		[part(1), part(2, {lastModified: undefined})],
	].map(each => summarizeParts(each).fingerprint);
	expect(new Set([fingerprint, ...others]).size).toBe(others.length + 1);
});

test('what separates two facts cannot be faked by an ETag', () => {
	fc.assert(
		fc.property(fc.array(fc.string(), {minLength: 2, maxLength: 2}), ([one = '', other = '']) => {
			const both = summarizeParts([part(1, {etag: one}), part(2, {etag: other})]);
			const turned = summarizeParts([part(1, {etag: other}), part(2, {etag: one})]);
			expect(both.fingerprint === turned.fingerprint).toBe(one === other);
		}),
	);
});

test('the fingerprint of a plan that was written stays what it was', () => {
	const parts = [
		{partNumber: 1, size: 8388608, etag: '"a"', lastModified: 1_700_000_000_000, checksums: {}},
		{partNumber: 2, etag: 'b', checksums: {}},
	];
	expect(summarizeParts(parts).fingerprint).toBe(160_098_421_877_799);
	expect(summarizeParts([]).fingerprint).toBe(250_348_346_448_124);
});
