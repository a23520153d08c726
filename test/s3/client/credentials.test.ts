import {createHash} from 'node:crypto';
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import {readAwsConfig} from '../../../source/profiles/aws/aws-config.js';
import {resolveConnection} from '../../../source/profiles/resolve/resolve.js';
import type {ConnectionSettings} from '../../../source/s3/client/connection.js';
import type {S3Failure} from '../../../source/s3/failure/failure.js';
import {createAwsGateway} from '../../../source/s3/gateway/aws-gateway.js';
import type {Gateway} from '../../../source/s3/gateway/gateway.js';
import {adviceOf, saying} from '../../support/hints.js';
import {bucket, openStage} from '../../support/stage.js';
import {
	errorXml,
	gatewayTo,
	type RawServer,
	startRawServer,
	thrownBy,
	uploadsXml,
} from '../raw-server.js';

let home: string;
const servers: RawServer[] = [];
const gateways: Gateway[] = [];

beforeEach(() => {
	vi.spyOn(console, 'warn');
	home = mkdtempSync(join(tmpdir(), 'partway-credentials-'));
	mkdirSync(join(home, '.aws'));
	vi.stubEnv('HOME', home);
	for (const name of Object.keys(process.env).filter(name => name.startsWith('AWS_')))
		vi.stubEnv(name, undefined);
	vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
});

afterEach(async () => {
	// It would be written over the screen.
	expect(console.warn).not.toHaveBeenCalled();
	vi.restoreAllMocks();
	vi.unstubAllEnvs();
	for (const gateway of gateways.splice(0)) gateway.close();
	for (const server of servers.splice(0)) await server.close();
	rmSync(home, {recursive: true});
});

const config = (text: string) => writeFileSync(join(home, '.aws', 'config'), text);
const list = (gateway: Gateway) => gateway.listUploadsPage({bucket});
const failing = async (gateway: Gateway) => (await thrownBy(() => list(gateway))) as S3Failure;

/** A gateway to an endpoint whose credentials come from elsewhere. */
function gatewayWith(
	credentials: ConnectionSettings['credentials'],
	endpoint = 'http://127.0.0.1:1',
) {
	const gateway = gatewayTo(endpoint, {credentials});
	gateways.push(gateway);
	return gateway;
}

/** By a name, with everything that the AWS files and the environment say. */
async function connected(profile?: string): Promise<Gateway> {
	const awsConfig = await readAwsConfig(process.env);
	const store = {list: () => [], invalid: new Map<string, string>()};
	const options = profile === undefined ? {} : {profile};
	const resolved = resolveConnection({options, store, awsConfig, env: process.env});
	if ('refused' in resolved) throw new Error(resolved.refused);
	const gateway = createAwsGateway(resolved.settings);
	gateways.push(gateway);
	return gateway;
}

async function server(...args: Parameters<typeof startRawServer>): Promise<RawServer> {
	const started = await startRawServer(...args);
	servers.push(started);
	return started;
}

/** Stands in for STS: gives the sandbox's keys to whoever assumes a role. */
async function standInForSts(keys: {accessKeyId: string; secretAccessKey: string}) {
	return server(({body}) => {
		const action = /Action=(\w+)/.exec(body)?.[1];
		return {
			headers: {'content-type': 'text/xml'},
			body: `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${action}Result><Credentials>
<AccessKeyId>${keys.accessKeyId}</AccessKeyId><SecretAccessKey>${keys.secretAccessKey}</SecretAccessKey>
<Expiration>${new Date(Date.now() + 3_600_000).toISOString()}</Expiration></Credentials>
<AssumedRoleUser><Arn>arn:aws:sts::111122223333:assumed-role/ops/x</Arn><AssumedRoleId>x</AssumedRoleId></AssumedRoleUser>
</${action}Result></${action}Response>`,
		};
	});
}

