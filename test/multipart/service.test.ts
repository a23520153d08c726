import {expect, test} from 'vitest';
import {serviceFacts} from '../../source/multipart/service.js';

test.each([
	['https://s3.eu-west-1.amazonaws.com', 'aws'],
	['https://s3.dualstack.us-east-2.amazonaws.com', 'aws'],
	['https://media.s3.us-east-1.amazonaws.com', 'aws'],
	['https://s3.cn-north-1.amazonaws.com.cn', 'aws'],
	['https://s3-fips.us-gov-west-1.amazonaws.com', 'aws'],
	['https://s3.eu-west-1.amazonaws.com.evil.example', 'other'],
	['https://notamazonaws.com', 'other'],
	['https://ec2.eu-west-1.amazonaws.com', 'other'],
	['https://oos.eu-west-2.outscale.com', 'other'],
	['not a url', 'other'],
])('%s is %s', (endpoint, kind) => {
	expect(serviceFacts({endpoint}).kind).toBe(kind);
});

test('Ceph RGW shows by its upload ids or its request ids, whatever its host', () => {
	const endpoint = 'https://oos.eu-west-2.outscale.com';
	expect(serviceFacts({endpoint, uploadId: '2~xrosnH8pbKTk3sjXijfGIUN1KAEM3Yc'}).kind).toBe('rgw');
	expect(
		serviceFacts({endpoint, requestId: 'tx00000c2b7f4a1d9e8f0a3-0064f1b2c3-4e6f-default'}).kind,
	).toBe('rgw');
	expect(serviceFacts({endpoint, uploadId: 'x2~', requestId: 'text'}).kind).toBe('other');
});

test('only AWS is known to enforce If-None-Match; R2 and GCS have ETags of their own', () => {
	expect(serviceFacts({endpoint: 'https://s3.us-east-1.amazonaws.com'}).conditionalComplete).toBe(
		'enforced',
	);
	expect(serviceFacts({uploadId: '2~a'}).conditionalComplete).toBe('ignored');
	expect(serviceFacts({}).conditionalComplete).toBe('unknown');
	for (const endpoint of [
		'https://0a1b.r2.cloudflarestorage.com',
		'https://storage.googleapis.com',
		'https://bucket.storage.googleapis.com',
	])
		expect(serviceFacts({endpoint}).etagPredictable).toBe('no');
	expect(serviceFacts({endpoint: 'https://mystorage.googleapis.com'}).etagPredictable).toBe(
		'unknown',
	);
});
