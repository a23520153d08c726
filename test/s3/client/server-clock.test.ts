import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import {
	type ClockFacts,
	clocksApart,
	judgedTime,
	ServerClock,
} from '../../../source/s3/client/server-clock.js';

const minute = 60_000;
const hour = 60 * minute;
const here = Date.parse('2026-03-04T05:06:07Z');

beforeEach(() => {
	vi.useFakeTimers({toFake: ['Date'], now: here});
});
afterEach(() => {
	vi.useRealTimers();
});

/** What a clock is taken for after answers that say these offsets. */
function learned(...offsets: readonly number[]): ClockFacts {
	const clock = new ServerClock();
	for (const offset of offsets) note(clock, new Date(Date.now() + offset).toUTCString());
	return clock.facts();
}

function note(clock: ServerClock, date: string | undefined, more: Record<string, string> = {}) {
	const now = Date.now();
	clock.note({headers: {date, ...more}, sent: now, received: now});
}

/** How much earlier than this machine's clock the time is by which ages are judged. */
function judged(facts: ClockFacts): number {
	return judgedTime(facts, here) - here;
}

describe('the time that ages are judged by', () => {
	test("is this machine's before any answer", () => {
		expect(judged(learned())).toBe(0);
	});

	test.each([
		['one answer, not agreed yet', [9 * minute], 0],
		['one answer that is behind', [-9 * minute], -9 * minute],
		['two that agree', [9 * minute, 9 * minute], 9 * minute],
		['two that do not: the earliest of all', [-2 * hour, 0], -2 * hour],
		['two that do not, and one is ahead', [0, 2 * hour], 0],
		['agreed and far ahead: the earlier', [8 * hour, 8 * hour], 0],
		['agreed and far behind: the earlier', [-8 * hour, -8 * hour], -8 * hour],
		['one node of three that is ahead', [0, 0, 2 * hour, 0, 0, 2 * hour], 0],
		[
			'nodes that are minutes apart: the earliest',
			[0, 5, 10, 5, 0, 10].map(each => each * minute),
			0,
		],
		['half of the answers ahead, and behind', [-hour, 2 * hour, -hour, 2 * hour], -hour],
	])('%s', (_, offsets, expected) => {
		expect(judged(learned(...offsets))).toBe(expected);
	});

	test.each([-300, -2, 2, 9, 300])('a single answer that is %s h off moves nothing', hours => {
		for (const others of [3, 4, 20])
			for (let at = 0; at <= others; at++) {
				const offsets = Array<number>(others).fill(5 * minute);
				offsets.splice(at, 0, hours * hour);
				expect(judged(learned(...offsets))).toBe(5 * minute);
			}
	});

	test('never looks older than by the service and by this machine, where they are far apart', () => {
		for (const offset of [-30, -16, 16, 30, 600].map(each => each * minute))
			expect(judged(learned(offset, offset, offset))).toBe(Math.min(0, offset));
	});

	test('follows a service whose clock was set', () => {
		const moved = learned(...Array<number>(15).fill(0), ...Array<number>(10).fill(9 * minute));
		expect(judged(moved)).toBe(9 * minute);
	});

	test("what was measured before this machine's clock was set is forgotten", () => {
		const clock = new ServerClock();
		for (let n = 0; n < 15; n++) note(clock, new Date(here).toUTCString());
		// Set two hours ahead of what is right.
		vi.setSystemTime(here + 2 * hour);
		expect(clock.facts().offset).toBeUndefined();
		note(clock, new Date(here).toUTCString());
		expect(judgedTime(clock.facts(), here + 2 * hour)).toBe(here);
	});
});

test('clocks are apart from 15 minutes on, agreed or not; one answer among others does not tell', () => {
	expect(clocksApart(learned())).toBeUndefined();
	expect(clocksApart(learned(14 * minute, 14 * minute))).toBeUndefined();
	expect(clocksApart(learned(16 * minute))).toBe(16 * minute);
	expect(clocksApart(learned(-8 * hour, -8 * hour))).toBe(-8 * hour);
	expect(clocksApart(learned(8 * hour, 0))).toBeUndefined();
});

test.each([
	undefined,
	'',
	'soon',
	'Sat, 13 Sep 275760 00:00:00 GMT',
	'Mon, 01 Jan 10000 00:00:00 GMT',
	'Thu, 01 Jan 1970 00:00:00 GMT',
	'Mon, 01 Jan 0001 00:00:00 GMT',
])('%s is no time of a service', date => {
	const clock = new ServerClock();
	note(clock, date);
	expect(clock.facts().offset).toBeUndefined();
});

test('what comes out of a cache, or was long on its way, tells nothing', () => {
	const clock = new ServerClock();
	const date = new Date(here - hour).toUTCString();
	note(clock, date, {age: '3600'});
	clock.note({headers: {date}, sent: here - 2 * minute, received: here});
	expect(clock.facts().offset).toBeUndefined();
});
