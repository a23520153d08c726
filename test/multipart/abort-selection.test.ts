import {describe, expect, test} from 'vitest';
import {selectAborts} from '../../source/multipart/abort-selection.js';
import type {Reading} from '../../source/multipart/reading.js';
import {type Upload, uploadIdentity} from '../../source/multipart/upload.js';

const now = Date.parse('2026-11-20T12:00:00Z');
const hour = 60 * 60_000;
const MiB = 1024 * 1024;

function row(key: string, more: Partial<Upload> = {}): Upload {
	return {key, uploadId: `2~${key}`, initiated: now - 900 * hour, keyCertain: true, ...more};
}

function read(lastPart: number, bytes = MiB): Reading {
	return {kind: 'read', summary: {count: 1, bytes, lastPart, fingerprint: 7}};
}

const empty: Reading = {kind: 'read', summary: {count: 0, bytes: 0, fingerprint: 0}};

const rows: ReadonlyArray<{upload: Upload; reading: Reading}> = [
	{upload: row('stalled'), reading: read(now - 90 * hour)},
	{upload: row('older'), reading: read(now - 900 * hour, 5 * MiB)},
	{upload: row('idle'), reading: read(now - 5 * hour)},
	{upload: row('active'), reading: read(now - 60_000)},
	{upload: row('empty'), reading: empty},
	{upload: row('empty-young', {initiated: now - 2 * hour}), reading: empty},
	{upload: row('unread'), reading: {kind: 'unread'}},
	{upload: row('denied'), reading: {kind: 'denied'}},
	{upload: row('failed'), reading: {kind: 'failed'}},
	{upload: row('undated'), reading: {kind: 'read', summary: {count: 1, bytes: 1, fingerprint: 1}}},
	{upload: row('gone'), reading: {kind: 'gone'}},
	{upload: row('ghost'), reading: {kind: 'not-found'}},
	{
		upload: row('key/2~id', {keyCertain: false, doubt: 'part'}),
		reading: read(now - 900 * hour),
	},
	{upload: row('long', {keyCertain: false, doubt: 'too-long'}), reading: {kind: 'failed'}},
	{upload: row('open'), reading: read(now - 90 * hour)},
	{upload: row('odd', {keyCertain: false}), reading: read(now - 90 * hour)},
	{upload: row('', {uploadId: 'x'}), reading: read(now - 90 * hour)},
];
const unsettled = new Set([uploadIdentity(row('open'))]);

