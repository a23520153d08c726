import {describe, expect, test} from 'vitest';
import {holderOf, witnessKey} from '../../../source/multipart/makers/holder.js';
import {makerSources} from '../../../source/multipart/makers/maker-sources.js';
import {makerTable, tusd} from '../../../source/multipart/makers/maker-table.js';
import {heldByWords, makerNamed, makerOf, makers} from '../../../source/multipart/makers/makers.js';

const uuid = '4005733d-a830-4323-8291-8866de98b582';
const other = '2dd664f9-d2c4-4ffe-878f-c6c70c1fb0cb';
const id = 'Zk9aQ2x1c3RlcklkXy0xMj';

/** Keys as the projects' documents or code write them. */
const held: ReadonlyArray<readonly [string, string]> = [
	['flink', `events/2026-11-29--12/part-${uuid}-0`],
	['flink', `part-${uuid}-17.parquet`],
	['flink', `table/dt=1/part-${uuid}-3-25.snappy.parquet`],
	['flink', 'events/2026-11-29--12/part-3-141'],
	['flink', '2026-11-29--12/part-0-0.json'],
	['spark', `t/day=1/part-00001-${other}-c000.snappy.parquet`],
	['spark', `t/part-00001-${other}.c000.gz.csv`],
	['spark', `t/part-00001-${other}_00003-c000.parquet`],
	['spark', `t/part-00001-${other}_00003.c000.parquet`],
	['spark', `part-123456-${other}-c000-${uuid}.snappy.parquet`],
	['spark', `part-00000-${other}-${uuid}.c000.snappy.parquet`],
	['hadoop', 'out/__magic/job-1/tasks/attempt_1/__base/year=2026/part-r-00000'],
	['hadoop', `__magic_job-${uuid}/tasks/a/__base/x.csv`],
	['hadoop', 'out/part-r-00012-job_1518032374_0001'],
	['hadoop', 'out/part-m-00000-job_1518032374_12345.gz'],
	['registry', `docker/registry/v2/repositories/team/app/_uploads/${uuid}/data`],
	['registry', `root/of/it/docker/registry/v2/repositories/app/_uploads/${uuid}/data`],
	['kafka-connect', 'topics/clicks/partition=0/clicks+0+0000000000.json'],
	['kafka-connect', 'clicks/year=2026/month=11/clicks+12+0000412345.snappy.parquet'],
	['kafka-connect', 'topics/a.b_c-d/partition=3/a.b_c-d+3+12345678901.avro'],
	['elasticsearch', `snapshots/temp-analysis-${id}/test-register-contended-${id}`],
	['elasticsearch', `temp-analysis-${id}/test-register-uncontended-${id}`],
];

/** Keys that look nearly so. */
const free: readonly string[] = [
	'',
	'/',
	'part-0-0',
	'logs/part-3-141',
	'logs/2026-11-29/part-3-141',
	'logs/2026-11-29-12/part-3-141',
	'x2026-11-29--12/part-3-141',
	'2026-11-29--12/a/part-3-141',
	'2026-11-29--12/part-3',
	'2026-11-29--12/department-3-141',
	`part-${uuid}`,
	`part-${uuid}-a`,
	`part-${uuid}-0-0-0`,
	`part-${uuid}-0_backup`,
	`prefix-${uuid}-0.ext`,
	`apart-${uuid}-0`,
	`part-${uuid}-0/data`,
	`part-${uuid.toUpperCase()}-0`,
	`_part-${uuid}-0_tmp_${other}`,
	'part-00000',
	'part-r-00000',
	'part-00000.parquet',
	`part-00000-${other}.parquet`,
	`part-0-${other}-c000.parquet`,
	`00000-0-${other}-00001.parquet`,
	`t/_temporary/0/_temporary/attempt_1/part-00000-${other}-c000.snappy.parquet`,
	`part-00001-tid-177723428-${other}-0-1-c000.parquet`,
	'magic/file',
	'__magician/file',
	'a__magic/file',
	'out/__magic',
	'__magic_job-/file',
	'part-r-00000-job_1518032374',
	'part-x-00000-job_1518032374_0001',
	`docker/registry/v2/repositories/_uploads/${uuid}/data`,
	`docker/registry/v2/repositories/app/_uploads/${uuid}/startedat`,
	'docker/registry/v2/repositories/app/_uploads/latest/data',
	'docker/registry/v2/blobs/sha256/ab/abcd/data',
	`registry/v2/repositories/app/_uploads/${uuid}/data`,
	`mydocker/registry/v2/repositories/app/_uploads/${uuid}/data`,
	'data',
	'photos/a+b+c.jpg',
	'photos/a+1+0000000001.jpg',
	'a/b+1+0000000001.json',
	'a+1+0000000001.json',
	'a/a+1+1.json',
	'a/a+x+0000000001.json',
	'a/a+1+0000000001',
	`temp-analysis-${id}/test-blob-1`,
	`temp-analysis-short/test-register-contended-${id}`,
	`test-register-contended-${id}`,
	`0123456789abcdef0123456789abcdef`,
	'uploads/0123456789abcdef0123456789abcdef',
];

