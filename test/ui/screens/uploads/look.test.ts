import {describe, expect, test} from 'vitest';
import {S3Failure} from '../../../../source/s3/failure/failure.js';
import {cellsOf} from '../../../../source/terminal/cells.js';
import {type Listed, type ListStage, listed, listStage} from '../../../session/list-stage.js';
import {abortPlan, bucket, denied, upload} from '../../../session/stage.js';
import {numbered} from '../../../support/stage.js';
import {drawn, rowWith} from '../../drawn.js';
import {hostileKeys} from '../../hostile-keys.js';

const screen = (on: ListStage) => drawn(on).join('\n');

const refusedList = (code: string, more: object = {}) =>
	new S3Failure({
		...{operation: 'ListMultipartUploads', target: {bucket}, code, status: 403},
		...{requestId: 'REQUEST42', retryable: false, effect: 'never'},
		hint: {code: 'not-permitted', action: 's3:ListBucketMultipartUploads'},
		...more,
	});

describe('loading, empty, filtered to nothing, partial and failed look different', () => {
	const failed = (on: ListStage) =>
		on.tell({
			...{type: 'listing-ended', screen: on.screen.id, how: 'failed'},
			trouble: refusedList('AccessDenied'),
		});
	const ways: ReadonlyArray<
		readonly [name: string, uploads: readonly Listed[], go: (on: ListStage) => void, says: RegExp]
	> = [
		['loading', [], on => on.keys('r'), /listing, 0 so far/],
		['empty', [], () => {}, /No multipart upload is in progress in this bucket.*r lists again/s],
		['filtered', [listed('key-1')], on => on.keys('/', 'zzz'), /esc clears it/],
		[
			'partial',
			numbered('key-', 12).map(key => listed(key)),
			on => {
				failed(on);
				on.keys('esc');
			},
			/12 uploads.*not complete: m goes on.*key-0001/s,
		],
		['failed', [], failed, /o opens an upload by key and id.*AccessDenied/s],
	];

	test.each(ways)('%s', (_, uploads, go, says) => {
		const on = listStage(uploads);
		go(on);
		expect(screen(on)).toMatch(says);
	});

	test('no two of them look alike', () => {
		const looks = ways.map(([, uploads, go]) => {
			const on = listStage(uploads);
			go(on);
			return drawn(on).slice(1, -1).join('\n');
		});
		expect(new Set(looks).size).toBe(ways.length);
	});
});

test('a bucket is not said to be empty for a group of which nothing is left', () => {
	const on = listStage([listed('raw/a/1', {sizes: [9e9]}), listed('raw/b/1'), listed('logs/1')]);
	on.keys('t', 'enter', 'enter');
	on.index.removeMany([upload('raw/a/1')]);
	on.changed();
	expect(screen(on)).toMatch(/raw.*No upload is left here. esc goes back./s);
	on.index.removeMany([upload('raw/b/1')]);
	on.keys('esc');
	on.changed();
	expect(screen(on)).toMatch(/raw.*No upload is left here. esc goes back./s);
});

test('nor while uploads are put in order again after a filter that left none', () => {
	const on = listStage([listed('key-1')]);
	on.keys('/', 'zzz');
	const none = on.state.screens.at(-1);
	on.keys('backspace', 'backspace', 'backspace');
	if (none?.kind !== 'uploads') throw new Error('another screen');
	const {totals, pendingReads, unsorted, canResume, dropped} = none;
	const facts = {totals, pendingReads, unsorted, canResume, dropped, version: 1, shown: 0};
	on.tell({type: 'index-changed', screen: none.id, facts});
	expect(screen(on)).not.toMatch(/No (multipart )?upload/);
});

test('at 80 columns it is read whole who holds an upload, and no other column goes for it', () => {
	const keys = [
		'docker/registry/v2/repositories/a/_uploads/7c0f4d52-6b0e-4c8e-9a55-3f1f8f0f6f11/data',
		'exports/daily/part-r-00003-job_1759392000000_0042',
		'topics/payments/partition=4/payments+4+0000018250.avro',
	];
	const on = listStage(
		keys.map(key => listed(key)),
		{columns: 80, rows: 24},
	);
	expect(screen(on)).toMatch(/held by registry\b.*held by hadoop\b.*held by kafka-conn/s);
	expect(screen(on)).toMatch(/KEY. +LAST PART +SIZE +STATE/);
});

test('of more than two makers the header counts what they hold, and the rows tell which', () => {
	const keys = [
		'docker/registry/v2/repositories/a/_uploads/7c0f4d52-6b0e-4c8e-9a55-3f1f8f0f6f11/data',
		'exports/daily/part-r-00003-job_1759392000000_0042',
	];
	const header = (uploads: readonly string[]) =>
		drawn(
			listStage(
				uploads.map(key => listed(key)),
				{columns: 160, rows: 50},
			),
		)[1];
	expect(header(keys)).toContain('1 held by registry');
	const more = [...keys, 'topics/payments/partition=4/payments+4+0000018250.avro'];
	expect(header(more)).toMatch(/ · 3 held$/);
});

