import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {loadSharedConfigFiles} from '@smithy/core/config';
import fc from 'fast-check';
import {afterAll, beforeAll, beforeEach, describe, expect, test} from 'vitest';
import {readAwsConfig} from '../../source/profiles/aws-config.js';
import {parseAwsIni} from '../../source/profiles/aws-ini.js';

let folder: string;
let config: string;
let credentials: string;

beforeAll(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'partway-aws-'));
	mkdirSync(path.join(folder, '.aws'));
	config = path.join(folder, '.aws', 'config');
	credentials = path.join(folder, '.aws', 'credentials');
});

beforeEach(() => {
	rmSync(config, {force: true, recursive: true});
	rmSync(credentials, {force: true});
});

afterAll(() => {
	rmSync(folder, {recursive: true});
});

const read = (env: Record<string, string> = {}) => readAwsConfig({HOME: folder, ...env});

test('says how a person signs in for a profile, or for the one that it takes its credentials from', async () => {
	writeFileSync(
		config,
		[
			'[profile corp]\nsso_session = corp',
			'[profile old]\nsso_start_url = https://corp.example/start',
			'[profile ops]\nrole_arn = arn:aws:iam::1:role/ops\nsource_profile = middle',
			'[profile middle]\nrole_arn = arn:aws:iam::1:role/middle\nsource_profile = corp',
			'[profile console]\nlogin_session = arn:aws:iam::1:user/me',
			'[profile vault]\ncredential_process = vault',
			'[profile one]\nsource_profile = two',
			'[profile two]\nsource_profile = one',
			'[profile keys]\naws_access_key_id = A\nsso_session = corp',
		].join('\n'),
	);
	const {profiles} = await read();
	const signIns = [...profiles.values()].map(({name, signIn}) => [
		name,
		signIn && `${signIn.command} ${signIn.profile}`,
	]);
	expect(Object.fromEntries(signIns)).toEqual({
		corp: 'sso login corp',
		old: 'sso login old',
		ops: 'sso login corp',
		middle: 'sso login corp',
		console: 'login console',
		vault: undefined,
		one: undefined,
		two: undefined,
		keys: undefined,
	});
});