/** A credential_process that gives each time the next of these answers, and counts how often it ran. */
function processOf(answers: ReadonlyArray<{keys: object; minutes: number} | 'fails'>) {
	const runs = join(home, 'runs');
	writeFileSync(runs, '');
	answers.forEach((answer, at) => {
		if (answer === 'fails') return;
		const {accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey} = answer.keys as Record<
			string,
			string
		>;
		const Expiration = new Date(Date.now() + answer.minutes * 60_000).toISOString();
		const text = JSON.stringify({Version: 1, AccessKeyId, SecretAccessKey, Expiration});
		writeFileSync(join(home, `answer-${at}`), text);
	});
	const script = join(home, 'process.sh');
	writeFileSync(
		script,
		`n=$(wc -l < ${runs}); echo run >> ${runs}; cat ${home}/answer-$n 2>/dev/null || { echo "log in to the vault first" >&2; exit 3; }\n`,
	);
	config(`[profile vault]\ncredential_process = sh ${script} --secret PLANTED\n`);
	return {count: () => readFileSync(runs, 'utf8').split('\n').length - 1};
}

describe('a profile of the AWS files', () => {
	test('with keys and an endpoint in a services section', async () => {
		const {sandbox, upload} = await openStage();
		upload('a');
		const {accessKeyId, secretAccessKey} = sandbox.users[0]!;
		config(
			`[profile lab]\nregion = us-east-1\nservices = lab\n[services lab]\ns3 =\n  endpoint_url = ${sandbox.endpoint}\n`,
		);
		writeFileSync(
			join(home, '.aws', 'credentials'),
			`[lab]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
		);
		expect((await list(await connected('lab'))).uploads).toHaveLength(1);
	});

	test('with a role and a source profile: STS is asked once, as the source', async () => {
		const {sandbox, upload} = await openStage();
		const uploadId = upload('a');
		const sts = await standInForSts(sandbox.users[0]!);
		config(
			`[profile source]\naws_access_key_id = SOURCEKEY\naws_secret_access_key = x\n[profile ops]\nregion = us-east-1\nrole_arn = arn:aws:iam::111122223333:role/ops\nsource_profile = source\nservices = lab\n[services lab]\ns3 =\n  endpoint_url = ${sandbox.endpoint}\nsts =\n  endpoint_url = ${sts.endpoint}\n`,
		);
		const gateway = await connected('ops');
		await Promise.all([list(gateway), list(gateway)]);
		await gateway.abort({bucket, key: 'a', uploadId});
		expect(sts.seen).toHaveLength(1);
		expect(sts.seen[0]!.headers.authorization).toMatch(/Credential=SOURCEKEY\/\d+\/us-east-1\/sts/);
		expect(sts.seen[0]!.body).toContain('Action=AssumeRole');
	});

	test('whose role may not be assumed: said as such, not as a permission that S3 misses', async () => {
		const sts = await server(() => ({
			status: 403,
			headers: {'content-type': 'text/xml'},
			body: '<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>',
		}));
		config(
			`[profile source]\naws_access_key_id = SOURCEKEY\naws_secret_access_key = x\n[profile ops]\nrole_arn = arn:aws:iam::111122223333:role/ops\nsource_profile = source\nservices = lab\n[services lab]\nsts =\n  endpoint_url = ${sts.endpoint}\n`,
		);
		expect(await failing(await connected('ops'))).toMatchObject({
			code: 'CredentialsProviderError',
			effect: 'never',
			hint: saying(
				'No credentials came from the AWS profile "ops" (AccessDenied): check its role, its source and the network, then press r.',
			),
		});
	});

	test.each([
		['of the old form', 'sso_start_url = https://corp.example/start\nsso_region = us-east-1'],
		['with a session', 'sso_session = corp'],
	])('with an SSO sign-in %s that has expired: the words to renew it', async (_, settings) => {
		config(
			`[profile my corp]\n[profile corp]\n${settings}\nsso_account_id = 111122223333\nsso_role_name = ops\n[sso-session corp]\nsso_region = us-east-1\nsso_start_url = https://corp.example/start\n`,
		);
		const cache = join(home, '.aws', 'sso', 'cache');
		mkdirSync(cache, {recursive: true});
		for (const key of ['https://corp.example/start', 'corp'])
			writeFileSync(
				join(cache, `${createHash('sha1').update(key).digest('hex')}.json`),
				JSON.stringify({
					accessToken: 'PLANTED',
					expiresAt: '2020-01-01T00:00:00Z',
					startUrl: 'https://corp.example/start',
					region: 'us-east-1',
				}),
			);
		const failure = await failing(gatewayWith({kind: 'aws-profile', name: 'corp'}));
		expect(failure).toMatchObject({
			code: 'CredentialsProviderError',
			effect: 'never',
			hint: saying('The sign-in has expired: run aws sso login --profile corp, then press r.'),
		});
		expect(`${failure.message} ${failure.serverMessage}`).not.toContain('PLANTED');
	});
});

