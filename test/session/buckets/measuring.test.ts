import {describe, expect, test} from 'vitest';
import type {BucketCount} from '../../../source/operations/scan/bucket-counts.js';
import type {BucketMeasure} from '../../../source/operations/scan/bucket-measure.js';
import {rowsFrom} from '../../../source/session/buckets/bucket-rows.js';
import {bucketTotals} from '../../../source/session/buckets/bucket-totals.js';
import type {BucketsScreen} from '../../../source/session/core/state.js';
import {denied, stage} from '../stage.js';
import {type BucketsStage, bucketsStage, counted, measured} from './buckets-stage.js';

const names = (on: BucketsStage) =>
	rowsFrom(on.list, 0, 100).map(row =>
		row.kind === 'bucket' ? row.bucket.name : row.kind === 'fold' ? `${row.buckets} empty` : '',
	);
const order = ({queue}: BucketsScreen) => queue;
const counts = (more: Readonly<Record<string, BucketCount>> = {}) => ({
	...{one: counted(3), three: counted(5), two: counted(2)},
	...more,
});

describe('the queue', () => {
	test('takes one after the other, each once; what came to its end makes room', () => {
		const on = bucketsStage(counts());
		on.press('read-more', 'down', 'read-more', 'first', 'read-more');
		expect(order(on.list)).toEqual(['one', 'three']);
		expect(on.state.notice?.text).toBe('It is measured already.');
		on.count({}, {one: measured(3, 7)});
		expect(order(on.list)).toEqual(['three']);
		on.count({}, {three: {...measured(5, 9), phase: 'failed'}});
		expect(order(on.list)).toEqual([]);
	});

	test('keeps what is half measured when it is stopped, and goes on from there', () => {
		const on = bucketsStage(counts());
		on.press('measure-all');
		expect(order(on.list)).toEqual(['one', 'three', 'two']);
		on.count({}, {one: {...measured(3, 7), phase: 'reading', read: 1, sized: 1}});
		expect(on.press('back')).toMatchObject([{type: 'stop-reads'}]);
		expect(order(on.list)).toEqual([]);
		expect(on.list.measures.get('one')).toMatchObject({read: 1});
		const [effect] = on.press('measure-all');
		expect(effect).toMatchObject({type: 'measure-buckets', buckets: ['one', 'three', 'two']});
		expect(effect).not.toHaveProperty('anew');
	});

	test('waits while another screen covers the list, and goes on when it is seen again', () => {
		const on = bucketsStage(counts());
		on.press('measure-all', 'enter');
		expect(on.screen.kind).toBe('uploads');
		// The first ends the list of uploads.
		const back = on.press('back', 'back');
		expect(back).toContainEqual(
			expect.objectContaining({type: 'measure-buckets', buckets: ['one', 'three', 'two']}),
		);
	});

	test('and all that is known go over to the next list of the connection', () => {
		const on = bucketsStage(counts());
		on.press('measure-all');
		on.count({}, {one: measured(3, 7)});
		on.press('enter');
		const opened = on.press('buckets');
		expect(on.list.measures.get('one')).toMatchObject({bytes: 7});
		expect(opened).toContainEqual(
			expect.objectContaining({type: 'measure-buckets', buckets: ['three', 'two']}),
		);
		// And back: the list below knows it too.
		on.tell({type: 'buckets-listed', screen: on.screen.id, buckets: [{name: 'three'}]});
		on.count({}, {three: measured(5, 9)});
		on.press('back', 'back', 'back', 'back');
		expect(on.state.screens).toHaveLength(1);
		expect(on.list.measures.get('three')).toMatchObject({bytes: 9});
	});

	test('of another connection is another', () => {
		const on = bucketsStage(counts());
		on.press('measure-all');
		on.count({}, {one: measured(3, 7)});
		const {connection} = on.state;
		if (connection === undefined) throw new Error('no connection');
		on.tell({type: 'connected', connection: {...connection, label: 'own:other'}});
		expect(on.list).toMatchObject({queue: [], measures: new Map()});
		on.tell({type: 'connected', connection});
		expect(on.list.measures.get('one')).toMatchObject({bytes: 7});
	});

	test('takes neither what is empty nor what is refused; a measured one is measured anew by m', () => {
		const on = bucketsStage(counts({three: counted(0), two: {kind: 'failed', failure: denied}}));
		on.press('measure-all');
		expect(order(on.list)).toEqual(['one']);
		on.count({}, {one: measured(3, 7)});
		expect(on.press('read-more')).toMatchObject([{type: 'measure-buckets', anew: ['one']}]);
	});

	test('is asked about where it takes 1,000 requests: pages, and looks that were not made', () => {
		const on = bucketsStage(counts({three: counted(1000, true)}), {
			two: {...measured(500, 7), phase: 'reading', read: 300},
		});
		on.press('measure-all');
		expect(on.state.dialog).toMatchObject({
			...{kind: 'measure-all', buckets: ['two', 'three', 'one']},
			...{requests: 3 + 3 + 1000 + 200, uncounted: 1, focus: 'go'},
		});
		expect(on.press('confirm')).toMatchObject([
			{type: 'measure-buckets', buckets: ['two', 'three', 'one']},
		]);
		expect(on.state.dialog).toBeUndefined();
	});
});