describe('a failure', () => {
	test('shows operation, target, code, status, request id, and what to do', () => {
		const on = listStage([]);
		const trouble = refusedList('SignatureDoesNotMatch', {
			serverMessage: 'It is \u202e wrong.',
			hint: {code: 'wrong-secret-or-region'},
		});
		on.tell({type: 'listing-ended', screen: on.screen.id, how: 'failed', trouble});
		const row = rowWith('SignatureDoesNotMatch', drawn(on));
		for (const fact of ['ListMultipartUploads', bucket, 'HTTP 403', 'REQUEST42'])
			expect(row).toContain(fact);
		expect(screen(on)).toContain('secret key does not match');
		expect(screen(on)).toContain('\\u{202e}');
	});

	test('of a look at parts: the row says it, the others are read', () => {
		const on = listStage([
			listed('key-0001'),
			[upload('key-0002'), {kind: 'denied'}],
			listed('key-0003'),
		]);
		on.tell({type: 'failed', screen: on.screen.id, trouble: denied});
		expect(rowWith('key-0002', drawn(on))).toMatch(/not allowed .*unknown/);
		expect(rowWith('key-0001', drawn(on))).toContain('stalled');
		expect(rowWith('key-0003', drawn(on))).toContain('stalled');
		expect(screen(on)).toMatch(/s3:ListMultipartUploadParts/);
		expect(screen(on)).toMatch(/3 uploads hold at least 34\.0 MiB/);
	});

	test.each([
		[80, 24],
		[120, 40],
		[200, 60],
	])('with everything in it leaves the frame as it is at %i×%i', (columns, rows) => {
		const on = listStage(
			hostileKeys.map(key => listed(key)),
			{columns, rows},
		);
		const trouble = refusedList('AccessDenied', {
			serverMessage: 'No 写真 \u001b[31m here. '.repeat(30),
		});
		on.tell({type: 'listing-ended', screen: on.screen.id, how: 'failed', trouble});
		const lines = drawn(on);
		expect(lines).toHaveLength(rows);
		for (const line of lines) expect(cellsOf(line)).toBeLessThanOrEqual(columns);
		expect(rowWith('AccessDenied', lines)).toContain('ListMultipartUploads');
	});
});

test('totals say what they know', () => {
	const read = numbered('a-', 59).map(key => listed(key, {sizes: [1024]}));
	const unread = numbered('b-', 41).map((key): Listed => [upload(key), {kind: 'unread'}]);
	const on = listStage([...read, ...unread]);
	expect(screen(on)).toMatch(/100 uploads hold at least 59\.0 KiB · 59 stalled · 41 not read yet/);
	for (const [each] of unread) {
		const [, reading] = listed(each.key, {sizes: [1024]});
		on.index.setReading(each, reading);
	}
	on.changed();
	expect(screen(on)).toContain('100 uploads hold 100 KiB · 100 stalled');
});

test('a bucket without a rule that aborts uploads says so; one whose rules are not known says nothing', () => {
	const on = listStage([listed('raw/tape')]);
	expect(screen(on)).not.toContain('rule');
	on.tell({type: 'cleanup-read', screen: on.screen.id, rules: []});
	expect(rowWith('no rule cleans up here: L', drawn(on))).toContain('1 upload');
	// Where it has no room beside the totals it stands under them.
	on.tell({type: 'resized', columns: 60, rows: 24});
	expect(rowWith('no rule cleans up here: L', drawn(on)).trim()).toBe('no rule cleans up here: L');
	const tidy = {id: 'tidy', enabled: true, prefix: 'raw/', conditions: [], daysAfterInitiation: 7};
	on.tell({type: 'cleanup-read', screen: on.screen.id, rules: [tidy]});
	expect(screen(on)).not.toContain('no rule cleans up here');
});

test('the columns stand under their heads for keys of any width', () => {
	const on = listStage(
		hostileKeys.map(key => listed(key)),
		{columns: 120, rows: 30},
	);
	const lines = drawn(on);
	const head = rowWith('STATE', lines);
	const cellsBefore = (line: string, text: string) =>
		cellsOf(line.slice(0, line.lastIndexOf(text)));
	const rows = lines.filter(line => /MiB +stalled +– +–$/.test(line));
	expect(rows).toHaveLength(hostileKeys.length);
	for (const row of rows) {
		expect(cellsBefore(row, 'stalled')).toBe(cellsBefore(head, 'STATE'));
		// Numbers end where their heads end.
		expect(cellsBefore(row, 'MiB') + 3).toBe(cellsBefore(head, 'SIZE') + 4);
	}
});

