import {describe, expect, test} from 'vitest';
import type {CleanupRule} from '../../../../source/multipart/rules/cleanup-rules.js';
import type {BucketRules} from '../../../../source/operations/scan/bucket-rules.js';
import {cellsOf} from '../../../../source/terminal/cells.js';
import {
	type BucketsStage,
	bucketsStage,
	counted,
	measured,
} from '../../../session/buckets/buckets-stage.js';
import {denied, now, stage} from '../../../session/stage.js';
import {drawn} from '../../drawn.js';

const day = 24 * 60 * 60_000;
const GiB = 1024 ** 3;

const rule = (prefix: string, days: number, more: Partial<CleanupRule> = {}): CleanupRule => ({
	...{id: '', enabled: true, prefix, conditions: [], daysAfterInitiation: days},
	...more,
});
const rules = (...read: readonly CleanupRule[]): BucketRules => ({kind: 'read', rules: read});

/** Six buckets of which two are measured, one half, and two hold nothing. */
function team({columns = 80, rows = 24, price = false} = {}): BucketsStage {
	const oldest = now - 212 * day;
	const on = bucketsStage(
		{
			...{archive: counted(1000, true), backups: counted(311, false, now - 183 * day)},
			...{empty: counted(0), media: counted(812), refused: {kind: 'failed', failure: denied}},
			...{unused: counted(0), waits: counted(7, false, now - 9 * day)},
		},
		{
			archive: {
				...{...measured(1284, 3.1 * 1024 * GiB, oldest), phase: 'reading', read: 640, sized: 640},
			},
			backups: {
				...measured(311, 802 * GiB, now - 183 * day),
				prefixes: [{prefix: 'nightly/', uploads: 311, bytes: 802 * GiB}],
			},
			media: measured(812, 498 * GiB, now - 174 * day),
		},
		{
			archive: rules(),
			backups: rules(rule('', 7)),
			media: rules(rule('raw/', 7), rule('logs/', 30)),
			waits: {kind: 'failed', failure: denied},
		},
	);
	const {connection} = on.state;
	if (price && connection !== undefined)
		Object.assign(connection, {price: {perGiBMonth: 0.023, currency: 'USD'}});
	on.tell({type: 'resized', columns, rows});
	return on;
}

const row = (on: BucketsStage, name: string) =>
	drawn(on).find(each => each.slice(3).startsWith(name)) ?? '';

describe('at 80 columns', () => {
	test('the heaviest is first, with its uploads, its age and its rule; empty ones are one row', () => {
		const on = team();
		const list = drawn(on).slice(4, 12);
		expect(list.map(each => each.trimEnd())).toEqual([
			'',
			'   BUCKET                         HOLDS▾      UPLOADS    OLDEST  CLEANS UP',
			'▸  archive                     ≥ 3.1 TiB        1,284     212 d  no',
			'   backups                       802 GiB          311     183 d  all, 7 d',
			'   media                         498 GiB          812     174 d  raw/, 7 d +1',
			'   waits                                            7       9 d  not allowed',
			'   refused                                not allowed',
			'   2 buckets without unfinished uploads',
		]);
	});

	test('the head sums up what is known, and says what is not', () => {
		const on = team();
		expect(drawn(on)[1]?.trimEnd()).toBe(
			' 7 buckets hold ≥ 4.4 TiB in ≥ 2,414 uploads · 2 not measured: M',
		);
		expect(drawn(on)[2]).toMatch(/^ most so far: nightly\/ 802 GiB/);
		expect(drawn(on)[3]).toMatch(/^ stopped, m goes on · parts of 640 of 1,284 uploads read/);
	});

	test('each that is to be measured says how far it is, or when its turn is', () => {
		const on = team();
		on.press('read-more', 'last', 'up', 'up', 'read-more');
		expect(row(on, 'archive')).toMatch(/≥ 3\.1 TiB +1,284 {3,}parts 640 of 1,284 *$/);
		expect(row(on, 'waits')).toMatch(/ 7 {3,}waiting, 2nd *$/);
		expect(drawn(on)[1]).toContain('2 to measure');
		const {measures} = on.list;
		const archive = measures.get('archive');
		if (archive === undefined) throw new Error('not measured');
		on.count({}, {archive: {...archive, phase: 'listing', isListed: false}});
		expect(row(on, 'archive')).toMatch(/≥ 1,284 {3,}counting 1,284 *$/);
	});

	test('no row is wider than the terminal, down to the smallest', () => {
		for (const columns of [60, 70, 80, 100, 120, 160])
			for (const line of drawn(team({columns, price: true})))
				expect(cellsOf(line)).toBeLessThanOrEqual(columns);
	});

	test('one page of a bucket is said to be the least', () => {
		const on = bucketsStage({one: counted(1000, true), two: counted(3)});
		expect(row(on, 'one')).toMatch(/ ≥ 1,000$/);
		expect(drawn(on)[1]).toMatch(/^ 2 buckets · ≥ 1,003 uploads · M measures what they hold/);
	});
});

