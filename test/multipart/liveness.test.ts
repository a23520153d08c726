import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {livenessOf, livenessStates, mayBeInUse} from '../../source/multipart/liveness.js';

const now = Date.parse('2026-11-22T12:00:00Z');
const hour = 60 * 60_000;
const day = 24 * hour;
const longAgo = now - 90 * day;

describe('the last part decides', () => {
	test.each([
		['just landed', 0, 'active'],
		['a clock that is a little ahead', -5000, 'active'],
		['a clock that is days ahead', -3 * day, 'active'],
		['a millisecond within the hour', hour - 1, 'active'],
		['an hour', hour, 'idle'],
		['exactly the threshold', day, 'idle'],
		['a millisecond longer than the threshold', day + 1, 'stalled'],
		['months', 80 * day, 'stalled'],
	] as const)('%s: %i ms ago', (_, quiet, state) => {
		expect(livenessOf({initiated: longAgo, partCount: 3, lastPart: now - quiet}, now)).toBe(state);
	});

	test('a threshold of its own moves the border between idle and stalled', () => {
		const at = (quiet: number) =>
			livenessOf({initiated: longAgo, partCount: 3, lastPart: now - quiet}, now, {
				activeWithin: hour,
				stalledAfter: 7 * day,
			});
		expect([at(day + 1), at(7 * day), at(7 * day + 1)]).toEqual(['idle', 'idle', 'stalled']);
	});

	test('age alone says nothing: an old upload with a fresh part is active', () => {
		expect(livenessOf({initiated: now - 400 * day, partCount: 1, lastPart: now - 1}, now)).toBe(
			'active',
		);
	});
});

describe('a part without a date may be the newest', () => {
	test.each([
		['beside a fresh one: active all the same', hour - 1, 'active'],
		['beside an idle one: unknown', 2 * hour, 'unknown'],
		['beside one of long ago: unknown', 80 * day, 'unknown'],
	] as const)('%s', (_, quiet, state) => {
		const facts = {initiated: longAgo, partCount: 2, lastPart: now - quiet, lacksDates: true};
		expect(livenessOf(facts, now)).toBe(state);
	});
});

describe('the initiation', () => {
	test.each([
		['within the hour, without parts', hour - 1, 'active'],
		['an hour ago, without parts', hour, 'empty'],
		['at the threshold, without parts', day, 'empty'],
		['longer ago than it, without parts: no part ever landed', day + 1, 'stalled'],
	] as const)('%s', (_, age, state) => {
		expect(livenessOf({initiated: now - age, partCount: 0}, now)).toBe(state);
	});

	test('within the hour is active, even where no part carries a date', () => {
		expect(livenessOf({initiated: now - hour + 1, partCount: 2}, now)).toBe('active');
	});
});

test('an empty upload goes by the threshold of the connection', () => {
	const at = (age: number) =>
		livenessOf({initiated: now - age, partCount: 0}, now, {
			activeWithin: hour,
			stalledAfter: 7 * day,
		});
	expect([at(7 * day), at(7 * day + 1)]).toEqual(['empty', 'stalled']);
});

describe('unknown, and so never counted as stalled', () => {
	test.each([
		['the parts are not read', {initiated: longAgo}],
		['not read, initiated just now', {initiated: now}],
		['no parts and no date', {partCount: 0}],
		['parts without dates, initiated long ago', {initiated: longAgo, partCount: 3}],
	])('%s', (_, facts) => {
		expect(livenessOf(facts, now)).toBe('unknown');
	});
});

test('what is active or unknown may be in use: its key is asked for before an act', () => {
	expect(livenessStates.filter(mayBeInUse)).toEqual(['active', 'unknown']);
});

test('any facts give one of the five states, and only facts of parts give stalled or idle', () => {
	const time = fc.option(fc.integer({min: now - 100 * day, max: now + hour}), {nil: undefined});
	fc.assert(
		fc.property(
			time,
			fc.option(fc.nat(10_000), {nil: undefined}),
			time,
			(initiated, partCount, lastPart) => {
				const state = livenessOf({initiated, partCount, lastPart}, now);
				expect(livenessStates).toContain(state);
				if (state === 'stalled' || state === 'idle') {
					expect(partCount).toBeDefined();
					const since = partCount === 0 ? initiated : lastPart;
					expect(since).toBeLessThanOrEqual(now - hour);
					if (state === 'stalled') expect(since).toBeLessThan(now - day);
				}
				if (state === 'idle') expect(partCount).toBeGreaterThan(0);
			},
		),
	);
});