describe('an abort of many', () => {
	test('takes what is known to be quiet, and says what it leaves out and why', () => {
		const {uploads, ...facts} = selectAborts(rows, {now, unsettled});
		expect(uploads.map(({key, liveness}) => [key, liveness])).toEqual([
			['stalled', 'stalled'],
			['older', 'stalled'],
			['idle', 'idle'],
			['empty', 'stalled'],
			['empty-young', 'empty'],
		]);
		expect(facts).toEqual({
			bytes: 7 * MiB,
			oldestPart: now - 900 * hour,
			youngestPart: now - 5 * hour,
			notStalled: 2,
			...{active: 1, activeTaken: false, unknown: 4, unknownTaken: false},
			...{heldBy: {}, heldTaken: false, heldUnseen: 0},
			notFound: [row('ghost')],
			phantoms: [row('key/2~id', {keyCertain: false, doubt: 'part'})],
			...{unsettled: 1, uncertainKeys: 2, tooLong: 1, protectedKeys: 0, gone: 1},
		});
	});

	test('takes those without a date only when told to, and never what is not read or not found', () => {
		const options = {now, unsettled, includeActive: true, includeUnknown: true};
		const {uploads, unknownTaken, notFound} = selectAborts(rows, options);
		const unknown = uploads.filter(({liveness}) => liveness === 'unknown');
		expect(unknown.map(({key}) => key)).toEqual(['undated']);
		expect(unknownTaken).toBe(true);
		expect(notFound.map(({key}) => key)).toEqual(['ghost']);
		expect(uploads.some(({key}) => key === 'ghost')).toBe(false);
	});

	test('takes active ones only when told to, unknown ones not with them', () => {
		const {uploads, active, activeTaken} = selectAborts(rows, {
			now,
			unsettled,
			includeActive: true,
		});
		expect(uploads.map(({key}) => key)).toContain('active');
		expect({active, activeTaken}).toEqual({active: 1, activeTaken: true});
		expect(uploads.some(({liveness}) => liveness === 'unknown')).toBe(false);
	});

	test('takes what is held open on purpose only when told to, and active ones with it only when told that, too', () => {
		const flink = 'part-4005733d-a830-4323-8291-8866de98b582-0';
		const dead = {upload: row(flink), reading: read(now - 900 * hour)};
		const live = {upload: row(`live/${flink}`), reading: read(now - 60_000)};
		const all = [...rows, dead, live];
		const keysWith = (more: object) => {
			const {uploads, ...facts} = selectAborts(all, {now, unsettled, ...more});
			const held = uploads.flatMap(({key, maker}) => (maker === undefined ? [] : [[key, maker]]));
			return {held, facts};
		};
		const without = keysWith({});
		expect(without.held).toEqual([]);
		expect(without.facts).toMatchObject({heldBy: {flink: 2}, heldTaken: false, active: 1});
		expect(keysWith({includeActive: true}).held).toEqual([]);
		const named = keysWith({includeHeld: true});
		expect(named.held).toEqual([[flink, 'flink']]);
		expect(named.facts).toMatchObject({heldBy: {flink: 2}, heldTaken: true, active: 2});
		expect(keysWith({includeHeld: true, includeActive: true}).held).toEqual([
			[flink, 'flink'],
			[`live/${flink}`, 'flink'],
		]);
	});

	test('leaves out what the profile protects, by its key', () => {
		const isProtected = (key: string) => key === 'older';
		const {uploads, protectedKeys} = selectAborts(rows, {now, unsettled, isProtected});
		expect(uploads.map(({key}) => key)).toEqual(['stalled', 'idle', 'empty', 'empty-young']);
		expect(protectedKeys).toBe(1);
	});

	test('that a maker may hold is left out, and counted as that', () => {
		const upload = row(`up/${'0'.repeat(32)}`);
		const mayBeHeld = [{upload, reading: read(now - 900 * hour)}];
		const unseen = selectAborts(mayBeHeld, {now});
		expect(unseen).toMatchObject({uploads: [], heldUnseen: 1, heldBy: {}});
		const absent = selectAborts(mayBeHeld, {now, witnesses: new Map([[upload.key, 'absent']])});
		expect(absent).toMatchObject({uploads: [{key: upload.key}], heldUnseen: 0});
	});

	test('says where one of them holds more than is known', () => {
		const summary = {count: 1, bytes: 1, lacksSizes: true, lastPart: 1, fingerprint: 1} as const;
		const unsized = {upload: row('unsized'), reading: {kind: 'read', summary} as const};
		expect(selectAborts([...rows, unsized], {now, unsettled}).lacksSizes).toBe(true);
	});

	test('judges by the thresholds of the connection', () => {
		const thresholds = {activeWithin: 60_000, stalledAfter: 4 * hour};
		const {uploads, notStalled} = selectAborts(rows, {now, thresholds});
		expect(uploads.find(({key}) => key === 'idle')?.liveness).toBe('stalled');
		expect(uploads.find(({key}) => key === 'active')?.liveness).toBe('idle');
		expect(notStalled).toBe(2);
	});

	test('reads its rows once, from whatever gives them', () => {
		let given = 0;
		function* many() {
			for (let n = 0; n < 1000; n++) {
				given++;
				yield {upload: row(`k${n}`), reading: read(now - 90 * hour)};
			}
		}
		expect(selectAborts(many(), {now}).uploads).toHaveLength(1000);
		expect(given).toBe(1000);
		expect(selectAborts([], {now})).toMatchObject({uploads: [], bytes: 0});
	});
});

describe('an upload that is alone', () => {
	test.each([
		['active', read(now), false, {uploads: [], active: 1, activeTaken: false}],
		['active', read(now), true, {uploads: [{key: 'k'}], active: 1, activeTaken: true}],
		['unknown', {kind: 'denied'}, false, {uploads: [], unknown: 1, activeTaken: false}],
		['unknown', {kind: 'denied'}, true, {uploads: [], unknown: 1, activeTaken: false}],
	] as const)('and %s is taken as among others', (_liveness, reading, includeActive, selected) => {
		const rows = [{upload: row('k'), reading}];
		expect(selectAborts(rows, {now, includeActive})).toMatchObject(selected);
	});

	test.each([
		['its key is not certain', row('k', {keyCertain: false}), read(now), undefined],
		['an act on it is open', row('open'), read(now), unsettled],
		['it is gone', row('k'), {kind: 'gone'}, undefined],
	] as const)('is not taken when %s', (_why, upload, reading, open) => {
		expect(selectAborts([{upload, reading}], {now, unsettled: open}).uploads).toEqual([]);
	});
});