describe('a credential_process', () => {
	test('runs once for everything that a connection sends', async () => {
		const {sandbox, upload} = await openStage();
		const process = processOf([{keys: sandbox.users[0]!, minutes: 60}]);
		const gateway = gatewayWith({kind: 'aws-profile', name: 'vault'}, sandbox.endpoint);
		await Promise.all([list(gateway), list(gateway), gateway.headObject({bucket, key: 'k'})]);
		await gateway.abort({bucket, key: 'a', uploadId: upload('a')});
		expect(process.count()).toBe(1);
	});

	test('is asked again before its keys end, in the middle of many aborts', async () => {
		const {sandbox, upload} = await openStage();
		const keys = sandbox.users[0]!;
		// The first set ends within five minutes: the next request asks for another.
		const process = processOf([
			{keys, minutes: 4},
			{keys, minutes: 60},
		]);
		const gateway = gatewayWith({kind: 'aws-profile', name: 'vault'}, sandbox.endpoint);
		for (const key of ['a', 'b', 'c', 'd'])
			await gateway.abort({bucket, key, uploadId: upload(key)});
		expect(process.count()).toBe(2);
		expect(sandbox.requests.log.map(({status}) => status)).toEqual([204, 204, 204, 204]);
	});

	test('that fails while its keys still hold is no failure', async () => {
		const {sandbox} = await openStage();
		const process = processOf([{keys: sandbox.users[0]!, minutes: 4}, 'fails']);
		const gateway = gatewayWith({kind: 'aws-profile', name: 'vault'}, sandbox.endpoint);
		for (let at = 0; at < 4; at++) await list(gateway);
		expect(process.count()).toBe(2);
	});

	test('that fails is named by what it said, never by its command; the next request asks again', async () => {
		const {sandbox} = await openStage();
		const process = processOf(['fails', {keys: sandbox.users[0]!, minutes: 60}]);
		const gateway = gatewayWith({kind: 'aws-profile', name: 'vault'}, sandbox.endpoint);
		const failure = await failing(gateway);
		expect(failure).toMatchObject({
			code: 'CredentialsProviderError',
			serverMessage: 'log in to the vault first',
			effect: 'never',
			hint: saying(
				'The credential_process of the AWS profile "vault" failed ("log in to the vault first"): run it by hand, then press r.',
			),
		});
		const causes = [failure, failure.cause, (failure.cause as Error).cause] as Error[];
		for (const {message, stack} of causes) expect(`${message}${stack}`).not.toContain('PLANTED');
		expect(sandbox.requests.log).toEqual([]);
		await list(gateway);
		expect(process.count()).toBe(2);
	});
});

