import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Part} from '../../../source/multipart/part.js';
import {comparePartsFile} from '../../../source/multipart/parts-file/parts-comparison.js';
import {readPartsFile, writePartsFile} from '../../../source/multipart/parts-file/parts-file.js';

const md5 = (of: number) => of.toString(16).padStart(32, '0');

function part(partNumber: number, more: Partial<Part> = {}): Part {
	return {partNumber, size: 8, etag: `"${md5(partNumber)}"`, checksums: {}, ...more};
}

function parts(content: string | Uint8Array) {
	const file = readPartsFile(content);
	if (file.kind === 'wrong') throw new Error(file.problems.join('\n'));
	return file.parts;
}

function problems(content: string | Uint8Array): readonly string[] {
	const file = readPartsFile(content);
	return file.kind === 'wrong' ? file.problems : [];
}

const byHand = '{"Parts": [{"PartNumber": 1, "ETag": "a"}]}';
const one = [{partNumber: 1, etag: 'a', checksums: {}}];

describe('what is written', () => {
	test('is what the AWS CLI takes, checksums included', () => {
		const listed = [part(1, {checksums: {ChecksumCRC32: 'AAAAAA=='}}), part(3)];
		expect(JSON.parse(writePartsFile(listed))).toEqual({
			Parts: [
				{PartNumber: 1, ETag: `"${md5(1)}"`, ChecksumCRC32: 'AAAAAA=='},
				{PartNumber: 3, ETag: `"${md5(3)}"`},
			],
		});
	});

	test('is read again as it was, and fits', () => {
		const numbers = fc.uniqueArray(fc.integer({min: 1, max: 10_000}), {minLength: 1});
		fc.assert(
			fc.property(numbers, fc.boolean(), (some, summed) => {
				const listed = some
					.toSorted((a, b) => a - b)
					.map(number => part(number, summed ? {checksums: {ChecksumSHA1: md5(number)}} : {}));
				const read = parts(writePartsFile(listed));
				expect(read.map(({partNumber}) => partNumber)).toEqual(
					listed.map(({partNumber}) => partNumber),
				);
				expect(comparePartsFile(read, listed)).toMatchObject({fits: true, excluded: new Set()});
			}),
		);
	});
});

describe('what people write is read', () => {
	test.each<[string, string | Uint8Array]>([
		['as it is documented', byHand],
		['with a byte order mark', `\ufeff${byHand}`],
		['with one, as bytes', Buffer.from(`\ufeff${byHand}`)],
		['in UTF-16, as PowerShell writes it', Buffer.from(`\ufeff${byHand}`, 'utf16le')],
		['in UTF-16 the other way round', Buffer.from(`\ufeff${byHand}`, 'utf16le').swap16()],
		['with the lines of Windows', byHand.replaceAll(' ', '\r\n')],
		['the bare list', '[{"PartNumber": 1, "ETag": "a"}]'],
		['the whole input of the CLI', `{"Bucket": "b", "MultipartUpload": ${byHand}}`],
		[
			'what list-parts printed',
			'{"Parts": [{"PartNumber": 1, "ETag": "a", "Size": 8, "LastModified": "x"}], "Owner": {}}',
		],
		['a number in quotes', '{"Parts": [{"PartNumber": "1", "ETag": " a "}]}'],
	])('%s', (_name, content) => {
		expect(parts(content)).toEqual(one);
	});

	test('in any order, with or without quotes around an ETag', () => {
		const text = `{"Parts": [{"PartNumber": 2, "ETag": ${JSON.stringify(`"${md5(2)}"`)}}, {"PartNumber": 1, "ETag": "${md5(1)}"}]}`;
		expect(parts(text).map(({partNumber}) => partNumber)).toEqual([1, 2]);
		expect(comparePartsFile(parts(text), [part(1), part(2)]).fits).toBe(true);
	});
});