test('the prefixes of a single bucket are told once', () => {
	const prefixes = [{prefix: 'raw/', uploads: 3, bytes: 9 * GiB}];
	const on = bucketsStage({one: counted(3)}, {one: {...measured(3, 9 * GiB), prefixes}});
	expect(drawn(on).filter(each => each.includes('raw/'))).toEqual([' one: raw/ 9.0 GiB (100 %)']);
});

describe('at 160 columns', () => {
	test('with a price the month stands in a column, and in the head', () => {
		const on = team({columns: 160, rows: 50, price: true});
		expect(drawn(on)[5]?.trimEnd()).toMatch(/HOLDS▾ +UPLOADS +OLDEST +A MONTH +CLEANS UP$/);
		expect(row(on, 'archive')).toMatch(/≥ 3\.1 TiB +1,284 +212 d +≥ \$73 +no/);
		expect(row(on, 'backups')).toMatch(/802 GiB +311 +183 d +\$18 +all, 7 d/);
		expect(drawn(on)[1]).toContain('hold ≥ 4.4 TiB in ≥ 2,414 uploads · ≥ $102 a month · 2 not');
	});

	test('what costs or weighs next to nothing is not cut, and not said to be nothing', () => {
		const prefixes = [
			{prefix: 'raw/', uploads: 2, bytes: 900 * GiB},
			{prefix: 'tmp/', uploads: 1, bytes: GiB},
		];
		const on = bucketsStage(
			{heavy: counted(3), light: counted(1)},
			{heavy: {...measured(3, 901 * GiB, now), prefixes}, light: measured(1, GiB / 8, now)},
		);
		const {connection} = on.state;
		if (connection === undefined) throw new Error('not connected');
		Object.assign(connection, {price: {perGiBMonth: 0.023, currency: 'USD'}});
		on.tell({type: 'resized', columns: 160, rows: 50});
		expect(row(on, 'light')).toMatch(/128 MiB +1 +\S+ \S +< \$0\.01 *$/);
		expect(drawn(on)[2]).toContain('raw/ 900 GiB (100 %) · tmp/ 1.0 GiB (<1 %)');
	});

	test('without one nothing is said of money', () => {
		expect(drawn(team({columns: 160, rows: 50})).join()).not.toMatch(/MONTH|month/);
	});
});

test('signs that a terminal lacks are words or plain', () => {
	const lines = drawn(team({price: true}), {ascii: true});
	expect(lines.join('\n')).toMatch(/archive +3\.1 TiB\+ +1,284/);
	for (const line of lines) expect(line).toMatch(/^[\x20-\x7e]*$/);
});

describe('the footer of a list that could not be had', () => {
	test('leads to a bucket that can be typed and to another connection, once it is known', () => {
		const on = stage([]);
		on.press('back');
		on.tell({type: 'resized', columns: 100, rows: 24});
		const footer = () => drawn(on).at(-1);
		expect(footer()).toContain('measure');
		on.tell({type: 'failed', screen: on.screen.id, trouble: 'No credentials were found.'});
		expect(footer()).toMatch(/b type a bucket .*p profiles/);
		expect(footer()).not.toMatch(/uploads|measure|filter|sort/);
	});
});