describe('why a profile gives no credentials is said', () => {
	const role = 'role_arn = arn:aws:iam::1:role/ops';
	const sso = 'sso_account_id = 1\nsso_role_name = ops\nsso_session = corp';
	const start = 'sso_start_url = https://corp.example/start\nsso_region = us-east-1';
	const id = 'aws_access_key_id = A';
	const secret = 'aws_secret_access_key = B';

	test.each<[string, string, RegExp]>([
		[
			'an MFA code',
			`[profile p]\n${role}\nsource_profile = q\nmfa_serial = arn:aws:iam::1:mfa/me\n[profile q]\n${id}\n${secret}`,
			/The role of the AWS profile "p" wants an MFA code, which only the AWS CLI asks for: run aws configure export-credentials --profile "p" --format env/,
		],
		[
			'an MFA code of a role on the way',
			`[profile p]\n${role}\nsource_profile = q\n[profile q]\n${role}\nmfa_serial = x\nsource_profile = r\n[profile r]\n${id}\n${secret}`,
			/The role of the AWS profile "q" wants an MFA code.*--profile "p"/,
		],
		[
			'a source that is missing',
			`[profile p]\n${role}\nsource_profile = lost`,
			/"p" takes its credentials from "lost" \(source_profile\), which the AWS files do not hold/,
		],
		[
			'a circle',
			`[profile p]\n${role}\nsource_profile = q\n[profile q]\n${role}\nsource_profile = p`,
			/"p" > "q" > "p" take their credentials from each other/,
		],
		[
			'a profile that is its own source',
			`[profile p]\n${role}\nsource_profile = p`,
			/"p" > "p" take their credentials from each other/,
		],
		['no secret', `[profile p]\n${id}`, /lacks aws_secret_access_key beside its aws_access_key_id/],
		[
			'no key id',
			`[profile p]\n${secret}`,
			/lacks aws_access_key_id beside its aws_secret_access_key/,
		],
		[
			'a source without a secret',
			`[profile p]\n${role}\nsource_profile = q\n[profile q]\n${id}`,
			/"q" lacks aws_secret_access_key/,
		],
		[
			'a role and nothing that assumes it',
			`[profile p]\n${role}`,
			/a role_arn, and neither a source_profile nor a credential_source/,
		],
		[
			'two sources',
			`[profile p]\n${role}\nsource_profile = q\ncredential_source = Environment\n[profile q]\n${id}\n${secret}`,
			/keep one/,
		],
		[
			'an unknown credential_source',
			`[profile p]\n${role}\ncredential_source = Ec2`,
			/The credential_source "Ec2" .* is none of Environment, Ec2InstanceMetadata, EcsContainer/,
		],
		['a source and no role', '[profile p]\nsource_profile = q', /lacks role_arn for its source/],
		[
			'a token and no role',
			'[profile p]\nweb_identity_token_file = /x',
			/lacks role_arn for its web_identity_token_file/,
		],
		[
			'nothing',
			'[profile p]\nregion = x',
			/"p" holds no keys, no role, no sign-in and no credential_process/,
		],
		[
			'a sign-in without a role name',
			`[profile p]\nsso_session = corp\nsso_account_id = 1\n[sso-session corp]\n${start}`,
			/"p" lacks sso_role_name for its sign-in/,
		],
		[
			'a sign-in of the old form without a region',
			'[profile p]\nsso_start_url = x\nsso_account_id = 1\nsso_role_name = r',
			/"p" lacks sso_region for its sign-in/,
		],
		['a session that is missing', `[profile p]\n${sso}`, /holds no \[sso-session corp\]/],
		[
			'a session without a start',
			`[profile p]\n${sso}\n[sso-session corp]\nsso_region = x`,
			/\[sso-session corp\] of the AWS config file lacks sso_start_url/,
		],
		[
			'a process that prints noise',
			'[profile p]\ncredential_process = echo warning: old; echo "{}"',
			/credential_process of the AWS profile "p" did not print JSON/,
		],
		['a process that prints nothing', '[profile p]\ncredential_process = true', /printed nothing/],
		[
			'a process whose credentials have ended',
			`[profile p]\ncredential_process = echo '{"Version":1,"AccessKeyId":"A","SecretAccessKey":"s","Expiration":"2020-01-01T00:00:00Z"}'`,
			/printed expired credentials/,
		],
		[
			'a process without a version',
			`[profile p]\ncredential_process = echo '{"AccessKeyId":"A","SecretAccessKey":"s"}'`,
			/printed no "Version": 1/,
		],
		[
			'a process without a secret',
			`[profile p]\ncredential_process = echo '{"Version":1,"AccessKeyId":"A"}'`,
			/printed no AccessKeyId or no SecretAccessKey/,
		],
		[
			'a process of a source',
			`[profile p]\n${role}\nsource_profile = q\n[profile q]\ncredential_process = echo no ; true`,
			/did not print JSON/,
		],
	])('%s', async (_, text, words) => {
		config(`${text}\n`);
		const failure = await failing(gatewayWith({kind: 'aws-profile', name: 'p'}));
		const {effect} = failure;
		const advice = adviceOf(failure);
		expect(advice).toMatch(words);
		expect(advice).not.toMatch(/sso login|name a profile|AWS_ACCESS_KEY_ID/);
		expect(effect).toBe('never');
		vi.stubEnv('AWS_PROFILE', 'p');
		expect(adviceOf(await failing(gatewayWith({kind: 'default-chain'})))).toMatch(words);
	});

	test('of the default profile, where none is named', async () => {
		config(`[default]\n${id}\n`);
		expect(adviceOf(await failing(gatewayWith({kind: 'default-chain'})))).toContain(
			'"default" lacks aws_secret_access_key',
		);
		config('[default]\nregion = x\n');
		expect(adviceOf(await failing(gatewayWith({kind: 'default-chain'})))).toContain(
			'No credentials were found',
		);
	});

	test.each([
		['AWS_ACCESS_KEY_ID', 'A\n', 'a line break'],
		['AWS_SECRET_ACCESS_KEY', 's\r\n', 'a line break'],
		['AWS_SESSION_TOKEN', 'a b', 'a space'],
		['AWS_SECRET_ACCESS_KEY', 's\u00e9', 'a character that no key has'],
	])('%s with %j: the variable is named', async (name, value, what) => {
		vi.stubEnv('AWS_ACCESS_KEY_ID', 'A');
		vi.stubEnv('AWS_SECRET_ACCESS_KEY', 's');
		vi.stubEnv(name, value);
		const advice = adviceOf(await failing(gatewayWith({kind: 'default-chain'})));
		expect(advice).toBe(`${name} contains ${what}: set it again without it.`);
	});

	test('half a pair of variables', async () => {
		vi.stubEnv('AWS_SECRET_ACCESS_KEY', 's');
		expect(adviceOf(await failing(gatewayWith({kind: 'default-chain'})))).toBe(
			'AWS_SECRET_ACCESS_KEY is set and AWS_ACCESS_KEY_ID is not: set both.',
		);
	});
});

