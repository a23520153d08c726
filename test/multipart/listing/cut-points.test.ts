import {describe, expect, test} from 'vitest';
import {CutPoints} from '../../../source/multipart/listing/cut-points.js';
import {isBehind} from '../../../source/multipart/listing/listing-order.js';
import {keyspaces} from '../../support/keyspaces.js';

const byBytes = (one: string, other: string) =>
	Buffer.compare(Buffer.from(one), Buffer.from(other));

describe.each(Object.keys(keyspaces))('cuts of %s', shape => {
	const all = Array.from({length: 2000}, (_, at) => keyspaces[shape]!(at, 2000)).toSorted(byBytes);
	const page = all.slice(100, 200).map(key => ({key}));
	const recent = {first: all[100]!, last: all[199]!, rows: 100};
	const isBetween = (to: string | undefined) => (key: string) =>
		isBehind('key', {key, uploadId: ''}, {keyMarker: recent.last}) &&
		(to === undefined || isBehind('key', {key: to, uploadId: ''}, {keyMarker: key}));

	test.each([all[1999], all[400], undefined])('are of what was seen, and between both ends', to => {
		const points = new CutPoints('');
		points.see(page);
		const seen = new Set(page.map(({key}) => key).join(''));
		const starts = new Set(
			page.flatMap(({key}) => [...key].map((_, at) => [...key].slice(0, at).join(''))),
		);
		for (const rows of [1, 100, 1000, 1e9]) {
			const cut = points.ahead(recent, to, 1000, isBetween(to)).cut(rows);
			if (cut === undefined) continue;
			expect(byBytes(cut, recent.last)).toBe(1);
			if (to !== undefined) expect(byBytes(to, cut)).toBe(1);
			expect(cut).toMatch(/[\p{L}\p{N}]$/u);
			expect(cut.normalize()).toBe(recent.last.normalize() === recent.last ? cut : cut.normalize());
			for (const letter of cut) expect(seen.has(letter) || starts.has(cut)).toBe(true);
		}
	});
});

test('no cut is made in the prefix that was asked for', () => {
	const points = new CutPoints('team-1/');
	const keys = ['team-1/a1', 'team-1/a2', 'team-1/b1', 'team-1/b7'];
	points.see(keys.map(key => ({key})));
	const recent = {first: keys[0]!, last: keys[3]!, rows: 4};
	for (const rows of [1, 10, 1e9]) {
		const cut = points.ahead(recent, undefined, 1e9, key => key > recent.last).cut(rows);
		expect(cut === undefined || cut.startsWith('team-1/')).toBe(true);
	}
});

test('keys that are as dense everywhere are cut where so many rows are ahead', () => {
	const keys = Array.from({length: 1000}, (_, at) => `run/${String(at).padStart(6, '0')}`);
	const points = new CutPoints('');
	points.see(keys.map(key => ({key})));
	const recent = {first: keys[0]!, last: keys[999]!, rows: 1000};
	const ahead = points.ahead(recent, 'run/9', 1e9, key => key > recent.last);
	expect(ahead.rows).toBeGreaterThan(800_000);
	expect(Number(ahead.cut(10_000)?.slice(4).padEnd(6, '0'))).toBeGreaterThan(9000);
	expect(Number(ahead.cut(10_000)?.slice(4).padEnd(6, '0'))).toBeLessThan(12_000);
});
