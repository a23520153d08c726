import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
	type JsonNode,
	JsonProblem,
	placeIn,
	readJson,
} from '../../../source/multipart/parts-file/json-text.js';

/** What JSON.parse would have made of it. */
function plain(node: JsonNode): unknown {
	if (node.kind === 'value') return node.value;
	if (node.kind === 'array') return node.items.map(plain);
	return Object.fromEntries(node.members.map(({name, value}) => [name, plain(value)]));
}

function problem(text: string): JsonProblem {
	try {
		readJson(text);
	} catch (error) {
		if (error instanceof JsonProblem) return error;
		throw error;
	}
	throw new Error('it was read');
}

describe('reads what JSON.parse reads, and nothing else', () => {
	test('any value, however it is indented', () => {
		fc.assert(
			fc.property(
				fc.jsonValue({maxDepth: 6}),
				fc.constantFrom(0, 1, '\t', ' \n'),
				(value, indent) => {
					const text = JSON.stringify(value, null, indent);
					expect(plain(readJson(text))).toEqual(JSON.parse(text));
				},
			),
			{numRuns: 300},
		);
	});

	test('any text that is almost JSON', () => {
		const pieces = fc.constantFrom(
			...[
				'{',
				'}',
				'[',
				']',
				',',
				':',
				'"a"',
				'"',
				'\\',
				'1',
				'-',
				'01',
				'.5',
				'1e3',
				'true',
				'nul',
			],
			...[' ', '\n', '\u00a0', '\ufeff', "'a'", '"\\u00e9"', '"\\x"', '"\t"', '/', '{"a":1}'],
		);
		const texts = fc.array(pieces, {maxLength: 8}).map(parts => parts.join(''));
		fc.assert(
			fc.property(texts, text => {
				let expected: unknown;
				try {
					expected = JSON.parse(text);
				} catch {
					const {at} = problem(text);
					expect(at).toBeLessThanOrEqual(text.length);
					return;
				}
				expect(plain(readJson(text))).toEqual(expected);
			}),
			{numRuns: 5000},
		);
	});

	test('values nested too deep are a problem, not the end of the stack', () => {
		expect(problem('['.repeat(100_000)).message).toContain('too deep');
	});

	test('a long text', () => {
		const text = JSON.stringify('\\"é'.repeat(1_000_000));
		expect(plain(readJson(text))).toBe(JSON.parse(text));
	});
});

test('each value knows its place', () => {
	const text = '{\n  "a": [1,\r\n\t"b"]}';
	const root = readJson(text);
	if (root.kind !== 'object') throw new Error('no object');
	const list = root.members[0]!.value;
	if (list.kind !== 'array') throw new Error('no list');
	expect([root, list, ...list.items].map(({at}) => placeIn(text, at))).toEqual([
		{line: 1, column: 1},
		{line: 2, column: 8},
		{line: 2, column: 9},
		{line: 3, column: 2},
	]);
});
