import type {Part} from '../part.js';
import {s3Limits} from '../services/service.js';

/** Bytes of a file, `end` not among them. */
export type FileRange = {readonly start: number; readonly end: number};

/** How a file is cut into parts. */
export type PartLayout = {
	/** Bytes. */
	readonly fileSize: number;
	/** Bytes of each part behind those of `first`; the last one of all may be smaller. */
	readonly partSize: number;
	/** Where the parts from 1 on end that have sizes of their own; empty where all are alike. */
	readonly first: readonly number[];
};

/**
 * Why the parts do not tell how the file is cut.
 * - `no-parts`: none is there.
 * - `one-part`: the only one may be one of many or the short last one.
 * - `sizes-differ`: they differ, and others are missing between them.
 * - `sizes-unknown`: the service tells no size of one.
 */
export type WhyNoLayout = 'no-parts' | 'one-part' | 'sizes-differ' | 'sizes-unknown';

/** The layout by one size, bytes, at least 1. */
export function equalLayout(fileSize: number, partSize: number): PartLayout {
	return {fileSize, partSize, first: []};
}

/**
 * How the file was cut, as the sizes of the parts that are there tell: all are alike but the last, or there is none
 * missing between them. Whether they hold what is in the file has to be proven.
 *
 * @param parts ascending.
 */
export function layoutOf(parts: readonly Part[], fileSize: number): PartLayout | WhyNoLayout {
	const sized: Array<{readonly partNumber: number; readonly size: number}> = [];
	for (const {partNumber, size} of parts) {
		if (partNumber < 1) continue;
		if (size === undefined) return 'sizes-unknown';
		sized.push({partNumber, size});
	}
	const [one] = sized;
	const last = sized.at(-1);
	if (one === undefined || last === undefined) return 'no-parts';
	if (sized.length === 1) return layoutOfOne(last, fileSize);
	const isAlike = sized.slice(0, -1).every(({size}) => size === one.size);
	if (isAlike && one.size > 0 && last.size <= one.size) return equalLayout(fileSize, one.size);
	if (last.partNumber !== sized.length) return 'sizes-differ';
	return layoutOfAll(
		sized.map(({size}) => size),
		fileSize,
	);
}

/** The only part is one of many of its size; unless it may as well be the short last one, behind larger ones. */
function layoutOfOne(
	{partNumber, size}: {readonly partNumber: number; readonly size: number},
	fileSize: number,
): PartLayout | WhyNoLayout {
	if (partNumber === 1 && size === 0 && fileSize === 0) return equalLayout(0, 1);
	if (size === 0 || (partNumber > 1 && partNumber * size > fileSize)) return 'one-part';
	const before = (fileSize - size) / (partNumber - 1);
	return Number.isSafeInteger(before) && before > size ? 'one-part' : equalLayout(fileSize, size);
}

/** Parts of any sizes, none missing between them; what is behind them is cut as the largest of them. */
function layoutOfAll(sizes: readonly number[], fileSize: number): PartLayout {
	const first: number[] = [];
	let end = 0;
	for (const size of sizes) {
		end += size;
		first.push(end);
	}
	const rest = Math.max(0, fileSize - end);
	const numbersLeft = Math.max(1, s3Limits.maxPartCount - sizes.length);
	const partSize = Math.max(1, ...largestOf(sizes), Math.ceil(rest / numbersLeft));
	return {fileSize, partSize, first};
}

function largestOf(sizes: readonly number[]): number[] {
	return [sizes.reduce((most, size) => Math.max(most, size), 0)];
}

/** How many parts the whole file makes; at least one, since an object of nothing is one empty part. */
export function countOfParts({fileSize, partSize, first}: PartLayout): number {
	const firstEnd = first.at(-1) ?? 0;
	if (fileSize > firstEnd) return first.length + Math.ceil((fileSize - firstEnd) / partSize);
	const within = first.findIndex(end => end >= fileSize);
	return Math.max(1, within + 1);
}

/** What a part holds; undefined for one that lies outside of the file. */
export function rangeOfPart(layout: PartLayout, partNumber: number): FileRange | undefined {
	if (partNumber < 1 || partNumber > countOfParts(layout)) return undefined;
	const {fileSize, partSize, first} = layout;
	const at = partNumber - 1;
	const behind = at - first.length;
	const start =
		at === 0 ? 0 : behind >= 0 ? (first.at(-1) ?? 0) + behind * partSize : first[at - 1];
	const end = behind >= 0 ? (first.at(-1) ?? 0) + (behind + 1) * partSize : first[at];
	if (start === undefined || end === undefined) return undefined;
	return {start, end: Math.min(end, fileSize)};
}

export function lengthOf({start, end}: FileRange): number {
	return end - start;
}
