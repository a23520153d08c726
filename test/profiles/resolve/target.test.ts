import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {formatTarget, parseTarget} from '../../../source/profiles/resolve/target.js';

describe('parseTarget', () => {
	test.each([
		['media-archive', 'media-archive', ''],
		['s3://media-archive', 'media-archive', ''],
		['s3://media-archive/', 'media-archive', ''],
		['S3://Media_Archive/raw/', 'Media_Archive', 'raw/'],
		['s3://b//a//b', 'b', '/a//b'],
		['s3://b/ a?b#c%20\u001b ', 'b', ' a?b#c%20\u001b '],
		['s3://tenant:bucket/x', 'tenant:bucket', 'x'],
		['s3://b/s3://c', 'b', 's3://c'],
		['s3://b/arn:aws:s3:::c', 'b', 'arn:aws:s3:::c'],
		['s3://arn:b/c', 'arn:b', 'c'],
	])('%j', (text, bucket, prefix) => {
		expect(parseTarget(text)).toEqual({bucket, prefix});
	});

	test.each([
		['', /No bucket is named/],
		['  ', /No bucket is named/],
		['s3://', /No bucket is named/],
		['s3:///key', /No bucket is named/],
		['media-archive/raw', /has no slash: write s3:\/\/media-archive\/raw\./],
		['/media-archive', /is not a bucket name/],
		['s3:/media-archive', /lacks a slash/],
		['s3:media-archive', /lacks a slash/],
		['https://host/media-archive', /not an S3 address.*--endpoint/],
		['s3://../x', /is not a bucket name/],
		['http://me:PASS@host/media', /^"http:\/\/\[hidden\]@host\/media" is not an S3 address/],
		['https://host/b/k?X-Amz-Signature=PASS', /^"https:\/\/host\/b\/k\?\[hidden\]" is not/],
		['me:PASS@host/media', /has no slash: write s3:\/\/bucket\/prefix\./],
		['.', /is not a bucket name/],
		['my bucket', /is not a bucket name/],
		['s3://b\u202e/x', /is not a bucket name/],
		['b?acl', /is not a bucket name/],
		['s3://b/\ud800', /half of a character/],
		[
			'arn:aws:s3:us-east-1:123456789012:accesspoint/my-ap',
			/^"arn:aws:s3:us-east-1:123456789012:accesspoint\/my-ap" is the ARN of an access point, .* name the bucket behind it\.$/,
		],
		['s3://arn:aws:s3:us-east-1:123456789012:accesspoint/my-ap/raw/', /the ARN of an access point/],
		['s3://arn:aws:s3:us-east-1:123456789012:accesspoint:my-ap', /the ARN of an access point/],
		['arn:aws-cn:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap', /the ARN of an access point/],
		['arn:aws:s3-object-lambda:us-east-1:1:accesspoint/x', /the ARN of an access point/],
		['arn:aws:s3-outposts:us-east-1:1:outpost/op-1/bucket/b', /is an ARN, and of no bucket/],
		['arn:aws:iam::123456789012:role/ops', /is an ARN, and of no bucket/],
		['arn:aws:s3:::media', /is an ARN: write s3:\/\/media\.$/],
		['arn:aws:s3:::media/raw/*', /is an ARN: write s3:\/\/media\/raw\/\.$/],
	])('refuses %j', (text, sentence) => {
		expect(parseTarget(text)).toEqual({refused: expect.stringMatching(sentence)});
	});

	test('takes every prefix as it is, and writes it so that it is read again', () => {
		fc.assert(
			fc.property(fc.string({unit: 'binary'}), prefix => {
				const target = {bucket: 'b', prefix};
				expect(parseTarget(formatTarget(target))).toEqual(target);
			}),
		);
	});
});
