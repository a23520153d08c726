import {expect, test} from 'vitest';
import {planCompletion} from '../../source/multipart/completion/completion.js';
import type {Part} from '../../source/multipart/part.js';
import {endOfMap, partStates} from '../../source/multipart/part-state.js';
import {serviceFacts} from '../../source/multipart/services/service.js';

const MiB = 1024 * 1024;

function partsOf(sizes: Readonly<Record<number, number>>): Part[] {
	return Object.entries(sizes)
		.map(([number, size]) => ({
			partNumber: Number(number),
			size: size * MiB,
			etag: '',
			checksums: {},
		}))
		.sort((one, other) => one.partNumber - other.partNumber);
}

function statesOf(parts: readonly Part[], excluded: readonly number[] = []) {
	return partStates(
		planCompletion({
			target: {bucket: 'b', key: 'k', uploadId: 'i'},
			listing: {parts},
			facts: serviceFacts({}),
			existing: undefined,
			now: 0,
			uploadKeyCertain: true,
			excluded: new Set(excluded),
		}),
	);
}

/** Number by number, one beyond the end of the map. */
function states(sizes: Readonly<Record<number, number>>, excluded: readonly number[] = []): string {
	const {end, worstIn} = statesOf(partsOf(sizes), excluded);
	return Array.from({length: end + 1}, (_, at) => worstIn(at + 1, at + 1)).join(' ');
}

test('present, small, missing, left out; beyond the highest all are missing', () => {
	expect(states({1: 8, 2: 1, 4: 8, 5: 1}, [4])).toBe(
		'present small missing left-out present missing',
	);
});

test('the last part that is named may be small, wherever it stands', () => {
	expect(states({1: 8, 2: 1, 3: 8}, [3])).toBe('present present left-out missing');
	expect(states({1: 8, 2: 1, 3: 8})).toBe('present small present missing');
});

test('no parts', () => {
	expect(states({})).toBe('missing');
});

test('of several numbers the worst counts: small, missing, left out, present', () => {
	const {worstIn} = statesOf(partsOf({1: 8, 2: 8, 3: 8, 5: 1, 6: 8, 7: 8}), [2]);
	expect(worstIn(6, 7)).toBe('present');
	expect(worstIn(1, 3)).toBe('left-out');
	expect(worstIn(1, 4)).toBe('missing');
	expect(worstIn(1, 5)).toBe('small');
	expect(worstIn(8, 9)).toBe('missing');
});

test('numbers that S3 does not have are counted, and are on no map', () => {
	const of = (sizes: Readonly<Record<number, number>>) => {
		const {end, offMap} = statesOf(partsOf(sizes));
		return {end, offMap};
	};
	expect(of({1: 8, 3: 8, 2147483647: 8})).toEqual({end: 3, offMap: 1});
	expect(of({[-1]: 8, 0: 8})).toEqual({end: 0, offMap: 2});
	expect(of({2147483646: 8, 2147483647: 8})).toEqual({end: 0, offMap: 2});
	expect(of({[-1]: 8, 10000: 8, 10001: 8})).toEqual({end: 10000, offMap: 2});
	// A service that takes more parts than S3 has them on the map.
	const many = Object.fromEntries(Array.from({length: 10_500}, (_, at) => [at + 1, 8]));
	expect(of(many)).toEqual({end: 10_500, offMap: 0});
});

test('what a map costs is what is listed, whatever the highest number is', () => {
	let looked = 0;
	const counting = (parts: readonly Part[]) =>
		new Proxy(parts, {
			get(target, name) {
				if (typeof name === 'string' && /^\d+$/.test(name)) looked++;
				return Reflect.get(target, name);
			},
		});
	const cost = (highest: number) => {
		const listed = counting(partsOf({1: 8, 2: 8, 3: 8, [highest]: 8}));
		const {worstIn} = statesOf(listed);
		looked = 0;
		endOfMap(listed);
		for (let cell = 0; cell < 300; cell++)
			worstIn(1 + cell * (highest / 300), (cell + 1) * (highest / 300));
		return looked;
	};
	const few = cost(300);
	expect(cost(2147483647)).toBeLessThanOrEqual(2 * few);
	expect(few).toBeLessThan(300 * 6);
});
