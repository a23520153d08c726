import {mkdtemp, readdir, readFile, rm, stat, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, onTestFinished, test} from 'vitest';
import {metricHelp} from '../../../source/commands/metrics/metric-names.js';
import {nowhere, runCommand} from '../../support/io.js';
import {bucket, day, hour, MiB, minute, openStage, type Stage} from '../../support/stage.js';
import {parseExposition} from './exposition-parser.js';
import {hasPromtool, promtool} from './promtool.js';

const root = new URL('../../../', import.meta.url);

async function scratch(): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), 'partway-metrics-'));
	onTestFinished(() => rm(folder, {recursive: true}));
	return folder;
}

async function measured({sandbox}: Pick<Stage, 'sandbox'>, ...args: readonly string[]) {
	const env = {...nowhere, PARTWAY_STATE_DIR: await scratch()};
	const ended = await runCommand(['metrics', '-e', sandbox.endpoint, ...args], {env});
	return {...ended, ...asNumbers(ended.stdout)};
}

function asNumbers(text: string) {
	const samples = text === '' ? [] : parseExposition(text);
	if (hasPromtool && text !== '') promtool(['check', 'metrics'], text);
	return {
		samples,
		/** Undefined where there is no such series. */
		number: (name: string, labels: Readonly<Record<string, string>> = {}) =>
			samples.find(
				sample =>
					sample.name === name &&
					Object.entries(labels).every(([label, value]) => sample.labels[label] === value),
			)?.value,
	};
}

const denied = {
	action: {
		respond: {
			status: 403,
			headers: {'content-type': 'application/xml', 'x-amz-request-id': 'DENIED1'},
			body: '<Error><Code>AccessDenied</Code><Message>No</Message></Error>',
		},
	},
};

test.skipIf(!hasPromtool)(
	"Prometheus' own parser is asked about all that these tests measure",
	() => {
		expect(() => promtool(['check', 'metrics'], 'up 1')).toThrow();
	},
);

test('uploads, bytes and ages by state, what rules there are, and what the run took', async () => {
	const stage = await openStage();
	stage.upload('dead.mov', {quiet: 10 * day});
	stage.upload('logs/live.mov', {quiet: 5 * minute, sizes: [MiB]});
	stage.upload('logs/rests.mov', {quiet: 3 * hour, sizes: [2 * MiB]});
	const {code, stderr, number, samples} = await measured(stage, bucket);
	expect([code, stderr]).toEqual([0, '']);
	for (const [state, uploads, bytes] of [
		['stalled', 1, 17 * MiB],
		['active', 1, MiB],
		['idle', 1, 2 * MiB],
		['unknown', 0, 0],
	] as const) {
		expect(number('partway_uploads', {bucket, state})).toBe(uploads);
		expect(number('partway_upload_bytes', {bucket, state})).toBe(bytes);
	}
	expect(number('partway_oldest_part_age_seconds')! * 1000).toBeGreaterThanOrEqual(10 * day);
	const [oldest, part] = ['initiation', 'part'].map(
		what => number(`partway_oldest_${what}_age_seconds`) ?? Number.NaN,
	);
	expect(oldest! - part!).toBeCloseTo(3600, 0);
	expect(number('partway_bucket_cleanup_rule')).toBe(0);
	expect(number('partway_bucket_listed')).toBe(1);
	expect(number('partway_uploads_unread')).toBe(0);
	expect(number('partway_requests')).toBe(stage.sandbox.requests.log.length);
	expect(number('partway_build_info', {version: '0.0.0'})).toBe(1);
	expect(number('partway_errors')).toBeUndefined();
	expect(number('partway_prefix_uploads')).toBeUndefined();
	expect(number('partway_last_cleanup_timestamp_seconds')).toBeUndefined();
	expect(Math.abs(number('partway_run_timestamp_seconds')! - Date.now() / 1000)).toBeLessThan(600);
	expect(samples.length).toBeGreaterThan(20);
});