describe('files that botocore reads, and the SDK does not', () => {
	test.each<[string, string, string, string]>([
		[
			'indented',
			'oos',
			'[profile oos]\n    s3 =\n        addressing_style = path\n    endpoint_url = @URL\n',
			'[oos]\n    aws_access_key_id = @KEY\n    aws_secret_access_key = @SECRET\n',
		],
		[
			'keys behind an indented group',
			'oos',
			'[profile oos]\n  s3 =\n    addressing_style = path\n  endpoint_url = @URL\n  aws_access_key_id = @KEY\n  aws_secret_access_key = @SECRET\n',
			'',
		],
		[
			'in capitals, with colons',
			'p',
			'[profile p]\nENDPOINT_URL: @URL\n',
			'[p]\nAWS_ACCESS_KEY_ID: @KEY\nAWS_SECRET_ACCESS_KEY: @SECRET\n',
		],
		[
			'a name with blanks',
			'My Team',
			'[profile "My Team"]\nendpoint_url = @URL\n',
			'[My Team]\naws_access_key_id = @KEY\naws_secret_access_key = @SECRET\n',
		],
		[
			'a name in another script',
			'größer',
			"[profile 'größer']\nendpoint_url = @URL\naws_access_key_id = @KEY\naws_secret_access_key = @SECRET\n",
			'',
		],
		[
			'the plug-in',
			'cleura',
			'[plugins]\nendpoint = awscli_plugin_endpoint\n[profile cleura]\ns3 =\n    endpoint_url = @URL\n    signature_version = s3v4\ns3api =\n    endpoint_url = @URL\n',
			'[cleura]\naws_access_key_id = @KEY\naws_secret_access_key = @SECRET\n',
		],
		[
			'a command with what opens a comment',
			'p',
			`[profile p]\nendpoint_url = @URL\ncredential_process = true ; echo '{"Version":1,"AccessKeyId":"@KEY","SecretAccessKey":"@SECRET"}' # done\n`,
			'',
		],
	])('%s: the keys and the endpoint are used', async (_, name, text, credentials) => {
		const {sandbox} = await openStage();
		const {accessKeyId, secretAccessKey} = sandbox.users[0]!;
		const filled = (each: string) =>
			each
				.replaceAll('@URL', sandbox.endpoint)
				.replaceAll('@KEY', accessKeyId)
				.replaceAll('@SECRET', secretAccessKey);
		config(filled(text));
		writeFileSync(join(home, '.aws', 'credentials'), filled(credentials));
		expect((await list(await connected(name))).uploads).toEqual([]);
		vi.stubEnv('AWS_PROFILE', name);
		expect((await list(await connected())).uploads).toEqual([]);
	});

	test('a role whose source has a name with blanks', async () => {
		const {sandbox} = await openStage();
		const sts = await standInForSts(sandbox.users[0]!);
		config(
			`[profile ops]\nrole_arn = arn:aws:iam::1:role/ops\nsource_profile = My Team\nservices = my lab\n[profile "My Team"]\naws_access_key_id = SOURCEKEY\naws_secret_access_key = x\n[services "my lab"]\ns3 =\n  endpoint_url = ${sandbox.endpoint}\nsts =\n  endpoint_url = ${sts.endpoint}\n`,
		);
		expect((await list(await connected('ops'))).uploads).toEqual([]);
		expect(sts.seen[0]!.headers.authorization).toContain('Credential=SOURCEKEY/');
	});
});