describe('makerOf', () => {
	test.each(held)('%s holds %s', (name, key) => {
		expect(makerOf(key)?.id).toBe(name);
	});

	test.each(free)('nobody holds “%s”', key => {
		expect(makerOf(key)).toBeUndefined();
	});

	test('a key that is longer than S3 allows is nobody’s, whatever its shape', () => {
		const name = `part-${uuid}-0`;
		expect(makerOf(`${'a'.repeat(1023 - name.length)}/${name}`)?.id).toBe('flink');
		expect(makerOf(`${'a'.repeat(1024 - name.length)}/${name}`)).toBeUndefined();
	});
});

describe('what an object beside it tells', () => {
	const hex = '8f14e45fceea167a5a36dedd4bea2543';

	test.each([hex, `a/b/${hex}`, `\n/${hex}`])('“%s” may be tusd’s', key => {
		expect(witnessKey(key)).toBe(`${key}.info`);
		expect(holderOf(key, 'there')).toMatchObject({maker: {id: 'tusd'}, isSure: true});
		for (const witness of ['unseen', undefined] as const)
			expect(holderOf(key, witness)).toMatchObject({maker: {id: 'tusd'}, isSure: false});
		expect(holderOf(key, 'absent')).toBeUndefined();
	});

	test.each([
		`${hex}.info`,
		`${hex}.part`,
		`${hex}0`,
		hex.slice(1),
		`x${hex}`,
		hex.toUpperCase(),
		`${hex}+upload`,
		`${hex}/`,
		`${'a'.repeat(1000)}/${hex}`,
	])('“%s” is not looked for', key => {
		expect([witnessKey(key), holderOf(key, 'there')]).toEqual([undefined, undefined]);
	});

	test('a key that tells by itself needs no object', () => {
		const key = `part-${uuid}-0`;
		expect(witnessKey(key)).toBeUndefined();
		expect(holderOf(key)).toMatchObject({maker: {id: 'flink'}, isSure: true});
	});
});

describe('the table', () => {
	test('has for each what it is, its names, what is lost and where that is said', () => {
		for (const {id: word, lost} of [...makerTable, tusd]) {
			const {name, pattern, source} = makerSources[word];
			expect(word).toMatch(/^[a-z][a-z-]+$/);
			expect(lost).toMatch(/^[A-Z].*\.$/);
			for (const text of [name, pattern, source]) expect(text.length).toBeGreaterThan(5);
		}
	});

	test('an id names one, and no two have the same', () => {
		expect(new Set(makers.map(maker => maker.id)).size).toBe(makers.length);
		// A row of the index has four bits for them.
		expect(makers.length).toBeLessThan(16);
		expect(makerNamed('FLINK')?.id).toBe('flink');
		expect(makerNamed('any')).toBeUndefined();
	});

	test('words for a screen', () => {
		expect(heldByWords({id: 'flink'})).toBe('held by flink');
	});
});
