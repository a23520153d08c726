import {RowList} from './row-list.js';

/** Rows that are looked at between two yields: a fraction of a millisecond, more where a query decodes keys. */
export const rowsAtATime = 1024;

/** The rows of a list that are chosen, in its order; those that join the list meanwhile are looked at too. */
export function* chooseRows(
	list: {readonly length: number; at(index: number): number | undefined},
	isChosen: (row: number) => boolean,
): Generator<void, RowList> {
	const chosen = new RowList();
	for (let index = 0; index < list.length; index++) {
		if (index > 0 && index % rowsAtATime === 0) yield;
		const row = list.at(index)!;
		if (isChosen(row)) chosen.push(row);
	}
	return chosen;
}

/** Rows by a column, and how many at the end are not sorted, since their value is not known. */
export type Sorted = {readonly rows: Uint32Array; readonly unsorted: number};

/**
 * Sorts rows by whole numbers. Infinity where there is none, and NaN where it is not known: those come last in either
 * direction, in this order. Rows with the same number stay as they were. A radix sort, since it needs no comparison and can pause anywhere.
 */
export function* sortRows(
	rows: Uint32Array,
	valueIn: (row: number) => number,
	reverse: boolean,
): Generator<void, Sorted> {
	const valued = new Uint32Array(rows.length);
	const valueless = new RowList();
	const unknown = new RowList();
	const values = new Float64Array(rows.length);
	let count = 0;
	let least = Number.POSITIVE_INFINITY;
	let most = Number.NEGATIVE_INFINITY;
	for (let index = 0; index < rows.length; index++) {
		if (index > 0 && index % rowsAtATime === 0) yield;
		const row = rows[index]!;
		const value = valueIn(row);
		if (!Number.isFinite(value)) {
			(Number.isNaN(value) ? unknown : valueless).push(row);
			continue;
		}
		valued[count] = row;
		values[count++] = value;
		if (value < least) least = value;
		if (value > most) most = value;
	}
	const distanceOf = reverse
		? (place: number) => most - values[place]!
		: (place: number) => values[place]! - least;
	const places = yield* sortPlaces(count, distanceOf, most - least);
	const sorted = new Uint32Array(rows.length);
	for (let index = 0; index < count; index++) {
		if (index > 0 && index % rowsAtATime === 0) yield;
		sorted[index] = valued[places[index]!]!;
	}
	sorted.set(valueless.rows, count);
	sorted.set(unknown.rows, count + valueless.length);
	return {rows: sorted, unsorted: unknown.length};
}

const digit = 2 ** 16;

/** The places from 0 on, sorted by whole numbers from 0 to `most`: the least digit first, each pass stable. */
function* sortPlaces(
	count: number,
	numberOf: (place: number) => number,
	most: number,
): Generator<void, Uint32Array> {
	let places = new Uint32Array(count);
	for (let place = 0; place < count; place++) places[place] = place;
	// To count the digits costs as much as some thousand comparisons.
	if (count <= rowsAtATime) return places.sort((a, b) => numberOf(a) - numberOf(b) || a - b);
	let target = new Uint32Array(count);
	const starts = new Uint32Array(digit + 1);
	for (let unit = 1; unit <= most; unit *= digit) {
		const digitOf = (place: number) => Math.floor(numberOf(place) / unit) % digit;
		starts.fill(0);
		for (let place = 0; place < count; place++) {
			if (place % rowsAtATime === 0) yield;
			starts[digitOf(place) + 1]!++;
		}
		for (let value = 0; value < digit; value++) starts[value + 1]! += starts[value]!;
		for (let index = 0; index < count; index++) {
			if (index % rowsAtATime === 0) yield;
			const place = places[index]!;
			target[starts[digitOf(place)]!++] = place;
		}
		[places, target] = [target, places];
	}
	return places;
}
