import {describe, expect, test} from 'vitest';
import {parseEndpoint} from '../../../source/profiles/resolve/endpoint.js';

describe('parseEndpoint', () => {
	test.each([
		['oos.eu-west-2.outscale.com', 'https://oos.eu-west-2.outscale.com'],
		['https://s3.example.com/', 'https://s3.example.com'],
		['http://s3.example.com:80', 'http://s3.example.com'],
		['HTTPS://S3.Example.com//', 'https://s3.example.com'],
		['s3.example.com:9000', 'https://s3.example.com:9000'],
		['s3.example.com/radosgw/', 'https://s3.example.com/radosgw'],
		['localhost', 'http://localhost'],
		['localhost:9000', 'http://localhost:9000'],
		['s3.localhost:9000', 'http://s3.localhost:9000'],
		['127.0.0.1:7480', 'http://127.0.0.1:7480'],
		['[::1]:7480', 'http://[::1]:7480'],
		['https://127.0.0.1', 'https://127.0.0.1'],
		['localhost.example.com', 'https://localhost.example.com'],
		['127.0.0.1.example.com', 'https://127.0.0.1.example.com'],
		[' s3.example.com ', 'https://s3.example.com'],
	])('%j is %j', (text, endpoint) => {
		expect(parseEndpoint(text)).toEqual({endpoint});
	});

	test.each([
		['', /is empty/],
		['  ', /is empty/],
		['ftp://s3.example.com', /begins with https:\/\/ or http:\/\/, not ftp:/],
		['s3://bucket', /not s3:/],
		['https://', /is not an endpoint/],
		['s3 example com', /is not an endpoint/],
		['s3.example.com/a b', /is not an endpoint/],
		['s3.exa\tmple.com', /is not an endpoint/],
		['s3.example.com:port', /is not an endpoint/],
		['https://s3.example.com?x=1', /nothing may follow/],
		['https://s3.example.com#x', /nothing may follow/],
		['s3.exam\u202eple.com', /is not an endpoint/],
	])('refuses %j', (text, sentence) => {
		expect(parseEndpoint(text)).toEqual({refused: expect.stringMatching(sentence)});
	});

	test.each([
		'https://AKIA123:SECRET123@s3.example.com',
		'AKIA123:SECRET123@s3 example',
		'https://AKIA123@s3.example.com',
		'http:AKIA123:SECRET123@s3.example.com',
		'http:\\\\AKIA123:SECRET123@s3.example.com',
	])('refuses keys in the address without repeating them: %j', text => {
		const refusal = parseEndpoint(text);
		expect(refusal).toEqual({refused: expect.stringContaining('no user and password')});
		expect(JSON.stringify(refusal)).not.toMatch(/AKIA123|SECRET123/);
	});

	test('does not repeat what stands behind a question mark', () => {
		expect(parseEndpoint('https://s3.example.com/b?X-Amz-Signature=SECRET123')).toEqual({
			refused:
				'"https://s3.example.com/b?[hidden]" is not an endpoint: nothing may follow a "?" or "#".',
		});
	});
});
