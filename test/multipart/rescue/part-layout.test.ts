import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Part} from '../../../source/multipart/part.js';
import {
	countOfParts,
	equalLayout,
	layoutOf,
	lengthOf,
	type PartLayout,
	rangeOfPart,
} from '../../../source/multipart/rescue/part-layout.js';
import {s3Limits} from '../../../source/multipart/services/service.js';

const TiB = 1024 ** 4;

function part(partNumber: number, size?: number): Part {
	return {partNumber, size, etag: '', checksums: {}};
}

/** The ranges of all parts of a layout, from the first to the last. */
function rangesOf(layout: PartLayout) {
	return Array.from({length: countOfParts(layout)}, (_, at) => rangeOfPart(layout, at + 1));
}

/** Whether the ranges are the whole file, each byte once, in order; only an empty file has an empty part. */
function coversFile(layout: PartLayout): boolean {
	let end = 0;
	for (const range of rangesOf(layout)) {
		if (range === undefined || range.start !== end || range.end < range.start) return false;
		end = range.end;
	}
	return end === layout.fileSize;
}

/** A file, and how a client cuts it: bytes small, as nothing depends on how many they are. */
const cutFile = fc
	.record({fileSize: fc.integer({min: 1, max: 5000}), partSize: fc.integer({min: 1, max: 400})})
	.filter(({fileSize, partSize}) => fileSize / partSize < 200);

describe('a file that is cut into parts of one size', () => {
	test('is covered by them, each byte once', () => {
		fc.assert(
			fc.property(cutFile, ({fileSize, partSize}) => {
				const layout = equalLayout(fileSize, partSize);
				expect(coversFile(layout)).toBe(true);
				expect(rangeOfPart(layout, 0)).toBeUndefined();
				expect(rangeOfPart(layout, countOfParts(layout) + 1)).toBeUndefined();
			}),
		);
	});

	test('is found again by any of its parts, or it is said that they do not tell', () => {
		fc.assert(
			fc.property(cutFile, fc.infiniteStream(fc.boolean()), ({fileSize, partSize}, kept) => {
				const layout = equalLayout(fileSize, partSize);
				const there = rangesOf(layout).flatMap((range, at) =>
					range !== undefined && kept.next().value ? [part(at + 1, lengthOf(range))] : [],
				);
				const found = layoutOf(there, fileSize);
				if (there.length === 0) expect(found).toBe('no-parts');
				else if (there.length === 1 && found === 'one-part')
					expect(there[0]?.partNumber).toBeGreaterThan(1);
				else expect(rangesOf(found as PartLayout)).toEqual(rangesOf(layout));
			}),
			{numRuns: 500},
		);
	});

	test('is bounded in nothing: 5 TiB in parts of 5 GiB and of 1 byte', () => {
		const large = equalLayout(5 * TiB, 5 * 1024 ** 3);
		expect(countOfParts(large)).toBe(1024);
		expect(rangeOfPart(large, 1024)).toEqual({start: 5 * TiB - 5 * 1024 ** 3, end: 5 * TiB});
		expect(countOfParts(equalLayout(5 * TiB, 1))).toBe(5 * TiB);
	});

	test('an empty file is one empty part', () => {
		expect(rangesOf(equalLayout(0, 1))).toEqual([{start: 0, end: 0}]);
		expect(layoutOf([part(1, 0)], 0)).toEqual(equalLayout(0, 1));
	});
});

describe('parts of any sizes', () => {
	const sizes = fc.array(fc.integer({min: 1, max: 90}), {minLength: 2, maxLength: 40});

	test('without a gap stay as they are, and what is behind them follows', () => {
		fc.assert(
			fc.property(sizes, fc.integer({min: 0, max: 3000}), (each, rest) => {
				const fileSize = each.reduce((sum, size) => sum + size, rest);
				const found = layoutOf(
					each.map((size, at) => part(at + 1, size)),
					fileSize,
				) as PartLayout;
				expect(coversFile(found)).toBe(true);
				expect(countOfParts(found)).toBeLessThanOrEqual(s3Limits.maxPartCount);
				// Equal ones but a short last one are of a client that cuts by one size: the last one was not whole.
				if (found.first.length === 0) return;
				expect(
					rangesOf(found)
						.slice(0, each.length)
						.map(range => range && lengthOf(range)),
				).toEqual(each);
			}),
		);
	});

	test('of a file that is shorter now end with it, and those behind lie outside', () => {
		const layout = layoutOf([part(1, 10), part(2, 20), part(3, 30), part(4, 5)], 25) as PartLayout;
		expect(rangesOf(layout)).toEqual([
			{start: 0, end: 10},
			{start: 10, end: 25},
		]);
		expect(rangeOfPart(layout, 3)).toBeUndefined();
	});

	test('need no more numbers than S3 has, however long what is left is', () => {
		const layout = layoutOf([part(1, 5), part(2, 6)], TiB) as PartLayout;
		expect(countOfParts(layout)).toBeLessThanOrEqual(s3Limits.maxPartCount);
		expect(coversFile(layout)).toBe(true);
	});

	test.each([
		['none is there', [], 'no-parts'],
		['they differ, and one is missing', [part(1, 10), part(2, 20), part(4, 20)], 'sizes-differ'],
		['the last is the largest, and one is missing', [part(1, 10), part(3, 20)], 'sizes-differ'],
		['one tells no size', [part(1, 10), part(2)], 'sizes-unknown'],
		['the only one may be the last of larger ones', [part(3, 10)], 'one-part'],
		['the only one lies behind the file', [part(30, 10)], 'one-part'],
	])('do not tell how the file is cut where %s', (_, parts, why) => {
		expect(layoutOf(parts, 110)).toBe(why);
	});

	test('the only one tells it where it can be but one thing', () => {
		expect(layoutOf([part(3, 10)], 111)).toEqual(equalLayout(111, 10));
		expect(layoutOf([part(3, 37)], 111)).toEqual(equalLayout(111, 37));
		expect(layoutOf([part(1, 50)], 111)).toEqual(equalLayout(111, 50));
	});
});
