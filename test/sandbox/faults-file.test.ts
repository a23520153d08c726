import {readFile} from 'node:fs/promises';
import {ListMultipartUploadsCommand} from '@aws-sdk/client-s3';
import {describe, expect, test} from 'vitest';
import {readFaults} from '../../source/sandbox/faults-file.js';
import {inSandbox, refusal} from './in-sandbox.js';

const operations = ['ListMultipartUploads', 'ListParts', 'GetObject'];

const read = (faults: unknown) => readFaults(JSON.stringify(faults), operations);

/** The sentences on what is wrong. */
function sentences(document: string): string[] {
	try {
		readFaults(document, operations);
	} catch (error) {
		return (error as Error).message.split('\n');
	}
	return [];
}

describe('a file of faults', () => {
	test('says whom a fault strikes', () => {
		const action = {cut: 'before'};
		expect(
			read([
				{...action, operation: 'GetObject', bucket: 'b', key: 'a', call: 3, times: 1},
				{...action, keyPattern: '\\.mov$', every: 2, share: 0.5, seed: 7},
				action,
			]),
		).toEqual([
			{action, operation: 'GetObject', bucket: 'b', key: 'a', call: 3, times: 1},
			{action, key: /\.mov$/u, every: 2, share: 0.5, seed: 7},
			{action},
		]);
	});

	test.each<[object, object?]>([
		[{delay: 0}],
		[{respond: {status: 418, body: 'x', headers: {a: 'b'}, afterEffect: true}}],
		[{respond: {status: 200}}, {respond: {status: 200, body: ''}}],
		[{slowDown: {retryAfter: 3}}],
		[{cut: 'after'}],
		[{cut: 'mid-body'}],
		[{cut: 'mid-request'}],
		[{whitespace: {every: 5, for: 50}}, {whitespace: {every: 5, until: 50}}],
		[{trickle: {bytes: 1, every: 9}}],
		[{truncate: 0}],
		[{replaceBody: ''}],
		[{page: 'repeated'}],
	])('says what it does: %j', (written, action = written) => {
		expect(read([written])).toEqual([{action}]);
	});

	test('is as the documentation shows it, which leaves nothing out', async () => {
		const page = await readFile(new URL('../../docs/dev/sandbox.md', import.meta.url), 'utf8');
		const example = /```json\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
		expect(
			readFaults(example, [...operations, 'CompleteMultipartUpload']).map(fault => fault.operation),
		).toEqual(['ListMultipartUploads', 'CompleteMultipartUpload', 'ListParts']);
		const [nothing] = sentences('[{}]');
		const actions = [...(nothing ?? '').matchAll(/"(\w+)"/g)].map(([, name]) => name);
		expect(actions.filter(name => !page.includes(`| \`${name}\``))).toEqual([]);
	});

	test('that is empty is fine', () => {
		expect(read([])).toEqual([]);
	});

	test('works in a sandbox', async () => {
		const {sandbox, client} = await inSandbox();
		for (const fault of read([{operation: 'ListMultipartUploads', slowDown: {retryAfter: 1}}]))
			sandbox.faults.add(fault);
		const list = new ListMultipartUploadsCommand({Bucket: 'bucket'});
		await expect(client.send(list)).rejects.toMatchObject(refusal('SlowDown', 503));
	});
});

describe('a file of faults that is wrong', () => {
	test.each([
		['{', [expect.stringMatching(/^The file of faults is not JSON: /)]],
		['{}', ['The file of faults must hold a list.']],
		[
			'[1, null]',
			['Fault 1: it must be an object in braces.', 'Fault 2: it must be an object in braces.'],
		],
		[
			'[{"delay": 1, "operation": "GetObjet"}]',
			[
				'Fault 1: there is no operation "GetObjet". There are: ListMultipartUploads, ListParts, GetObject.',
			],
		],
		[
			'[{"delay": -1}, {"delay": "1"}]',
			[
				'Fault 1: "delay" must be a whole number from 0 to 2147483647, not -1.',
				'Fault 2: "delay" must be a whole number from 0 to 2147483647, not "1".',
			],
		],
		['[{"delay": 1, "shares": 1}]', ['Fault 1: "shares" means nothing here.']],
		['[{"delay": 1, "share": 2}]', ['Fault 1: "share" must be a number from 0 to 1, not 2.']],
		['[{"delay": 1, "call": 0}]', ['Fault 1: "call" must be a whole number from 1 on, not 0.']],
		['[{"delay": 1, "key": 5}]', ['Fault 1: "key" must be a text in quotes, not 5.']],
		[
			'[{"delay": 1, "keyPattern": "("}]',
			['Fault 1: "keyPattern" must be a regular expression, not "(".'],
		],
		[
			'[{"delay": 1, "key": "a", "keyPattern": "a"}]',
			['Fault 1: "key" and "keyPattern" do not go together.'],
		],
		[
			'[{}]',
			[
				'Fault 1: it does nothing. It needs one of "delay", "respond", "slowDown", "cut", "whitespace", "trickle", "truncate", "replaceBody", "page".',
			],
		],
		[
			'[{"delay": 1, "cut": "after"}]',
			['Fault 1: "delay" and "cut" are two faults: write them one after the other.'],
		],
		[
			'[{"cut": "middle"}]',
			['Fault 1: "cut" must be "before" or "after" or "mid-body" or "mid-request", not "middle".'],
		],
		['[{"respond": 503}]', ['Fault 1, "respond": it must be an object in braces.']],
		['[{"respond": {"body": ""}}]', ['Fault 1, "respond": "status" is missing.']],
		[
			'[{"respond": {"status": 99, "headers": {"a": 1}, "text": ""}}]',
			[
				'Fault 1, "respond": "status" must be a whole number from 200 to 599, not 99.',
				'Fault 1, "respond": "headers" must be an object of texts, not {"a":1}.',
				'Fault 1, "respond": "text" means nothing here.',
			],
		],
		['[{"whitespace": {"every": 5}}]', ['Fault 1, "whitespace": "for" is missing.']],
		[
			'[{"page": "endless"}]',
			['Fault 1: endless pages need an "operation": ListMultipartUploads or ListParts.'],
		],
	])('%s', (document, expected) => {
		expect(sentences(document)).toEqual(expected);
	});
});
