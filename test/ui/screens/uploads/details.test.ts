import {describe, expect, test} from 'vitest';
import {formatTime} from '../../../../source/multipart/text/units.js';
import {topScreen, type UploadsScreen} from '../../../../source/session/core/state.js';
import {uploadsHeight} from '../../../../source/session/uploads/uploads-layout.js';
import {day, hour, type ListStage, listed, listStage, minute} from '../../../session/list-stage.js';
import {now, upload} from '../../../session/stage.js';
import {numbered} from '../../../support/stage.js';
import {drawn, rowWith, segmentsOf} from '../../drawn.js';

const whole = listed('raw/2026/09/live.mxf', {
	quiet: 2 * hour,
	owner: {id: 'owner-1', displayName: 'media'},
	initiator: {id: 'arn:aws:iam::591659016889:user/alice'},
	storageClass: 'STANDARD_IA',
	checksumAlgorithm: 'CRC32',
	checksumType: 'COMPOSITE',
});

/** What is said in the panel, without the list beside it: its rows from the titles on. */
function panel(on: ListStage): string {
	return drawn(on)
		.map(row => row.split(' │ ').at(-1) ?? '')
		.join('\n');
}

function opened(...of: Parameters<typeof listStage>): ListStage {
	const on = listStage(...of);
	on.keys('i');
	return on;
}

describe.each([
	[80, 24],
	[100, 30],
	[139, 40],
	[140, 40],
	[160, 50],
])('at %i columns and %i rows', (columns, rows) => {
	const many = [whole, ...numbered('zzz/', 60).map(key => listed(key))];

	test('the frame is as high as without, no row is wider, and i takes the details away again', () => {
		const on = listStage(many, {columns, rows});
		const before = drawn(on);
		on.keys('i');
		const shown = segmentsOf(on);
		expect(shown).toHaveLength(before.length);
		expect(panel(on)).toMatch(/ key +raw\/2026\/09\/live\.mxf/);
		expect(drawn(on).some(row => row.includes(' │ '))).toBe(columns >= 140);
		on.keys('i');
		expect(drawn(on)).toEqual(before);
	});

	test('the row under the cursor is in sight wherever it is', () => {
		const on = listStage(many, {columns, rows});
		on.keys('G', 'i');
		expect(rowWith('▸', drawn(on))).toContain('zzz/0060');
		expect(panel(on)).toMatch(/ key +zzz\/0060/);
		on.keys('k');
		expect(panel(on)).toMatch(/ key +zzz\/0059/);
	});

	test('only the list is lit under the cursor', () => {
		const on = opened(many, {columns, rows});
		const row = segmentsOf(on).find(([first]) => first?.role === 'cursor') ?? [];
		const rest = row.filter(({isBeside}) => isBeside);
		expect(rest.length > 0).toBe(columns >= 140);
		expect(row.length).toBeGreaterThan(rest.length);
	});
});

test('everything that is known is said, with exact times, and nothing more is asked for', () => {
	const on = listStage([whole], {columns: 160, rows: 50});
	const asked = on.hit('i').filter(({type}) => type !== 'read-parts');
	expect(asked).toEqual([]);
	for (const words of [
		/state +idle: nothing landed for 2 h; stalled after 24 h/,
		/holds +3 parts · 17\.0 MiB \(17,825,792 bytes\)/,
		/complete +its parts are read while/,
		/initiator +arn:aws:iam::591659016889:user\/alice/,
		/owner +media, owner-1/,
		/class +STANDARD_IA/,
		/checksums +CRC32, COMPOSITE/,
		/upload id +id of raw\/2026\/09\/live\.mxf/,
	])
		expect(panel(on)).toMatch(words);
	expect(panel(on)).toContain(`initiated  ${formatTime(now - 3 * hour)} · 3 h ago`);
	expect(panel(on)).toContain(`last part  ${formatTime(now - 2 * hour)} · 2 h ago`);
});

test('at 80×24 all that is known of an upload has room, and the list keeps four rows', () => {
	const on = opened([whole, ...numbered('zzz/', 60).map(key => listed(key))], {
		...{columns: 80, rows: 24},
	});
	expect(panel(on)).toMatch(/^ upload id +id of raw/m);
	expect(drawn(on).filter(row => row.includes('zzz/'))).toHaveLength(3);
});

test.each([
	[
		'read of yesterday',
		listed('a', {quiet: 2 * day}),
		'stalled: nothing landed for longer than 24 h',
	],
	['a new part', listed('a', {quiet: 5 * minute}), 'active: a part landed within the last hour'],
	[
		'no part',
		listed('a', {sizes: [], quiet: 3 * hour}),
		'empty: no part yet, 4 h after it was initiated',
	],
	[
		'nothing to complete',
		listed('a', {sizes: []}),
		'there is nothing to complete: no part was uploaded',
	],
	['unread', [upload('a'), {kind: 'unread'}], 'unknown: its parts are not read yet'],
	['denied', [upload('a'), {kind: 'denied'}], 'unknown: listing its parts is not allowed'],
	['failed', [upload('a'), {kind: 'failed'}], 'unknown: its parts could not be read'],
	['not found', [upload('a'), {kind: 'not-found'}], 'the service finds no such upload'],
	[
		'held',
		listed('docker/registry/v2/repositories/x/_uploads/5a3c8d1e-1111-4222-8333-444455556666/data'),
		'held by ',
	],
] as const)('the state says why: %s', (_, row, words) => {
	const on = opened([row as never], {columns: 160, rows: 50});
	expect(panel(on).replace(/\n +/g, ' ')).toContain(words);
});

test('by the thresholds and the price of the connection', () => {
	const on = listStage([listed('a', {quiet: 2 * hour, sizes: [2 ** 40]})], {
		columns: 160,
		rows: 50,
	});
	const {connection} = on.state;
	if (connection === undefined) throw new Error('not connected');
	on.tell({
		...{type: 'connected', target: {bucket: 'media', prefix: ''}},
		connection: {
			...connection,
			thresholds: {activeWithin: 15 * minute, stalledAfter: hour},
			price: {perGiBMonth: 0.02, currency: 'USD'},
		},
	});
	on.changed();
	on.keys('i');
	expect(panel(on)).toContain('stalled: nothing landed for longer than 1 h');
	expect(panel(on)).toContain('costs      ≈ $20 a month');
});

test('a long key is whole, what does not fit is counted, and nothing of it reaches the terminal as it is', () => {
	const key = `raw/\u001b[2J/${'folder/'.repeat(40)}end.bin`;
	const wide = opened([listed(key)], {columns: 160, rows: 50});
	expect(panel(wide).replace(/\n +/g, '')).toContain(`${'folder/'.repeat(40)}end.bin`);
	expect(panel(wide)).not.toContain('\u001b');
	const narrow = opened([listed(key)], {columns: 80, rows: 24});
	expect(panel(narrow)).toMatch(/▾ \d+ more rows: a larger window shows them/);
	const screen = topScreen(narrow.state) as UploadsScreen;
	expect(uploadsHeight(narrow.state, screen)).toBe(4);
});
