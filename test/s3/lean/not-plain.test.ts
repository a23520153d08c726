import {expect, test} from 'vitest';
import {readParts} from '../../../source/s3/lean/answers.js';

const part =
	'<Part><PartNumber>1</PartNumber><Size>5</Size><LastModified>2026-11-22T10:11:12Z</LastModified></Part>';
const list = `<ListPartsResult><IsTruncated>false</IsTruncated><Bucket>b</Bucket><Owner><ID>a</ID></Owner>${part}</ListPartsResult>`;

function read(answer: string | Buffer): unknown {
	const reader = readParts({statusCode: 200, headers: {}, body: undefined});
	reader?.push(Buffer.from(answer));
	return reader?.end();
}

test('a plain list of parts is read without the SDK', () => {
	expect(read(list)).toEqual({
		IsTruncated: false,
		Bucket: 'b',
		Owner: {ID: 'a'},
		Parts: [{PartNumber: 1, Size: 5, LastModified: new Date('2026-11-22T10:11:12Z')}],
	});
});

test.each<[string, string, string]>([
	['a field of a part twice', '<Size>5</Size>', '<Size>5</Size><Size>6</Size>'],
	['the same twice', '<Size>5</Size>', '<Size>5</Size><Size>5</Size>'],
	['a flag twice', '<Bucket>', '<IsTruncated>true</IsTruncated><Bucket>'],
	['two owners', '</Owner>', '</Owner><Owner><ID>b</ID></Owner>'],
	['a size that is empty', '<Size>5</Size>', '<Size></Size>'],
	['a size without a text', '<Size>5</Size>', '<Size/>'],
	['a size with a sign', '>5<', '>-5<'],
	['a size with an exponent', '>5<', '>5e0<'],
	['a number that is too long', '>5<', '>12345678901234567<'],
	['a flag in capitals', 'false', 'FALSE'],
	['a flag that is empty', 'false', ''],
	['a date that is none', '2026-11-22', '2026-11-31'],
	['a text of blanks', '>b<', '> <'],
	['a name that is not known', '>b<', '>&eacute;<'],
	['half a character', '>b<', '>&#xd83d;<'],
	['an element that is not known', '<Bucket>', '<New>1</New><Bucket>'],
	['a prefix', '<Bucket>b</Bucket>', '<s3:Bucket>b</s3:Bucket>'],
	['an attribute', '<Bucket>', '<Bucket a="b">'],
	['another root', 'ListPartsResult', 'ListPartsResponse'],
	['CDATA', '>b<', '><![CDATA[b]]><'],
	['a comment', '<Bucket>', '<!-- --><Bucket>'],
	['a document type', '<ListPartsResult>', '<!DOCTYPE a><ListPartsResult>'],
	['a text between elements', '<Bucket>', 'x<Bucket>'],
	['blanks between elements', '<Bucket>', ' <Bucket>'],
	['a carriage return', '<Bucket>', '\r\n<Bucket>'],
	['an element in a text', '>b<', '>b<b/><'],
	['another end', '</Bucket>', '</Buckets>'],
	['no end', '</ListPartsResult>', ''],
	['an end that is cut', '</ListPartsResult>', '</ListPartsRes'],
	['an element behind the end', '</ListPartsResult>', '</ListPartsResult><Error/>'],
	['a text behind the end', '</ListPartsResult>', '</ListPartsResult>\nx'],
])('%s: left to the SDK', (_, from, to) => {
	const answer = list.replaceAll(from, to);
	expect(answer).not.toBe(list);
	expect(read(answer)).toBeUndefined();
});

test('bytes that are no UTF-8 are left to the SDK, others are not', () => {
	expect(read(list.replace('>b<', '>ü<'))).toMatchObject({Bucket: 'ü'});
	expect(read(Buffer.from(list.replace('>b<', '>ü<'), 'latin1'))).toBeUndefined();
});
