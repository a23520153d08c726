import {describe, expect, test} from 'vitest';
import {proxyFor, shownProxy} from '../../../source/s3/network/proxy.js';

const s3 = 'https://s3.corp.example';

test.each([
	[s3, {https_proxy: 'p:1'}, 'http://p:1'],
	[s3, {HTTPS_PROXY: 'http://p:1'}, 'http://p:1'],
	[s3, {HTTPS_PROXY: 'p:2', https_proxy: 'p:1'}, 'http://p:1'],
	[s3, {HTTP_PROXY: 'http://p:1'}, undefined],
	[s3, {ALL_PROXY: 'http://p:1'}, undefined],
	['http://s3.corp.example', {HTTP_PROXY: 'http://p:1', HTTPS_PROXY: 'x:1'}, 'http://p:1'],
])('the proxy for %s under %j is %s', (url, env, expected) => {
	expect(proxyFor(url, env)).toBe(expected);
});

describe('NO_PROXY', () => {
	const isSpared = (url: string, NO_PROXY: string) =>
		proxyFor(url, {HTTPS_PROXY: 'p:1', NO_PROXY}) === undefined;

	test.each([
		[s3, '*'],
		[s3, 's3.corp.example'],
		[s3, 'a, corp.example'],
		[s3, 'a corp.example'],
		[s3, '.corp.example'],
		[s3, '*.Corp.example'],
		[s3, 'corp.example.'],
		[`${s3}.`, 'corp.example'],
		[s3, 's3.corp.example:443'],
		[`${s3}:8443`, '.corp.example:8443'],
		['https://10.1.2.3', '10.1.2.3'],
		['https://10.1.2.3', '10.0.0.0/8'],
		['https://10.1.2.3:8443', '10.0.0.0/8:8443'],
		['https://10.1.2.3', '0.0.0.0/0'],
		['https://[::1]:9000', '::1'],
		['https://[::1]:9000', '[::1]'],
		['https://[::1]:9000', '[::1]:9000'],
		['https://[::1]:9000', '0:0:0:0:0:0:0:1'],
		['https://[fd00:1::7]', 'fd00::/8'],
		['https://[fd00:1::7]:9000', '[fd00::/8]:9000'],
		['https://[fd00:1::7]', 'FD00:1::7'],
	])('spares %s by %s', (url, entry) => {
		expect(isSpared(url, entry)).toBe(true);
	});

	test.each([
		[s3, 'rp.example'],
		[s3, 'x.s3.corp.example'],
		[s3, 's3.corp.example:80'],
		[s3, ',, .'],
		[s3, '10.0.0.0/8'],
		['https://10.1.2.3', '11.0.0.0/8'],
		['https://10.1.2.3', '10.0.0.0/33'],
		['https://10.1.2.3', '10.0.0.0/x'],
		['https://10.1.2.3', '10.0.0.0/8/8'],
		['https://10.1.2.3', '2.3'],
		['https://10.1.2.3', '10.0.0.0/8:80'],
		['https://[fd00:1::7]', 'fe00::/8'],
		['https://[::1]:9000', 'a,,'],
		['https://[::1]:9000', '[::1]:9001'],
	])('does not spare %s by %s', (url, entry) => {
		expect(isSpared(url, entry)).toBe(false);
	});
});

test('a proxy is shown without its user and password', () => {
	const shown = (HTTPS_PROXY: string) => shownProxy(s3, {HTTPS_PROXY});
	expect(shown('http://me:secret@proxy:3128/')).toBe('http://proxy:3128');
	expect(shown('me:secret@proxy:3128')).toBe('http://proxy:3128');
	expect(shown('http://me:sec ret@[proxy')).toBe('one that cannot be read');
	expect(shownProxy(s3, {})).toBeUndefined();
});
