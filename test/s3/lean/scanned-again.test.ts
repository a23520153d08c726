import {expect, test} from 'vitest';
import {element} from '../../../source/s3/lean/elements.js';
import {PlainReader} from '../../../source/s3/lean/plain-xml.js';

/** What is read of an answer that arrives in pieces of so many bytes. */
function readIn(pieces: number, body: string): unknown {
	const row = new Map([element('Key', 'text')]);
	const reader = new PlainReader(element('List', new Map([element('Row', row, 'Rows')])));
	const bytes = Buffer.from(body);
	for (let at = 0; at < bytes.length; at += pieces) reader.push(bytes.subarray(at, at + pieces));
	return reader.end();
}

const rowOf = (key: string) => `<Row><Key>${key}</Key></Row>`;
const listOf = (keys: readonly string[]) => `<List>${keys.map(rowOf).join('')}</List>`;

// Without the bound each of these is read, after it was scanned again and again.
test.each([
	['an element, in single bytes', 1, ['k'.repeat(7000)]],
	['one in characters of several bytes', 1, ['ü'.repeat(7000)]],
	['many short elements, in single bytes', 1, Array<string>(4000).fill('k'.repeat(80))],
	['one of more than 65,536 characters, though in few pieces', 10_000, ['k'.repeat(70_000)]],
])('%s: given up once too much of it was scanned again', (_, pieces, keys) => {
	expect(readIn(pieces, listOf(keys))).toBeUndefined();
});

test.each([
	['an element, in single bytes', 1, ['k'.repeat(5000)]],
	['one in characters of several bytes', 1, ['ü'.repeat(5000)]],
	['many short elements, in single bytes', 1, Array<string>(2000).fill('k'.repeat(80))],
	['a long one in few pieces', 10_000, ['k'.repeat(60_000)]],
	['a longer one in one piece', 100_000, ['k'.repeat(70_000)]],
])('%s: read while that is little', (_, pieces, keys) => {
	expect(readIn(pieces, listOf(keys))).toEqual({Rows: keys.map(Key => ({Key}))});
});
