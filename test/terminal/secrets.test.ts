import {expect, test} from 'vitest';
import {crashWords} from '../../source/terminal/crash.js';
import {
	rememberLogin,
	rememberSecret,
	shownUrl,
	withoutSecrets,
} from '../../source/terminal/secrets.js';

const none = {};

test('what was remembered is hidden, however it is spelled', () => {
	rememberSecret('remembered/"secret"+1');
	rememberSecret('x');
	for (const spelled of [
		'remembered/"secret"+1',
		'remembered%2F%22secret%22%2B1',
		'remembered/\\"secret\\"+1',
		Buffer.from('remembered/"secret"+1').toString('base64'),
	])
		expect(withoutSecrets(`a ${spelled} x`, none)).toBe('a [hidden] x');
});

test.each([
	[{AWS_SECRET_ACCESS_KEY: 'abcd/efgh'}, 'key abcd/efgh', 'key [hidden]'],
	[{AWS_SESSION_TOKEN: 'tokentoken'}, 'tokentoken', '[hidden]'],
	[{AWS_CONTAINER_AUTHORIZATION_TOKEN: 'tokentoken'}, 'tokentoken', '[hidden]'],
	[{AWS_WEB_IDENTITY_TOKEN_FILE: '/var/token'}, '/var/token', '/var/token'],
	[{https_proxy: 'http://me:pass%40word@p:1'}, 'pass@word', '[hidden]'],
	[{HTTP_PROXY: 'me:password@p:1'}, 'me:password at p', '[hidden] at p'],
	[{HTTP_PROXY: 'me:pass/word@p:1'}, 'pass/word', '[hidden]'],
	[{AWS_ENDPOINT_URL: 'http://me:pass/word@h'}, 'pass/word', '[hidden]'],
	[{AWS_ENDPOINT_URL_STS: 'http://me:pass@word@h'}, 'at pass@word', 'at [hidden]'],
	[{HTTP_PROXY: 'http://p:1'}, 'http://p:1', 'http://p:1'],
	[{AWS_ACCESS_KEY_ID: 'AKIASAMPLE'}, 'AKIASAMPLE', 'AKIASAMPLE'],
])('of the environment %j, in %j', (env, text, clean) => {
	expect(withoutSecrets(text, env)).toBe(clean);
});

test('the login of a URL that was remembered is hidden', () => {
	rememberLogin('http://logged:in/side@host');
	expect(withoutSecrets('x in/side logged:in/side', none)).toBe('x [hidden] [hidden]');
});

test.each([
	['http://user:PASS@host:9000/x', 'http://[hidden]@host:9000/x'],
	['HTTPS://user:PA@SS@host', 'HTTPS://[hidden]@host'],
	['user:PASS@host', '[hidden]@host'],
	['http:user:PASS@host', '[hidden]@host'],
	['http:\\\\user:PASS@host', 'http:\\\\[hidden]@host'],
	['http://user:PA/SS@host', 'http://[hidden]@host'],
	['http://user:PA?SS@host', 'http://[hidden]@host'],
	[' http://user:PASS@host', '[hidden]@host'],
	['https://host/b/k?X-Amz-Signature=PASS', 'https://host/b/k?[hidden]'],
	['https://host#PASS', 'https://host#[hidden]'],
	['https://host:9000/x', 'https://host:9000/x'],
	['', ''],
])('the URL %j is shown as %j', (written, shown) => {
	expect(shownUrl(written)).toBe(shown);
});

test.each([
	['to http://me:pw@proxy:3128/x', 'to http://[hidden]@proxy:3128/x'],
	['to http://me:p@ss@host/x', 'to http://[hidden]@host/x'],
	['s3://bucket/me@home', 's3://bucket/me@home'],
	['file:///a/node_modules/@aws-sdk/b.js', 'file:///a/node_modules/@aws-sdk/b.js'],
	[
		'{"authorization":"AWS4-HMAC-SHA256 Credential=A/b, Signature=0123456789abcdef"}',
		'{"authorization":"[hidden]"}',
	],
	["'Proxy-Authorization': 'Basic bWU6cHc='", "'Proxy-Authorization': '[hidden]'"],
	['x-amz-security-token: abc\r\nhost: h', 'x-amz-security-token: [hidden]\r\nhost: h'],
	['X-Amz-Signature=0123456789abcdef0123&x=1', 'X-Amz-Signature=[hidden]&x=1'],
])('whoever it belongs to, in %j', (text, clean) => {
	expect(withoutSecrets(text, none)).toBe(clean);
});

test('what an error holds beside its words is left out, and its words are safe for the terminal', () => {
	const error = Object.assign(new Error('no \u001b[31m'), {headers: {authorization: 'x'}});
	expect(crashWords(error)).toMatch(/^partway failed: Error: no \\u\{1b\}\[31m\n {4}at /);
	expect(crashWords(error)).not.toContain('authorization');
	expect(crashWords('text')).toBe('partway failed: text');
});
