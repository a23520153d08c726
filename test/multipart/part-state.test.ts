import {expect, test} from 'vitest';
import {planCompletion} from '../../source/multipart/completion.js';
import {partStates} from '../../source/multipart/part-state.js';
import {serviceFacts} from '../../source/multipart/service.js';

const MiB = 1024 * 1024;

function states(sizes: Readonly<Record<number, number>>, excluded: readonly number[] = []): string {
	const parts = Object.entries(sizes).map(([number, size]) => ({
		partNumber: Number(number),
		size: size * MiB,
		etag: '',
		checksums: {},
	}));
	const {highest, of} = partStates(
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
	return Array.from({length: highest + 1}, (_, at) => of(at + 1)).join(' ');
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