describe('the rows', () => {
	test('are by name until anything is measured, then by what they hold', () => {
		const on = bucketsStage(counts());
		expect(names(on)).toEqual(['one', 'three', 'two']);
		on.count({}, {two: measured(2, 7)});
		expect(names(on)).toEqual(['two', 'three', 'one']);
		on.count({}, {one: measured(3, 9)});
		expect(names(on)).toEqual(['one', 'two', 'three']);
		on.hit('1');
		on.count({}, {three: measured(5, 99)});
		expect(names(on)).toEqual(['one', 'three', 'two']);
	});

	test('fold what is empty from two on; the cursor goes to the fold with its bucket', () => {
		const on = bucketsStage(counts({three: counted(0)}));
		expect(names(on)).toEqual(['one', 'two', 'three']);
		on.press('last');
		on.count({two: counted(0)});
		expect(names(on)).toEqual(['one', '2 empty']);
		expect(on.list.cursor.position).toBe(1);
		on.press('enter');
		expect(names(on)).toEqual(['one', '2 empty', 'three', 'two']);
		on.press('fold');
		expect(names(on)).toEqual(['one', '2 empty']);
		on.press('filter');
		on.type('t');
		expect(names(on)).toEqual(['three', 'two']);
	});

	test('have the cursor on their top until it is moved, whatever comes to stand there', () => {
		const on = bucketsStage({one: {kind: 'failed', failure: denied}, three: counted(5)});
		on.count({one: counted(0)});
		expect(names(on)).toEqual(['three', 'one']);
		expect(on.list.cursor.position).toBe(0);
		on.press('sort', 'down', 'up');
		on.count({one: counted(9)});
		expect(names(on)).toEqual(['one', 'three']);
		expect(on.list.cursor.position).toBe(1);
	});

	test('keep the cursor on its bucket after M, once it was moved', () => {
		const on = bucketsStage(counts());
		on.press('last', 'measure-all');
		on.count({}, {two: measured(2, 7)});
		expect([names(on)[0], on.list.cursor.position]).toEqual(['two', 0]);
		on.count({}, {three: measured(5, 9)});
		expect([names(on)[1], on.list.cursor.position]).toEqual(['two', 1]);
	});

	test.each(['read-more', 'measure-all'])(
		'are not measured before they are listed: %s says so',
		key => {
			const on = stage();
			on.press('back', key);
			expect(on.state.notice?.text).toContain('the buckets are not listed yet');
		},
	);

	test('keep the cursor on their top after M, and on its bucket once it was moved', () => {
		const on = bucketsStage(counts());
		on.press('measure-all');
		expect(on.list.cursor.position).toBe(0);
		on.count({}, {two: measured(2, 7)});
		on.count({}, {three: measured(5, 9)});
		expect(on.list.cursor.position).toBe(0);
		on.press('down');
		on.count({}, {one: measured(3, 90)});
		expect(names(on)).toEqual(['one', 'three', 'two']);
		expect(on.list.cursor.position).toBe(2);
	});
});

describe('the totals', () => {
	test('are of what the filter leaves, and say what is the least', () => {
		const on = bucketsStage(counts({three: counted(1000, true)}), {one: measured(3, 7)});
		expect(bucketTotals(on.list)).toMatchObject({
			...{buckets: 3, uploads: 1005, hasMoreUploads: true, bytes: 7, hasMoreBytes: true},
		});
		on.press('filter');
		on.type('one');
		expect(bucketTotals(on.list)).toMatchObject({
			...{buckets: 1, uploads: 3, hasMoreUploads: false, bytes: 7, hasMoreBytes: false},
		});
	});

	test('are not whole with a part that has no size, or an upload that could not be read', () => {
		for (const lacks of [{sized: 2}, {read: 2, sized: 2, unreadable: 1}] as const) {
			const measure: BucketMeasure = {...measured(3, 7), ...lacks};
			const on = bucketsStage({one: counted(3)}, {one: measure});
			expect(bucketTotals(on.list)).toMatchObject({hasMoreBytes: true, hasMoreUploads: false});
		}
	});

	test('add the prefixes of all buckets up', () => {
		const prefix = (name: string, bytes: number) => ({prefix: name, uploads: 1, bytes});
		const on = bucketsStage(counts(), {
			one: {...measured(3, 9), prefixes: [prefix('raw/', 5), prefix('logs/', 4)]},
			two: {...measured(2, 8), prefixes: [prefix('logs/', 8)]},
		});
		expect(bucketTotals(on.list).prefixes).toEqual([
			{prefix: 'logs/', uploads: 2, bytes: 12},
			{prefix: 'raw/', uploads: 1, bytes: 5},
		]);
	});
});