describe('what is wrong is told with its place and its part', () => {
	test.each<[string, string | Uint8Array, string[]]>([
		['nothing', '', ['Line 1, column 1: The file ends where a value is expected.']],
		['no text', Buffer.from([0x7b, 0xff, 0x7d]), ['The file is not text in UTF-8.']],
		[
			'an ETag in two pairs of quotes',
			'{"Parts": [\n\t{"PartNumber": 1, "ETag": ""abc""}\n]}',
			[
				'Line 2, column 30: A comma or } is expected here. An ETag is written without quotes of its own, or with \\" for each.',
			],
		],
		[
			'a comma too many',
			'{"Parts": [\n\t{"PartNumber": 1, "ETag": "a"},\n]}',
			['Line 3, column 1: A value is expected here: is the comma before it one too many?'],
		],
		[
			'a comma too few',
			'{"Parts": [\n\t{"PartNumber": 1, "ETag": "a"}\n\t{"PartNumber": 2, "ETag": "b"}]}',
			['Line 3, column 2: A comma or ] is expected here.'],
		],
		[
			'single quotes',
			"{'Parts': []}",
			['Line 1, column 2: The name of a field is expected here, in double quotes.'],
		],
		[
			'the quotes of a word processor',
			'{"Parts": [{"PartNumber": 1, "ETag": “a”}]}',
			['Line 1, column 38: Text is written in straight double quotes.'],
		],
		[
			'the end missing',
			'{"Parts": [{"PartNumber": 1, "ETag": "a"}',
			['Line 1, column 42: The file ends where a comma or ] is expected.'],
		],
		[
			'no list',
			'{"parts": []}',
			[
				'Line 1, column 1: a list named "Parts" is expected: {"Parts": [{"PartNumber": 1, "ETag": "…"}]}.',
			],
		],
		['an empty list', '{"Parts": []}', ['Line 1, column 11: the list names no part.']],
		[
			'a part twice',
			'[{"PartNumber": 1, "ETag": "a"},\n\n {"PartNumber": 1, "ETag": "a"}]',
			['Line 3, column 2: part 1 is named twice, before in line 1.'],
		],
		[
			'all sorts of parts',
			`[
1,
{"ETag": "a"},
{"PartNumber": 0, "ETag": "a"},
{"PartNumber": 10001, "ETag": "a"},
{"PartNumber": 1.5, "ETag": "a"},
{"PartNumber": 3},
{"PartNumber": 4, "ETag": 5},
{"PartNumber": 5, "ETag": " ", "ChecksumCRC32": null}
]`,
			[
				'Line 2, column 1: a part in braces is expected here.',
				'Line 3, column 1: this part has no PartNumber.',
				'Line 4, column 16: PartNumber is not a whole number from 1 to 10,000.',
				'Line 5, column 16: PartNumber is not a whole number from 1 to 10,000.',
				'Line 6, column 16: PartNumber is not a whole number from 1 to 10,000.',
				'Line 7, column 1: part 3 has no ETag.',
				'Line 8, column 27: the ETag of part 4 is not a text, or is empty.',
				'Line 9, column 27: the ETag of part 5 is not a text, or is empty.',
				'Line 9, column 49: the ChecksumCRC32 of part 5 is not a text, or is empty.',
			],
		],
	])('%s', (_name, content, expected) => {
		expect(problems(content)).toEqual(expected);
	});

	test('very much of it is counted', () => {
		const many = problems(JSON.stringify(Array.from({length: 50}, () => 1)));
		expect(many).toHaveLength(21);
		expect(many.at(-1)).toBe('And 30 problems more.');
	});

	test('whatever the file holds, and none of it is repeated', () => {
		fc.assert(
			fc.property(fc.uint8Array({maxLength: 200}), bytes => {
				expect(problems(bytes).join('')).not.toMatch(/\p{Cc}/u);
			}),
		);
		expect(problems('{"Parts": [{"PartNumber": "\\u001b[31m", "ETag": "a"}]}')).toHaveLength(1);
	});
});

describe('a file beside what the service lists', () => {
	const listed = [part(1), part(2, {checksums: {ChecksumCRC32: 'x'}}), part(3), part(5)];
	const named = (partNumber: number, etag = md5(partNumber), checksums = {}) => ({
		partNumber,
		etag,
		checksums,
	});

	test('what matches, differs, lacks and is not named; and what is left out then', () => {
		const file = [named(1), named(2, md5(2), {ChecksumCRC32: 'y'}), named(3, md5(9)), named(4)];
		expect(comparePartsFile(file, listed)).toEqual({
			excluded: new Set([2, 3, 5]),
			fits: false,
			sentences: [
				'Parts 2-4 are not there as the file names them: completing the rest does NOT make what the file says.',
				'1 part of the file is there as named.',
				'Part 3 has another ETag on the service than in the file: left out.',
				'Part 2 has another ChecksumCRC32 on the service than in the file: left out.',
				'Part 4 is in the file and not on the service.',
				'Part 5 is on the service and not in the file: left out.',
			],
		});
	});

	test('a subset fits, and leaves out the rest', () => {
		const {fits, excluded, sentences} = comparePartsFile([named(1), named(2)], listed);
		expect([fits, excluded]).toEqual([true, new Set([3, 5])]);
		expect(sentences[0]).toBe('Completing now makes exactly what the file says.');
	});

	test('a checksum that only one of the two has says nothing', () => {
		const file = [named(1, md5(1), {ChecksumSHA1: 'z'}), named(2)];
		expect(comparePartsFile(file, listed)).toMatchObject({fits: true, excluded: new Set([3, 5])});
	});
});

test('what an ETag holds does nothing to a terminal that shows the file', () => {
	const etag = '"\u009b31m\u202e\u0007a\ufffd"';
	const text = writePartsFile([{partNumber: 1, size: 1, etag, checksums: {}}]);
	expect(text).toMatch(/^[\n -~]*$/);
	expect(text).toContain('\\u009b31m\\u202e');
	expect(readPartsFile(text)).toMatchObject({kind: 'read', parts: [{etag}]});
});