test('whatever a prefix holds, the format stands, and each reads back as it is', async () => {
	const stage = await openStage();
	const odd = [
		'line\nend',
		'quote"d',
		'back\\slash',
		'n\\n',
		'🎬 写真',
		'esc\u001b[31m',
		'cr\rx',
		'tab\t',
	];
	for (const name of odd) stage.upload(`${name}/key`, {sizes: [MiB]});
	const {stdout, samples} = await measured(stage, bucket, '--depth', '1');
	const prefixes = samples
		.filter(({name}) => name === 'partway_prefix_uploads')
		.map(({labels}) => labels['prefix']);
	expect(prefixes.sort()).toEqual(odd.map(name => `${name}/`).sort());
	const env = {...nowhere, PARTWAY_STATE_DIR: await scratch()};
	const args = ['metrics', '-e', stage.sandbox.endpoint, bucket, '--depth', '1'];
	const onTerminal = await runCommand(args, {env, columns: 80});
	expect(stdout).toContain('\u001b');
	expect(onTerminal.stdout).not.toMatch(/[\u001b\r\t]/);
});

test('of many prefixes the heaviest have series of their own; the rest is one, and their number another', async () => {
	const stage = await openStage();
	for (let nth = 1; nth <= 53; nth++) stage.upload(`p${nth}/key`, {sizes: [nth * 1024]});
	const {samples, number} = await measured(stage, bucket, '--depth', '1');
	expect(samples.filter(({name}) => name === 'partway_prefix_uploads')).toHaveLength(51);
	expect(number('partway_prefixes_other')).toBe(3);
	expect(number('partway_prefix_uploads', {prefix: '(other)'})).toBe(3);
	expect(number('partway_prefix_upload_bytes', {prefix: '(other)'})).toBe((1 + 2 + 3) * 1024);
	expect(number('partway_prefix_uploads', {prefix: 'p53/'})).toBe(1);
});

test('what the budget does not allow is not sent, and is a number of its own', async () => {
	const stage = await openStage();
	for (let nth = 0; nth < 20; nth++) stage.upload(`key-${nth}`);
	const {code, stderr, number} = await measured(stage, bucket, '--budget', '7');
	expect(code).toBe(0);
	expect(stage.sandbox.requests.log).toHaveLength(7);
	expect(number('partway_uploads_unread')).toBe(15);
	expect(number('partway_uploads', {state: 'unknown'})).toBe(15);
	expect(number('partway_uploads', {state: 'stalled'})).toBe(5);
	expect(stderr).toContain('15 uploads not read: the budget was spent');
	const none = await measured(stage, bucket, '--budget', '1', '--no-rules');
	expect(none.number('partway_uploads_unread')).toBe(20);
});

test('buckets take turns, so that a large one leaves the others some of the budget', async () => {
	const stage = await openStage();
	for (let nth = 0; nth < 30; nth++) stage.upload(`key-${nth}`);
	stage.sandbox.seed.bucket('small');
	stage.sandbox.seed.upload({bucket: 'small', key: 'one', parts: [{number: 1, size: 9}]});
	const {number} = await measured(stage, '--all-buckets', '--budget', '9');
	expect(number('partway_uploads_unread', {bucket: 'small'})).toBe(0);
	expect(number('partway_uploads_unread', {bucket})).toBeGreaterThan(0);
});

test('a bucket that refuses is counted and named, and hides no other', async () => {
	const stage = await openStage();
	stage.upload('dead');
	stage.sandbox.seed.bucket('refusing');
	stage.sandbox.faults.add({
		bucket: 'refusing',
		operation: 'ListMultipartUploads',
		times: 9,
		...denied,
	});
	const {code, stderr, number} = await measured(stage, '--all-buckets');
	expect(code).toBe(1);
	expect(stderr).toContain('refusing');
	expect(number('partway_uploads', {bucket, state: 'stalled'})).toBe(1);
	const labels = {bucket: 'refusing', operation: 'ListMultipartUploads', code: 'AccessDenied'};
	expect(number('partway_errors', labels)).toBe(1);
	expect(number('partway_bucket_listed', {bucket: 'refusing'})).toBe(0);
	// Nothing is known of it, and nothing is not zero.
	expect(number('partway_uploads', {bucket: 'refusing'})).toBeUndefined();
});