test('columns give way in their order; what an upload holds and whether it is dead never do', () => {
	const on = listStage([listed('key')], {columns: 120, rows: 24});
	const seen: string[] = [];
	for (let columns = 120; columns >= 60; columns -= 5) {
		on.tell({type: 'resized', columns, rows: 24});
		const heads = rowWith('KEY', drawn(on))
			.trim()
			.split(/ {2,}/)
			.map(head => head.replace(/\W+$/, ''));
		expect(heads).toEqual(expect.arrayContaining(['KEY', 'SIZE', 'STATE']));
		if (seen.at(-1) !== heads.join(' ')) seen.push(heads.join(' '));
	}
	expect(seen[0]).toMatch(/^KEY INITIATED LAST PART PARTS SIZE .*STATE .*CLASS INITIATOR$/);
	expect(seen[1]).toBe(seen[0]?.replace(' CLASS INITIATOR', ''));
	expect(seen.length).toBeGreaterThan(1);
	for (let at = 1; at < seen.length; at++)
		expect(seen[at - 1]?.split(' ')).toEqual(expect.arrayContaining(seen[at]?.split(' ') ?? []));
});

test('a wide list says who began an upload, by a name or the end of an ARN, where the service tells it', () => {
	const arn = 'arn:aws:iam::591659016889:user/alice';
	const on = listStage(
		[
			listed('a', {initiator: {id: arn}, storageClass: 'STANDARD_IA'}),
			listed('b', {initiator: {id: '64fe', displayName: '\u202ebob'}}),
			listed('c'),
		],
		{columns: 160, rows: 24},
	);
	expect(rowWith('▸  a', drawn(on))).toMatch(/stalled +STANDARD_IA +user\/alice$/);
	expect(rowWith('   b', drawn(on))).toMatch(/stalled +– +\\u\{202e\}bob$/);
	expect(rowWith('   c', drawn(on))).toMatch(/stalled +– +–$/);
	// Ceph 16 and 18 name whoever asks.
	on.tell({
		type: 'index-changed',
		screen: on.screen.id,
		facts: {...on.screen, service: 'ceph', serviceVersion: '16 and 18'},
	} as never);
	expect(rowWith('KEY', drawn(on))).toMatch(/STATE +CLASS$/);
	expect(drawn(on).join('\n')).not.toContain('alice');
});

test('a long key is cut in the middle in the list, and whole where it is asked about', () => {
	const key = `start/${'middle/'.repeat(30)}end-0001.tar`;
	const on = listStage([listed(key)], {columns: 100, rows: 40});
	expect(rowWith('start/', drawn(on))).toMatch(/start\/.*….*end-0001\.tar /);
	on.keys('x');
	on.tell({type: 'abort-prepared', plan: abortPlan(upload(key), 'stalled')});
	const shown = drawn(on).map(line => line.trim());
	expect(shown.join('')).toContain(key);
});

test('a protected row has its sign, and neither c nor x begins anything on it', () => {
	const on = listStage(['archive/2025.tar', 'raw/a'].map(key => listed(key)));
	const {connection} = on.state;
	if (connection === undefined) throw new Error('not connected');
	on.tell({
		...{type: 'connected', target: {bucket, prefix: ''}},
		connection: {...connection, protectedPrefixes: [{bucket, prefix: 'archive/'}]},
	});
	on.changed();
	expect(rowWith('2025.tar', drawn(on))).toContain('⊘ archive/2025.tar');
	expect(rowWith('raw/a', drawn(on))).not.toContain('⊘');
	for (const key of ['c', 'x']) {
		on.keys(key);
		expect(on.state.dialog).toBeUndefined();
		expect(screen(on)).toContain(`is not possible: the profile protects s3://${bucket}/archive/.`);
	}
	on.keys('enter');
	expect(drawn(on)[0]).toMatch(/protected$/);
	on.keys('x');
	expect(screen(on)).toContain(`the profile protects s3://${bucket}/archive/`);
});

test('with a filter the totals are of what it leaves, and state:stalled counts what the header does', () => {
	const on = listStage([
		...numbered('logs/', 3).map(key => listed(key, {sizes: [1024]})),
		listed('logs/never', {sizes: [], quiet: 5 * 24 * 60 * 60_000}),
		listed('raw/busy', {sizes: [2048], quiet: 60_000}),
	]);
	expect(screen(on)).toMatch(/ 5 uploads hold 5\.0 KiB · 1 active · 4 stalled\n/);
	on.keys('/', 'logs/', 'enter');
	expect(screen(on)).toMatch(/ 4 of 5 uploads hold 3\.0 KiB · 4 stalled\n/);
	on.keys('/', 'ctrl-u', 'state:stalled', 'enter');
	expect(screen(on)).toMatch(/ 4 of 5 uploads hold 3\.0 KiB · 4 stalled\n/);
	on.keys('/', 'ctrl-u', 'state:active', 'enter');
	expect(screen(on)).toMatch(/ 1 of 5 uploads holds 2\.0 KiB · 1 active\n/);
	on.keys('esc');
	expect(screen(on)).toMatch(/ 5 uploads hold 5\.0 KiB/);
});

test('with a filter that asks for parts the totals are the least while some are not read', () => {
	const on = listStage([listed('a', {sizes: [1024]}), [upload('b'), {kind: 'unread'}]]);
	on.keys('/', 'state:stalled', 'enter');
	expect(screen(on)).toMatch(/ 1 of 2 uploads holds at least 1\.0 KiB · 1 stalled\n/);
});