test('a read that waits for a process ends with its signal', async () => {
	// It ends once the folder of the test is taken away.
	config(`[profile p]\ncredential_process = while test -d ${home}; do sleep 1; done\n`);
	const gateway = gatewayWith({kind: 'aws-profile', name: 'p'});
	const leaving = new AbortController();
	const reading = gateway.listUploadsPage({bucket}, leaving.signal);
	const reason = new Error('The screen was left.');
	setImmediate(() => leaving.abort(reason));
	expect(await thrownBy(() => reading)).toBe(reason);
});

describe('the environment', () => {
	test('with keys and AWS_ENDPOINT_URL_S3', async () => {
		const {sandbox} = await openStage();
		const {accessKeyId, secretAccessKey} = sandbox.users[0]!;
		vi.stubEnv('AWS_ACCESS_KEY_ID', accessKeyId);
		vi.stubEnv('AWS_SECRET_ACCESS_KEY', secretAccessKey);
		vi.stubEnv('AWS_ENDPOINT_URL_S3', sandbox.endpoint);
		vi.stubEnv('AWS_ENDPOINT_URL', 'http://127.0.0.1:1');
		expect((await list(await connected())).uploads).toEqual([]);
	});

	test('with a web identity', async () => {
		const {sandbox} = await openStage();
		const sts = await standInForSts(sandbox.users[0]!);
		const token = join(home, 'token');
		writeFileSync(token, 'IDENTITY');
		vi.stubEnv('AWS_WEB_IDENTITY_TOKEN_FILE', token);
		vi.stubEnv('AWS_ROLE_ARN', 'arn:aws:iam::111122223333:role/ops');
		vi.stubEnv('AWS_REGION', 'us-east-1');
		vi.stubEnv('AWS_ENDPOINT_URL_STS', sts.endpoint);
		vi.stubEnv('AWS_ENDPOINT_URL_S3', sandbox.endpoint);
		await list(await connected());
		expect(sts.seen.map(({body}) => body)).toEqual([
			expect.stringMatching(/AssumeRoleWithWebIdentity.*IDENTITY/),
		]);
	});

	test('with nothing: no credentials, and nothing was sent', async () => {
		const {sandbox} = await openStage();
		const gateway = gatewayWith({kind: 'default-chain'}, sandbox.endpoint);
		expect(await failing(gateway)).toMatchObject({
			code: 'CredentialsProviderError',
			effect: 'never',
			hint: saying(expect.stringContaining('No credentials were found')),
		});
		expect(sandbox.requests.log).toEqual([]);
	});
});