test('where the buckets cannot be listed, the numbers say that', async () => {
	const stage = await openStage();
	stage.sandbox.faults.add({operation: 'ListBuckets', times: 9, ...denied});
	const {code, number} = await measured(stage, '--all-buckets');
	expect(code).toBe(1);
	expect(number('partway_errors', {bucket: '', operation: 'ListBuckets'})).toBe(1);
	expect(number('partway_run_timestamp_seconds')).toBeDefined();
});

test('the last clean-up that was proven stands in the journal, by endpoint and bucket', async () => {
	const stage = await openStage();
	stage.upload('dead');
	const env = {...nowhere, PARTWAY_STATE_DIR: await scratch()};
	const at = (...args: string[]) =>
		runCommand([args[0]!, '-e', stage.sandbox.endpoint, bucket, ...args.slice(1)], {env});
	expect((await at('abort', '--all', '--yes')).code).toBe(0);
	const {number} = asNumbers((await at('metrics')).stdout);
	const age = Date.now() / 1000 - number('partway_last_cleanup_timestamp_seconds', {bucket})!;
	expect(age).toBeGreaterThanOrEqual(0);
	expect(age).toBeLessThan(3600);
	expect(number('partway_journal_readable')).toBe(1);
	const other = await openStage();
	const elsewhere = await runCommand(['metrics', '-e', other.sandbox.endpoint, bucket], {env});
	expect(elsewhere.stdout).not.toContain('partway_last_cleanup_timestamp_seconds');
});

describe('--output', () => {
	test('is whole at any moment, readable by others, and leaves nothing beside it', async () => {
		const stage = await openStage();
		const folder = await scratch();
		const file = join(folder, 'partway.prom');
		await writeFile(file, 'before\n', {mode: 0o600});
		const {code, stdout} = await measured(stage, bucket, '--output', file);
		expect([code, stdout]).toEqual([0, '']);
		expect(asNumbers(await readFile(file, 'utf8')).number('partway_bucket_listed')).toBe(1);
		expect((await stat(file)).mode & 0o777).toBe(0o644);
		expect(await readdir(folder)).toEqual(['partway.prom']);
	});

	test('a file that cannot be written stays as it was: 1, with words', async () => {
		const stage = await openStage();
		const {code, stderr} = await measured(stage, bucket, '--output', '/no/such/folder/a.prom');
		expect(code).toBe(1);
		expect(stderr).toContain('is in a folder that is not there');
	});

	test('node_exporter reads no file that ends otherwise: refused, and nothing is sent', async () => {
		const stage = await openStage();
		const {code, stderr} = await measured(stage, bucket, '--output', 'partway.txt');
		expect(code).toBe(2);
		expect(stderr).toContain('does not end with .prom');
		expect(stage.sandbox.requests.log).toHaveLength(0);
	});
});

test('docs/metrics.md names every metric, and no other', async () => {
	const text = await readFile(new URL('docs/metrics.md', root), 'utf8');
	const named = new Set(text.match(/\bpartway_[a-z_]+/g));
	expect([...named].sort()).toEqual(Object.keys(metricHelp).sort());
});

test.each([
	['# HELP a b\n# TYPE a gauge\na{b="c"d"} 1\n'],
	['# HELP a b\n# TYPE a gauge\na 1\na 1\n'],
	['# TYPE a gauge\na 1\n'],
	['# HELP a b\n# TYPE a gauge\na{b="c\\x"} 1\n'],
	['# HELP a b\n# TYPE a gauge\na NaN1\n'],
	['# HELP a b\n# TYPE a gauge\na 1'],
	['# HELP a_total b\n# TYPE a_total gauge\na_total 1\n'],
])('the parser of these tests refuses %j', text => {
	expect(() => parseExposition(text)).toThrow();
});