describe('readAwsConfig', () => {
	test('knows the profiles of both files, and what the credentials file adds', async () => {
		writeFileSync(
			config,
			`[default]
region = eu-west-1
[profile prod] # ours
region=eu-west-3 ; Paris
endpoint_url = https://s3.example.com/#/x
s3 =
  addressing_style = path
  max_concurrent_requests = 20
[sso-session corp]
sso_region = us-east-1
[stray]
region = nowhere
[profile "quoted"]
role_arn = arn:aws:iam::1:role/x
`,
		);
		writeFileSync(
			credentials,
			'[default]\naws_access_key_id = A\n[prod]\nregion = eu-south-1\n[only-keys]\naws_secret_access_key = SECRET1\n',
		);
		const {profiles, problems} = await read();
		expect(problems).toEqual([]);
		expect([...profiles.values()]).toEqual([
			{name: 'default', region: 'eu-west-1'},
			{
				name: 'prod',
				region: 'eu-south-1',
				endpoint: 'https://s3.example.com/#/x',
				pathStyle: true,
			},
			{name: 'quoted'},
			{name: 'only-keys'},
		]);
	});

	test('prefers [profile default] to [default], and lists no section that the SDK would not find', async () => {
		writeFileSync(config, '[profile default]\nregion = typed\n[default]\nregion = plain\n');
		writeFileSync(credentials, '[my prof]\nregion = x\n[profile y]\nregion = x\n');
		const {profiles} = await read();
		expect([...profiles.values()]).toEqual([{name: 'default', region: 'typed'}]);
	});

	test('takes the endpoint of a services section, for S3 only', async () => {
		writeFileSync(
			config,
			`[profile both]
services = lab
endpoint_url = https://all.example.com
[profile other]
services = ec2-only
endpoint_url = https://all.example.com
[profile ignored]
services = lab
ignore_configured_endpoint_urls = TRUE
[profile virtual]
s3 =
  addressing_style = virtual
[profile auto]
s3 =
  addressing_style = auto
[services lab]
ec2 =
  endpoint_url = http://127.0.0.1:1
s3 =
  endpoint_url = http://127.0.0.1:2
[services ec2-only]
ec2 =
  endpoint_url = http://127.0.0.1:3
`,
		);
		const {profiles} = await read();
		expect([...profiles.values()]).toEqual([
			{name: 'both', endpoint: 'http://127.0.0.1:2'},
			{name: 'other', endpoint: 'https://all.example.com'},
			{name: 'ignored'},
			{name: 'virtual', pathStyle: false},
			{name: 'auto'},
		]);
	});

	test('knows the bundle of authorities, and where a role is assumed', async () => {
		writeFileSync(
			config,
			`[profile role]
role_arn = arn:aws:iam::1:role/x
source_profile = keys
services = lab
ca_bundle = /corp.pem
[profile by-sso]
role_arn = arn:aws:iam::1:role/x
source_profile = corp
services = lab
[profile keys]
services = lab
[profile corp]
sso_session = corp
[services lab]
sts =
  endpoint_url = http://127.0.0.1:4
`,
		);
		const {profiles} = await read();
		expect([...profiles.values()]).toEqual([
			{name: 'role', caBundle: '/corp.pem', stsEndpoint: 'http://127.0.0.1:4'},
			{name: 'by-sso', signIn: {command: 'sso login', profile: 'corp'}},
			{name: 'keys'},
			{name: 'corp', signIn: {command: 'sso login', profile: 'corp'}},
		]);
	});

	test('reads the files that the environment names, and says when it cannot', async () => {
		const elsewhere = path.join(folder, 'elsewhere');
		writeFileSync(elsewhere, '[profile moved]\nregion = r\n');
		const {profiles, problems} = await read({
			AWS_CONFIG_FILE: '~/elsewhere',
			AWS_SHARED_CREDENTIALS_FILE: path.join(folder, 'missing'),
		});
		expect([...profiles.keys()]).toEqual(['moved']);
		expect(problems).toEqual([expect.stringMatching(/missing cannot be read \(ENOENT\)\.$/)]);
	});

	test('holds nothing without files, and survives one that is a folder', async () => {
		expect(await read()).toEqual({profiles: new Map(), problems: []});
		mkdirSync(config);
		expect(await read()).toEqual({
			profiles: new Map(),
			problems: [expect.stringMatching(/config cannot be read \(EISDIR\)/)],
		});
	});

	test('keeps no secret, and writes nothing', async () => {
		const text = '[a]\naws_access_key_id = AKIA1\naws_secret_access_key = SECRET1\n';
		writeFileSync(credentials, text);
		const {profiles} = await read();
		expect(JSON.stringify([...profiles])).not.toMatch(/AKIA1|SECRET1/);
		expect(readFileSync(credentials, 'utf8')).toBe(text);
	});
});

describe('parseAwsIni', () => {
	/** The config file as the SDK itself reads it. */
	async function bySdk(text: string) {
		const filepath = path.join(folder, 'sdk');
		writeFileSync(filepath, text);
		const {configFile} = await loadSharedConfigFiles({
			configFilepath: filepath,
			filepath: path.join(folder, 'none'),
			ignoreCache: true,
		});
		return Object.fromEntries(
			Object.entries(configFile).map(([name, settings]) => [name, {...settings}]),
		);
	}

	function byUs(text: string) {
		const file = parseAwsIni(text);
		const sections: Record<string, Record<string, string>> = {};
		for (const [header, settings] of file) {
			const name = header.replace(/^profile\./, '');
			const named = header === 'default' || /^(?:profile|services|sso-session)\./.test(header);
			if (named && !(header === 'default' && file.has('profile.default'))) {
				sections[name] = Object.fromEntries(settings);
			}
		}
		return sections;
	}

	test('reads every mix of lines as the SDK does', async () => {
		const line = fc.constantFrom(
			...[
				'[default]',
				'[profile a]',
				'[profile  b]',
				'[profile "c"]',
				"[profile 'd.e']",
				'[ profile a ]',
			],
			...[
				'[services s]',
				'[sso-session s]',
				'[other x]',
				'[]',
				'[profile default]',
				'[profile a',
				'[a] # c',
			],
			...[
				'region = x',
				'region=y=z',
				' region = w',
				's3 =',
				's3 =  # c',
				'  endpoint_url = u',
				'\tk = v',
			],
			...[
				'# c',
				'; c',
				' # c',
				'k = v # c',
				'k = v#c',
				'k = v ;c',
				'= v',
				'k',
				'',
				'  ',
				'k =',
				'a.b = c',
			],
		);
		await fc.assert(
			fc.asyncProperty(
				fc.array(line, {maxLength: 14}),
				fc.constantFrom('\n', '\r\n'),
				async (lines, eol) => {
					const text = lines.join(eol);
					expect(byUs(text)).toEqual(await bySdk(text));
				},
			),
			{numRuns: 1500},
		);
	});
});
