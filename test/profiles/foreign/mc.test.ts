import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {withoutSecrets} from '../../../source/terminal/secrets.js';
import {homeWith} from './stage.js';

const alias = (more: object = {}) => ({
	...{url: 'https://s3.example.com', accessKey: 'AK1', secretKey: 'SECRET/1'},
	...{api: 'S3v4', path: 'auto'},
	...more,
});

const file = (aliases: object) => ({
	'.mc/config.json': JSON.stringify({version: '10', aliases}),
});

describe('mc', () => {
	test('an alias is a connection', async () => {
		const {resolve, list} = await homeWith(
			file({prod: alias({path: 'off', sessionToken: 'T'}), on: alias({path: 'on'})}),
		);
		expect(await list()).toMatchObject([
			{source: 'mc', name: 'prod', endpoint: 'https://s3.example.com'},
			{source: 'mc', name: 'on'},
		]);
		expect(await resolve('mc:prod')).toMatchObject({
			label: 'mc:prod',
			settings: {
				endpoint: 'https://s3.example.com',
				pathStyle: false,
				credentials: {
					kind: 'keys',
					accessKeyId: 'AK1',
					secretAccessKey: 'SECRET/1',
					sessionToken: 'T',
				},
			},
		});
		expect(await resolve('mc:on')).toMatchObject({settings: {pathStyle: true}});
	});

	test('what mc offers by itself, and nobody gave a key, is left out', async () => {
		const offered = {accessKey: 'YOUR-ACCESS-KEY-HERE', secretKey: 'YOUR-SECRET-KEY-HERE'};
		const {names, problems, unusable} = await homeWith(
			file({
				gcs: alias({url: 'https://storage.googleapis.com', api: 'S3v2', path: 'dns', ...offered}),
				local: alias({url: 'http://localhost:9000', accessKey: '', secretKey: ''}),
				s3: alias({url: 'https://s3.amazonaws.com', path: 'dns', ...offered}),
				play: alias({url: 'https://play.min.io'}),
			}),
		);
		expect([names(), problems(), unusable()]).toEqual([['mc:play'], [], {}]);
	});

	test('AWS is AWS, wherever a bucket is', async () => {
		const {resolve} = await homeWith(file({s3: alias({url: 'https://s3.amazonaws.com/'})}));
		expect(await resolve('mc:s3')).toMatchObject({
			service: 'aws',
			settings: {endpoint: undefined, region: 'us-east-1', pathStyle: false},
		});
	});

	test('an older file has hosts, with lookup', async () => {
		const {resolve} = await homeWith({
			'.mc/config.json': JSON.stringify({
				version: '9',
				hosts: {old: {...alias(), path: undefined, lookup: 'dns'}},
			}),
		});
		expect(await resolve('mc:old')).toMatchObject({settings: {pathStyle: false}});
	});

	test('MC_HOST variables are aliases, and come before the file; a third part is a session token', async () => {
		const {names, resolve, problems, unusable} = await homeWith(
			file({prod: alias(), other: alias()}),
			{
				MC_HOST_prod: 'https://AK2:S/2@x#y@10.0.0.9:9000/',
				MC_HOST_ci: 'http://AK3:S3:T:3@127.0.0.1:9',
				MC_HOST_anyone: 'https://s3.example.com',
				MC_HOST_: 'https://A:B@s3.example.com',
			},
		);
		expect(names()).toEqual(['mc:prod', 'mc:ci', 'mc:other']);
		expect(problems()).toEqual([]);
		expect(unusable()).toEqual({
			'mc:anyone': 'it has no keys, and partway does not ask without any',
		});
		expect(await resolve('mc:prod')).toMatchObject({
			settings: {
				endpoint: 'https://10.0.0.9:9000',
				credentials: {accessKeyId: 'AK2', secretAccessKey: 'S/2@x#y'},
			},
		});
		expect(await resolve('mc:ci')).toMatchObject({
			settings: {
				endpoint: 'http://127.0.0.1:9',
				credentials: {accessKeyId: 'AK3', secretAccessKey: 'S3', sessionToken: 'T:3'},
			},
		});
	});

	test('MC_CONFIG_DIR names the folder', async () => {
		const {folder} = await homeWith(file({there: alias()}));
		const {names} = await homeWith(file({here: alias()}), {MC_CONFIG_DIR: join(folder, '.mc')});
		expect(names()).toEqual(['mc:there']);
	});

	test('aliases that cannot be used are named with the reason, and the others still show', async () => {
		const {names, unusable} = await homeWith(
			file({
				v2: alias({api: 's3v2'}),
				text: 'https://s3.example.com',
				ftp: alias({url: 'ftp://s3.example.com'}),
				deep: alias({url: 'https://s3.example.com/a/b'}),
				number: alias({accessKey: 7}),
				anyone: alias({accessKey: '', secretKey: ''}),
				good: alias({api: ''}),
			}),
		);
		expect(names()).toEqual(['mc:good']);
		const url = 'its url is not that of a host, such as https://s3.example.com';
		expect(unusable()).toEqual({
			'mc:v2': 'its api is s3v2, and partway knows S3v4 only',
			'mc:text': url,
			'mc:ftp': url,
			'mc:deep': url,
			'mc:number': 'it has a secret, and no key for it',
			'mc:anyone': 'it has no keys, and partway does not ask without any',
		});
	});

	test.each([
		['{"aliases": {"a": {"secretKey": "SECRET/9"', /\(it is not JSON\)/],
		['[]', /\(it holds no aliases\)/],
		['{"aliases": []}', /\(it holds no aliases\)/],
	])('a broken file is named without what it holds: %s', async (text, why) => {
		const {names, problems} = await homeWith({'.mc/config.json': text});
		expect(names()).toEqual([]);
		expect(problems()).toEqual([expect.stringMatching(why)]);
		expect(problems().join()).not.toContain('SECRET');
	});

	test('an alias named as what every object has is one like any other', async () => {
		const {names} = await homeWith({
			'.mc/config.json': `{"aliases": {"__proto__": ${JSON.stringify(alias())}}}`,
		});
		expect(names()).toEqual(['mc:__proto__']);
	});

	test('a login in its url shows nowhere, and is refused', async () => {
		const {list, resolve} = await homeWith(file({a: alias({url: 'https://user:pass+word@host'})}));
		expect(JSON.stringify(await list())).not.toContain('pass+word');
		expect(await resolve('mc:a')).toEqual({
			refused: 'mc:a: An endpoint holds no user and password: keys belong in a profile.',
		});
	});

	test('secrets and session tokens are hidden in what is made for developers', async () => {
		const {foreign} = await homeWith(
			file({a: alias({secretKey: 'hide-this-1', sessionToken: 'hide-this-2'})}),
		);
		foreign();
		expect(withoutSecrets('x hide-this-1 y hide-this-2', {})).toBe('x [hidden] y [hidden]');
	});
});
