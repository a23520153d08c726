import {execFileSync} from 'node:child_process';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {homeWith} from './stage.js';

const keys = 'access_key = AK1\nsecret_key = SECRET/1\n';

/** The settings that a file makes. */
async function settingsOf(text: string, env: Record<string, string> = {}) {
	const {resolve} = await homeWith({'.s3cfg': text}, env);
	const found = await resolve('s3cmd:default');
	return 'refused' in found ? found : found.settings;
}

describe('s3cmd', () => {
	test('its file is one connection, whose host is said by three settings', async () => {
		const {names, list} = await homeWith({
			'.s3cfg': `[default]\n${keys}host_base = 10.0.0.7:8080\nhost_bucket = 10.0.0.7:8080\nuse_https = False\nbucket_location = US\n`,
		});
		expect(names()).toEqual(['s3cmd:default']);
		expect(await list()).toMatchObject([
			{source: 's3cmd', name: 'default', endpoint: 'http://10.0.0.7:8080'},
		]);
	});

	test.each<[what: string, text: string, settings: object]>([
		['AWS, where it names no host', keys, {endpoint: undefined, region: 'us-east-1'}],
		[
			'the old name of a region',
			`${keys}bucket_location = EU\n`,
			{endpoint: undefined, region: 'eu-west-1'},
		],
		[
			'a bucket in the host name',
			`${keys}host_base = s3.example.com\nhost_bucket = %(bucket)s.s3.example.com\n`,
			{endpoint: 'https://s3.example.com', pathStyle: false},
		],
		[
			'a host whose buckets were left with AWS',
			`${keys}host_base = s3.example.com\nhost_bucket = %(bucket)s.s3.amazonaws.com\n`,
			{endpoint: 'https://s3.example.com', pathStyle: true},
		],
		[
			'schemes, quotes, a token, sections that count for nothing, and lines that nobody reads',
			`[one]\n${keys}what is this\n[two]\nhost_base = "http://s3.example.com/"\nhost_bucket = https://s3.example.com\naccess_token = T\nrequester_pays = yes\nca_certs_file = /ca.pem\n`,
			{
				endpoint: 'https://s3.example.com',
				pathStyle: true,
				requestPayer: 'requester',
				caBundle: '/ca.pem',
				credentials: {
					kind: 'keys',
					accessKeyId: 'AK1',
					secretAccessKey: 'SECRET/1',
					sessionToken: 'T',
				},
			},
		],
		[
			'the last of two values',
			`${keys}host_base = a.example.com\nhost_base = b.example.com\n`,
			{endpoint: 'https://b.example.com'},
		],
		[
			'a known host, by which the region is known',
			`${keys}host_base = s3.fr-par.scw.cloud\nbucket_location = US\n`,
			{region: 'fr-par', service: 'scaleway'},
		],
		[
			'no keys: those around',
			'host_base = s3.example.com\n',
			{credentials: {kind: 'default-chain'}},
		],
	])('reads %s', async (_, text, settings) => {
		expect(await settingsOf(text)).toMatchObject(settings);
	});

	test('a value that begins with $ is a variable, and one that is not set says nothing', async () => {
		const text = 'access_key = $ID\nsecret_key = $SECRET\nhost_base = $NOWHERE\n';
		const settings = await settingsOf(text, {ID: 'AK2', SECRET: 'S2'});
		expect(settings).toMatchObject({
			endpoint: undefined,
			credentials: {accessKeyId: 'AK2', secretAccessKey: 'S2'},
		});
		expect(await settingsOf(text, {ID: 'AK2'})).toEqual({
			refused: 's3cmd:default cannot be used: its key has no secret.',
		});
	});

	test('version 2 of the signature is named', async () => {
		expect(await settingsOf(`${keys}signature_v2 = True\n`)).toEqual({
			refused:
				's3cmd:default cannot be used: it signs by version 2, and partway by version 4 only.',
		});
	});

	test('S3CMD_CONFIG names the file', async () => {
		const {folder} = await homeWith({other: keys});
		const {names} = await homeWith({}, {S3CMD_CONFIG: join(folder, 'other')});
		expect(names()).toEqual(['s3cmd:default']);
	});

	test('an encrypted file is named, and left; so is one of something else', async () => {
		const pgp = ['-----BEGIN PGP MESSAGE-----\n\nabc=\n', Buffer.from([0x85, 1, 0x8c, 3, 0])];
		for (const content of pgp) {
			const {names, problems} = await homeWith({'.s3cfg': content});
			expect(names()).toEqual([]);
			expect(problems()).toEqual([
				expect.stringMatching(/^The s3cmd file \S+ is encrypted: it is not opened\.$/),
			]);
		}
		const other = await homeWith({'.s3cfg': '{"not": "it"}\n'});
		expect([other.names(), other.problems()]).toEqual([
			[],
			[expect.stringMatching(/^The s3cmd file \S+ names no key and no host\.$/)],
		]);
		const empty = await homeWith({'.s3cfg': '\n'});
		expect([empty.names(), empty.problems()]).toEqual([[], []]);
	});

	test('a named pipe holds nothing up', async () => {
		const {folder, problems} = await homeWith({});
		execFileSync('mkfifo', [join(folder, '.s3cfg')]);
		expect(problems()).toEqual([expect.stringMatching(/cannot be read \(it is a named pipe\)/)]);
	});
});
