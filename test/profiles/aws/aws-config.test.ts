import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {loadSharedConfigFiles} from '@smithy/core/config';
import fc from 'fast-check';
import {afterAll, beforeAll, beforeEach, describe, expect, test} from 'vitest';
import {type AwsConfig, readAwsConfig} from '../../../source/profiles/aws/aws-config.js';
import {
	type ConnectionOptions,
	resolveConnection,
} from '../../../source/profiles/resolve/resolve.js';
import {commandFromSdk, nameForSdk, readAwsFiles} from '../../../source/s3/client/aws-files.js';
import {readAwsIni} from '../../../source/s3/client/aws-ini.js';

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

function resolveBy(awsConfig: AwsConfig, profile: string, options: ConnectionOptions = {}) {
	const store = {list: () => [], invalid: new Map<string, string>()};
	return resolveConnection({options: {profile, ...options}, store, awsConfig, env: {}});
}

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

	test('prefers [profile default] to [default]', async () => {
		writeFileSync(config, '[profile default]\nregion = typed\n[default]\nregion = plain\n');
		const {profiles} = await read();
		expect([...profiles.values()]).toEqual([{name: 'default', region: 'typed'}]);
	});

	test('takes names with blanks: in quotes in the config file, as they are in the credentials file', async () => {
		writeFileSync(
			config,
			`[profile "My Team"]\nregion = r1\n[profile 'Our Team']\nregion = r2\n[profile Their\\ Team]\nregion = r3\n[profile "größer"]\nregion = r4\n`,
		);
		writeFileSync(credentials, '[My Team]\nregion = r5\n[My Big Team]\nregion = r6\n');
		const {profiles} = await read();
		expect([...profiles.values()].map(({name, region}) => [name, region])).toEqual([
			['My Team', 'r5'],
			['Our Team', 'r2'],
			['Their Team', 'r3'],
			['größer', 'r4'],
			['My Big Team', 'r6'],
		]);
	});

	test.each([
		[
			'a name without its quotes',
			'[profile Other Team]\nregion = r',
			'Other Team',
			'write [profile "Other Team"]',
		],
		['a section without the word profile', '[lab]\nendpoint_url = u', 'lab', 'write [profile lab]'],
	])('refuses a profile whose settings nobody reads: %s', async (_, text, name, words) => {
		writeFileSync(config, text);
		writeFileSync(credentials, `[${name}]\naws_access_key_id = A\naws_secret_access_key = B\n`);
		const awsConfig = await read();
		expect(awsConfig.profiles.get(name)?.refused).toContain(words);
		expect(resolveBy(awsConfig, name)).toEqual({refused: expect.stringContaining(words)});
		rmSync(credentials);
		expect(resolveBy(await read(), name)).toEqual({refused: expect.stringContaining(words)});
	});

	test('refuses a profile whose keys stand under [profile x] in the credentials file', async () => {
		writeFileSync(config, '[profile lab]\nregion = r\n');
		writeFileSync(credentials, '[profile lab]\naws_access_key_id = A\naws_secret_access_key = B\n');
		expect(resolveBy(await read(), 'lab')).toEqual({
			refused: expect.stringContaining('write [lab], without the word profile'),
		});
	});

	test('names the first line that is no setting', async () => {
		writeFileSync(config, '[profile lab]\nregion eu-west-1\nother\n');
		expect((await read()).problems).toEqual([
			`Line 2 of the AWS file ${config} is not read: it has no "=". Others are like it.`,
		]);
	});

	test('refuses an addressing_style that is none, and takes one in letters of any size', async () => {
		writeFileSync(
			config,
			'[profile odd]\ns3 =\n  addressing_style = paths\n[profile big]\ns3 =\n  addressing_style = Path\n',
		);
		const awsConfig = await read();
		expect(resolveBy(awsConfig, 'odd')).toEqual({
			refused:
				'The AWS profile "odd" cannot be used: its addressing_style is "paths", and none of path, virtual, auto.',
		});
		expect(awsConfig.profiles.get('big')).toMatchObject({pathStyle: true});
	});

	test.each([
		['s3 =\n  endpoint_url = https://a.example.com', 'https://a.example.com'],
		['s3api =\n  endpoint_url = https://b.example.com', 'https://b.example.com'],
		[
			's3 =\n  endpoint_url = https://a.example.com/\ns3api =\n  endpoint_url = https://a.example.com',
			'https://a.example.com',
		],
		[
			'endpoint_url = https://a.example.com\ns3 =\n  endpoint_url = https://a.example.com',
			'https://a.example.com',
		],
	])('takes the endpoint of the plug-in of the AWS CLI: %j', async (settings, endpoint) => {
		writeFileSync(
			config,
			`[plugins]\nendpoint = awscli_plugin_endpoint\n[profile p]\n${settings}\n`,
		);
		expect(resolveBy(await read(), 'p')).toMatchObject({settings: {endpoint}});
	});

	test('refuses a profile whose services section is missing, and would be taken to AWS', async () => {
		writeFileSync(config, '[profile p]\nservices = lab\n');
		const awsConfig = await read();
		expect(resolveBy(awsConfig, 'p')).toEqual({
			refused: expect.stringContaining(
				'it names the services section "lab", which the AWS config file does not hold',
			),
		});
		expect(resolveBy(awsConfig, 'p', {endpoint: 'https://c.example.com'})).toMatchObject({
			settings: {endpoint: 'https://c.example.com'},
		});
	});

	test('takes the place of STS from the plug-in too', async () => {
		writeFileSync(
			config,
			'[profile p]\nrole_arn = arn:aws:iam::1:role/x\nsource_profile = q\nsts =\n  endpoint_url = http://127.0.0.1:4\n',
		);
		expect((await read()).profiles.get('p')?.stsEndpoint).toBe('http://127.0.0.1:4');
	});

	test('refuses a profile that names two endpoints for S3, unless another is chosen', async () => {
		writeFileSync(
			config,
			'[profile p]\nendpoint_url = https://a.example.com\ns3 =\n  endpoint_url = https://me:PASS@b.example.com\n',
		);
		const awsConfig = await read();
		const {refused} = resolveBy(awsConfig, 'p') as {refused: string};
		expect(refused).toContain(
			'it names several endpoints for S3, https://[hidden]@b.example.com and https://a.example.com',
		);
		expect(refused).not.toContain('PASS');
		expect(resolveBy(awsConfig, 'p', {endpoint: 'https://c.example.com'})).toMatchObject({
			settings: {endpoint: 'https://c.example.com'},
		});
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
		expect(await read()).toEqual({profiles: new Map(), problems: [], misnamed: new Map()});
		mkdirSync(config);
		expect(await read()).toEqual({
			profiles: new Map(),
			problems: [expect.stringMatching(/config cannot be read \(EISDIR\)/)],
			misnamed: new Map(),
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

describe('readAwsIni', () => {
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
		const {file} = readAwsIni(text);
		const sections: Record<string, Record<string, string>> = {};
		for (const [header, settings] of file) {
			const name = header.replace(/^profile\./, '');
			const named = header === 'default' || /^(?:profile|services|sso-session)\./.test(header);
			if (named && !(header === 'default' && file.has('profile.default')))
				sections[name] = Object.fromEntries(settings);
		}
		return sections;
	}

	test('reads every mix of lines as the SDK does', async () => {
		const line = fc.constantFrom(
			...['[default]', '[profile a]', '[profile "c"]', "[profile 'd.e']"],
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

	/** Values are what Python's configparser and botocore make of these texts. */
	test.each<[string, string, Record<string, Record<string, string>>]>([
		[
			'a profile that is indented',
			'[profile oos]\n    s3 =\n        addressing_style = path\n    region = eu\n    endpoint_url = u\n',
			{'profile.oos': {'s3.addressing_style': 'path', region: 'eu', endpoint_url: 'u'}},
		],
		[
			'a group with blank lines and comments in it',
			'[default]\ns3 =\n\n  e = u\n# c\n  f = g\nr=1',
			{default: {'s3.e': 'u', 's3.f': 'g', r: '1'}},
		],
		[
			'names in letters of any size, and a colon',
			'[default]\nAWS_ACCESS_KEY_ID : A\nEndpoint_Url: http://h:1/x=y\n',
			{default: {aws_access_key_id: 'A', endpoint_url: 'http://h:1/x=y'}},
		],
		['tabs', '[default]\n\ts3 =\n\t\ta = b\n\tc = d\n', {default: {'s3.a': 'b', c: 'd'}}],
		[
			'[DEFAULT], which holds for every section',
			'[DEFAULT]\nregion = r\nx = 1\n[profile a]\nx = 2\n',
			{'profile.a': {region: 'r', x: '2'}},
		],
		[
			'a command that holds what opens a comment elsewhere',
			'[default]\ncredential_process = sh -c "a ; b # c"\nregion = r ; c\n',
			{default: {credential_process: 'sh -c "a ; b # c"', region: 'r'}},
		],
		['a mark of byte order', '\ufeff[default]\nregion = r\n', {default: {region: 'r'}}],
		['line ends of old', '[default]\rregion = r\r', {default: {region: 'r'}}],
		['blanks in a header', '[ profile  a ]\nregion = r\n', {'profile.a': {region: 'r'}}],
	])('reads as botocore does: %s', (_, text, sections) => {
		const read = [...readAwsIni(text).file].map(([name, section]) => [
			name,
			Object.fromEntries(section),
		]);
		expect(Object.fromEntries(read)).toEqual(sections);
	});

	test('the SDK is given every profile as it is read here', async () => {
		const line = fc.constantFrom(
			...[
				'[profile a]',
				'[profile "b c"]',
				"[profile 'd']",
				'[default]',
				'[profile e f]',
				'[services "s t"]',
			],
			...[
				'[profile a%20b]',
				'[profile __proto__]',
				'[plugins]',
				'  s3 =',
				'    x = y',
				'  region = r',
				'AB : c',
			],
			...[
				'source_profile = b c',
				'services = s t',
				'credential_process = a ; b',
				'k = v',
				'\tk2 = v2 # c',
				'',
			],
		);
		await fc.assert(
			fc.asyncProperty(fc.array(line, {maxLength: 14}), async lines => {
				writeFileSync(config, lines.join('\n'));
				const {profiles, forSdk} = readAwsFiles({HOME: folder});
				const sdk = await bySdk(forSdk.get(config) ?? '');
				for (const [name, section] of profiles) {
					if (name === '__proto__') continue;
					const given = Object.entries(sdk[nameForSdk(name)] ?? {}).map(([key, value = '']) => [
						key,
						key === 'credential_process' ? commandFromSdk(value) : value,
					]);
					const here = [...section].map(([key, value]) => [
						key,
						['source_profile', 'services'].includes(key) ? nameForSdk(value) : value,
					]);
					expect(Object.fromEntries(given)).toEqual(Object.fromEntries(here));
				}
			}),
			{numRuns: 300},
		);
	});
});
