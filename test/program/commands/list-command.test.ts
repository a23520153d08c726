import {describe, expect} from 'vitest';
import type {Sandbox} from '../../../source/sandbox/sandbox.js';
import {gate} from '../../support/gate.js';
import {test, to} from '../program-test.js';
import {untouched} from '../pty.js';
import {jsonLines} from './piped.js';

const bucket = 'media';
const keyOf = (at: number) => `raw/${String(at).padStart(5, '0')}.mov`;

function seed(sandbox: Sandbox, count: number): string[] {
	sandbox.seed.bucket(bucket);
	return Array.from({length: count}, (_, at) => {
		const key = keyOf(at);
		sandbox.seed.upload({bucket, key, parts: [{number: 1, size: 2 ** 20}]});
		return key;
	});
}

describe('as a process', () => {
	test('data is on stdout, words are on stderr, and the code says how it went', async ({
		serve,
		pipe,
	}) => {
		const sandbox = await serve();
		const keys = seed(sandbox, 2500);
		const listed = await pipe(...to(sandbox, 'list', bucket, '--jsonl')).ended;
		expect([listed.code, listed.stderr]).toEqual([0, '']);
		expect(jsonLines(listed.stdout).map(({Key}) => Key)).toEqual(keys);
		const lost = await pipe(...to(sandbox, 'list', 'no-such-bucket')).ended;
		expect([lost.code, lost.stdout]).toEqual([1, '']);
		expect(lost.stderr).toMatch(/^ListMultipartUploads no-such-bucket: NoSuchBucket, HTTP 404/);
		const wrong = await pipe(...to(sandbox, 'list', bucket, '--no-such-option')).ended;
		expect([wrong.code, wrong.stdout]).toEqual([2, '']);
	});

	test('lines come before the list is whole', async ({serve, pipe}) => {
		const sandbox = await serve();
		seed(sandbox, 2500);
		const {closed, open} = gate();
		sandbox.faults.add({
			operation: 'ListMultipartUploads',
			call: 2,
			action: {hold: closed, when: 'before'},
		});
		const listing = pipe(...to(sandbox, 'list', bucket, '--jsonl'));
		await listing.has(keyOf(999));
		open();
		expect(jsonLines((await listing.ended).stdout)).toHaveLength(2500);
	});

	test('a reader that goes, as head does, ends it without a word and with 0', async ({
		serve,
		pipe,
	}) => {
		const sandbox = await serve();
		seed(sandbox, 5000);
		for (const args of [['--jsonl'], ['--json'], [], ['--jsonl', '--parts']]) {
			const {closed, open} = gate();
			const held = sandbox.faults.add({
				operation: args.includes('--parts') ? 'ListParts' : 'ListMultipartUploads',
				call: args.includes('--parts') ? 200 : 3,
				action: {hold: closed, when: 'before'},
			});
			const listing = pipe(...to(sandbox, 'list', bucket, ...args));
			await listing.has(keyOf(10));
			listing.closeStdout();
			open();
			const {code, stderr} = await listing.ended;
			expect([args, code, stderr]).toEqual([args, 0, '']);
			held.remove();
		}
		// It did not list to the end for nobody.
		expect(sandbox.requests.count('ListMultipartUploads')).toBeLessThan(4 * 5);
	});

	test('what failed before the reader went is told, and is 1', async ({serve, pipe}) => {
		const sandbox = await serve();
		seed(sandbox, 3000);
		const body = '<Error><Code>AccessDenied</Code></Error>';
		const headers = {'content-type': 'application/xml'};
		sandbox.faults.add({
			operation: 'ListParts',
			key: keyOf(0),
			action: {respond: {status: 403, headers, body}},
		});
		const {closed, open} = gate();
		sandbox.faults.add({
			operation: 'ListParts',
			call: 200,
			action: {hold: closed, when: 'before'},
		});
		const listing = pipe(...to(sandbox, 'list', bucket, '--jsonl', '--parts'));
		await listing.has(keyOf(10));
		listing.closeStdout();
		open();
		const {code, stderr} = await listing.ended;
		expect(code).toBe(1);
		expect(stderr).toContain('AccessDenied');
	});

	test.for(['SIGINT', 'SIGTERM'] as const)(
		'%s in the middle ends it with 130, and what came is there',
		async (signal, {serve, pipe}) => {
			const sandbox = await serve();
			seed(sandbox, 2500);
			const {closed, open} = gate();
			sandbox.faults.add({
				operation: 'ListMultipartUploads',
				call: 2,
				action: {hold: closed, when: 'before'},
			});
			const listing = pipe(...to(sandbox, 'list', bucket, '--jsonl'));
			await listing.has(keyOf(999));
			listing.child.kill(signal);
			const {code, stdout, stderr} = await listing.ended;
			expect([code, stderr]).toEqual([130, '']);
			expect(jsonLines(stdout)).toHaveLength(1000);
			open();
		},
	);

	test('ctrl-c ends it while nobody reads what it writes', async ({serve, pipe}) => {
		const sandbox = await serve();
		seed(sandbox, 5000);
		const listing = pipe(...to(sandbox, 'list', bucket, '--jsonl'));
		await listing.has(keyOf(0));
		listing.child.stdout?.pause();
		// A pipe holds 64 KiB, a page 250: two requests ahead of the writing, no more come.
		await expect.poll(() => sandbox.requests.count('ListMultipartUploads')).toBeGreaterThan(1);
		listing.child.kill('SIGINT');
		const code = await new Promise(resolve => listing.child.once('exit', resolve));
		expect(code).toBe(130);
		listing.child.stdout?.resume();
	});

	test('on a terminal it is a table, and leaves the terminal alone', async ({serve, start}) => {
		const sandbox = await serve();
		seed(sandbox, 3);
		const [args, {env}] = to(sandbox, 'list', bucket, '--parts');
		const partway = await start(args, {env});
		const end = await partway.ended();
		expect(end).toMatchObject({code: 0, terminal: {...untouched, lines: 'as before'}});
		expect(end.words).toMatch(/^KEY +INITIATED +LAST PART/);
		expect(end.words.split('\n')).toHaveLength(4);
	});
});