describe('credentials that the service calls expired', () => {
	const keyOf = (seen: RawServer['seen'][number]) =>
		/Credential=(\w+)/.exec(seen.headers.authorization ?? '')?.[1];

	test('are read again from their source by the next request', async () => {
		const file = join(home, '.aws', 'credentials');
		const keys = (id: string) =>
			`[lab]\naws_access_key_id = ${id}\naws_secret_access_key = x\naws_session_token = t\n`;
		writeFileSync(file, keys('OLD'));
		const s3 = await server(seen =>
			keyOf(seen) === 'OLD'
				? {status: 400, body: errorXml('ExpiredToken')}
				: {body: uploadsXml('')},
		);
		const gateway = gatewayWith({kind: 'aws-profile', name: 'lab'}, s3.endpoint);
		expect(await failing(gateway)).toMatchObject({
			code: 'ExpiredToken',
			effect: 'never',
			hint: saying(
				'The credentials of the AWS profile "lab" have expired: renew them, then press r.',
			),
		});
		writeFileSync(file, keys('NEW'));
		await list(gateway);
		expect(s3.seen.map(keyOf)).toEqual(['OLD', 'NEW']);
	});

	test('that a person signs in for are renewed by the command for that, of the profile that signs in', async () => {
		const file = join(home, '.aws', 'credentials');
		writeFileSync(file, '[ops]\naws_access_key_id = A\naws_secret_access_key = x\n');
		const s3 = await server(() => ({status: 400, body: errorXml('ExpiredToken')}));
		const signIn = {command: 'sso login', profile: 'my corp'} as const;
		const gateway = gatewayWith({kind: 'aws-profile', name: 'ops', signIn}, s3.endpoint);
		expect(adviceOf(await failing(gateway))).toBe(
			"The sign-in has expired: run aws sso login --profile 'my corp', then press r.",
		);
	});

	test("of a profile's own are said to be put into it", async () => {
		const s3 = await server(() => ({status: 400, body: errorXml('ExpiredToken')}));
		const gateway = gatewayTo(s3.endpoint);
		gateways.push(gateway);
		expect(adviceOf(await failing(gateway))).toBe(
			'The credentials have expired: renew them, and put the new ones into the profile.',
		);
	});
});

test('a session token goes with every request', async () => {
	const {accessKeyId, secretAccessKey} = {accessKeyId: 'A', secretAccessKey: 'B'};
	const s3 = await server(() => ({body: uploadsXml('')}));
	await list(
		gatewayWith({kind: 'keys', accessKeyId, secretAccessKey, sessionToken: 'TOKEN'}, s3.endpoint),
	);
	expect(s3.seen[0]!.headers['x-amz-security-token']).toBe('TOKEN');
});
