import {describe, expect, test} from 'vitest';
import {mismatchOf} from '../../../source/s3/gateway/echoes.js';

const asked = {bucket: 'media', key: 'raw/tape.tar', uploadId: 'UPLOAD1'};

describe('an answer that names another one is told from what was asked for', () => {
	test.each([
		['key', {Key: 'raw/tape.ta'}],
		['key', {Key: 'Raw/tape.tar'}],
		['key', {Key: 'media/raw/tape.tar'}],
		['key', {Key: 'raw%2Fother.tar'}],
		['bucket', {Bucket: 'other', Key: 'raw/tape.tar'}],
		['upload id', {UploadId: 'UPLOAD2', Key: 'raw/tape.tar'}],
	])('another %s: %j', (what, echo) => {
		expect(mismatchOf(asked, echo)).toMatchObject({what});
	});

	test('a key that was typed in its encoded form is another one than the key itself', () => {
		expect(mismatchOf({...asked, key: 'raw%2Ftape.tar'}, {Key: 'raw/tape.tar'})).toEqual({
			what: 'key',
			named: 'raw/tape.tar',
		});
	});
});

describe('what is the same, however it is written', () => {
	test.each([
		['nothing is named', 'raw/tape.tar', undefined],
		['an empty one', 'raw/tape.tar', ''],
		['as it was asked for', 'raw/tape.tar', 'raw/tape.tar'],
		['percent-encoded', 'raw/tape 1.tar', 'raw%2Ftape%201.tar'],
		['encoded with +', 'a b+c', 'a+b%2Bc'],
		['as it is, with a + in it', 'a+b', 'a+b'],
		['as it is, with a % in it', 'a%2Fb', 'a%2Fb'],
		['a % that encodes nothing', '100%', '100%'],
		['normalized', 'e\u0301.txt', '\u00e9.txt'],
		['with a slash before', 'raw/tape.tar', '/raw/tape.tar'],
		['with one slash of two', 'raw//tape.tar', 'raw/tape.tar'],
		['without blanks at its end', 'a ', 'a'],
		['with LF where there was CR', 'a\rb', 'a\nb'],
	])('%s', (_name, key, Key) => {
		expect(mismatchOf({...asked, key}, {Key})).toBeUndefined();
	});

	test.each([
		['an access point', 'arn:aws:s3:eu-west-3:123456789012:accesspoint/tapes', 'media'],
		['the alias of one', 'tapes-hx4v0z8qd7oyq1u5zw7q5nqs8tk5aeuw3b-s3alias', 'media'],
		['a bucket of a tenant', 'studio:media', 'media'],
		['a bucket of the own tenant', 'media', 'studio/media'],
	])('a bucket that is asked for by another name: %s', (_name, bucket, Bucket) => {
		expect(mismatchOf({...asked, bucket}, {Bucket})).toBeUndefined();
	});

	test.each(['UPLOAD%311', 'a%2Bb'])('an upload id that is encoded: %s', UploadId => {
		const uploadId = decodeURIComponent(UploadId);
		expect(mismatchOf({...asked, uploadId}, {UploadId})).toBeUndefined();
	});
});
