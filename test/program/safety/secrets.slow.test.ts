import {readFile, stat, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, onTestFinished} from 'vitest';
import {forwardProxy} from '../../s3/network/forward-proxy.js';
import {startRawServer} from '../../s3/raw-server.js';
import {cancelButton, completable, completeButton, done, listed} from '../landmarks.js';
import {type Home, keysInEnv, test} from '../program-test.js';
import {untouched} from '../pty.js';
import {
	carol,
	commandLines,
	expectPrivate,
	filesOf,
	filesThatHoldIt,
	planted,
	proxyPassword,
	sessionToken,
} from './planted.js';

const {accessKeyId, secretAccessKey} = carol;

type Way = {
	readonly args: readonly string[];
	readonly env?: Record<string, string>;
	/** The files in which the test itself wrote secrets. */
	readonly but?: readonly string[];
	/** Called once the program has begun. */
	readonly onStart?: (pid: number) => Promise<void>;
};

/** Where keys come from, and a proxy with a password. */
const ways: ReadonlyArray<{
	name: string;
	prepare: (home: Home, endpoint: string) => Promise<Way>;
}> = [
	{
		name: 'keys from the environment, through a proxy with a password',
		async prepare(_home, endpoint) {
			const proxy = await forwardProxy({password: proxyPassword});
			return {
				args: ['-e', endpoint],
				env: {...keysInEnv(carol), HTTP_PROXY: `http://me:${proxyPassword}@${proxy.host}`},
			};
		},
	},
	{
		name: 'keys from a credential_process',
		async prepare({folder, env}, endpoint) {
			const [answer, script, go] = ['answer.json', 'vault.sh', 'go'].map(name =>
				join(folder, name),
			);
			const keys = {Version: 1, AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey};
			await writeFile(answer!, JSON.stringify(keys));
			await writeFile(script!, `while [ ! -e ${go} ]; do sleep 0.05; done; cat ${answer}\n`);
			await writeFile(
				env['AWS_CONFIG_FILE']!,
				`[profile ops]\ncredential_process = sh ${script}\n`,
			);
			return {
				args: ['-p', 'ops', '-e', endpoint],
				but: [answer!],
				async onStart(pid) {
					await expect.poll(() => commandLines(pid).join('\n')).toContain('vault.sh');
					expect(commandLines(pid).join('\n')).not.toMatch(planted);
					await writeFile(go!, '');
				},
			};
		},
	},
	{
		name: 'keys of a role, which a source profile assumes',
		async prepare({env}, endpoint) {
			const sts = await startRawServer(() => ({
				headers: {'content-type': 'text/xml'},
				body: `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>${accessKeyId}</AccessKeyId>
<SecretAccessKey>${secretAccessKey}</SecretAccessKey><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>
<AssumedRoleUser><Arn>arn:aws:sts::111122223333:assumed-role/ops/x</Arn><AssumedRoleId>x</AssumedRoleId></AssumedRoleUser>
</AssumeRoleResult></AssumeRoleResponse>`,
			}));
			onTestFinished(sts.close);
			const [config, credentials] = [env['AWS_CONFIG_FILE']!, env['AWS_SHARED_CREDENTIALS_FILE']!];
			await writeFile(
				config,
				'[profile ops]\nrole_arn = arn:aws:iam::111122223333:role/ops\nsource_profile = source\n',
			);
			await writeFile(
				credentials,
				'[source]\naws_access_key_id = SOURCE\naws_secret_access_key = PLANTED/of/the/source\n',
			);
			return {
				args: ['-p', 'ops', '-e', endpoint],
				env: {AWS_ENDPOINT_URL_STS: sts.endpoint},
				but: [credentials],
			};
		},
	},
];

describe('no secret is on the screen, in a command line, in a file or in what is said at the end', () => {
	test.for(ways)('with $name', async ({prepare}, {start, serve, home}) => {
		const sandbox = await serve({users: [carol]});
		sandbox.seed.bucket('media');
		sandbox.seed.upload({
			bucket: 'media',
			key: 'film.mov',
			initiated: sandbox.now() - 7 * 24 * 3_600_000,
			parts: [{number: 1, size: 8 * 2 ** 20}],
		});
		const {args, env, but, onStart} = await prepare(home, sandbox.endpoint);
		const log = join(home.folder, 'requests.log');
		const partway = await start([...args, 'media', '--log', log], {env});
		await onStart?.(partway.pid);
		await partway.waitFor(text => listed(1).test(text) && /film\.mov.*stalled/.test(text));
		const lines = commandLines(partway.pid).join('\n');
		expect(lines).toContain('--log');
		expect(lines).not.toMatch(planted);
		await partway.press('enter', completable(1));
		await partway.press('c', cancelButton);
		await partway.press('right', completeButton);
		await partway.press('enter', done);
		expect(await partway.quit()).toMatchObject({code: 0, terminal: untouched});

		const entries = (await readFile(log, 'utf8'))
			.trim()
			.split('\n')
			.map(line => JSON.parse(line) as Record<string, unknown>);
		const complete = entries.filter(({operation}) => operation === 'CompleteMultipartUpload');
		expect(complete).toEqual([
			expect.objectContaining({
				status: 200,
				requestId: expect.stringMatching(/./),
				milliseconds: expect.any(Number),
				time: expect.any(Number),
			}),
		]);
		for (const operation of ['ListMultipartUploads', 'ListParts', 'HeadObject'])
			expect(entries).toContainEqual(expect.objectContaining({operation}));
		expect(entries).toHaveLength(sandbox.requests.count());

		expect(partway.raw).not.toMatch(planted);
		expect(await filesThatHoldIt(home, but)).toEqual([]);
		const written = [log, ...(await filesOf(home.stateFolder)).map(([path]) => path)];
		expect(written).toContain(join(home.stateFolder, 'acts.jsonl'));
		await expectPrivate(written);
	});

	test('in the endpoint of an AWS profile, which is masked in the picker and refused', async ({
		start,
		pipe,
		home,
	}) => {
		const leaky = 'http://user:PLANTED@127.0.0.1:9';
		const config = home.env['AWS_CONFIG_FILE']!;
		const profile = (name: string) => `[profile ${name}]\nendpoint_url = ${leaky}\n`;
		await writeFile(config, profile('leaky') + profile('other'));
		const log = join(home.folder, 'requests.log');
		const partway = await start(['--log', log]);
		await partway.waitFor(/aws:leaky +http:\/\/\[hidden\]@127\.0\.0\.1:9/);
		await partway.press('enter', 'An endpoint holds no user and password');
		await partway.quit();
		expect(partway.raw).not.toMatch(planted);

		const id = ['--upload-id', 'x'];
		for (const args of [
			['list', 'media'],
			['parts', 's3://media/k', ...id],
			['complete', 's3://media/k', ...id, '--yes'],
			['abort', 's3://media/k', ...id, '--yes'],
			['profiles', 'test'],
		])
			for (const [flags, env] of [
				[['-p', 'leaky'], {}],
				[['-e', leaky], {}],
				[[], {AWS_ENDPOINT_URL: leaky}],
				[[], {AWS_ENDPOINT_URL_S3: leaky}],
			] as const) {
				const isTest = args[0] === 'profiles';
				if (isTest && flags[0] === '-e') continue;
				const named = isTest ? [flags[1] ?? 'environment:'] : flags;
				const {code, stdout, stderr} = await pipe([...args, ...named], {env}).ended;
				expect([args[0], flags, code]).toEqual([args[0], flags, 2]);
				expect(stdout + stderr).toContain('An endpoint holds no user and password');
				expect(stdout + stderr).not.toMatch(planted);
			}
		const asTarget = await pipe(['list', `${leaky}/media`]).ended;
		expect(asTarget).toMatchObject({code: 2, stderr: expect.not.stringMatching(planted)});
		expect(await filesThatHoldIt(home, [config])).toEqual([]);
	});

	test('when they are refused, with a session token that is not known', async ({
		start,
		serve,
		home,
	}) => {
		const sandbox = await serve({users: [{...carol, secretAccessKey: 'another'}]});
		sandbox.seed.bucket('media');
		const log = join(home.folder, 'requests.log');
		const partway = await start(['-e', sandbox.endpoint, 'media', '--log', log], {
			env: {
				AWS_ACCESS_KEY_ID: accessKeyId,
				AWS_SECRET_ACCESS_KEY: secretAccessKey,
				AWS_SESSION_TOKEN: sessionToken,
			},
		});
		await partway.waitFor(/HTTP 40[03]/);
		expect(await partway.quit()).toMatchObject({code: 1, terminal: untouched});
		expect(partway.raw).not.toMatch(planted);
		expect(await filesThatHoldIt(home)).toEqual([]);
	});

	test("when they are typed into a connection of one's own, which is then used", async ({
		start,
		serve,
		home,
	}) => {
		const sandbox = await serve({users: [carol]});
		sandbox.seed.bucket('media');
		const log = join(home.folder, 'requests.log');
		const partway = await start(['--log', log]);
		await partway.waitFor('b type a bucket');
		await partway.press('p', 'n new');
		await partway.press('n', 'A new connection');
		for (const text of ['carols', '', sandbox.endpoint, '', '', '', accessKeyId]) {
			if (text !== '') await partway.press(text, text);
			// The caret is in the next field: what is drawn changes.
			const before = partway.screen();
			await partway.press('tab', now => now !== before);
		}
		await partway.press(secretAccessKey, '*'.repeat(secretAccessKey.length));
		await partway.press('\u0014', '\u2713 s3:ListAllMyBuckets');
		await partway.press('esc', 'A new connection');
		for (const field of [
			'read-only',
			'protected',
			'bucket owner',
			'requester pays',
			'open at',
			'active within',
			'stalled after',
			'1 GiB a month',
			'currency',
		])
			await partway.press('enter', now => now.includes(`▸ ${field}`));
		partway.type('\r');
		await partway.waitFor(/own:carols/);
		await partway.press('e', /Edit carols/);
		await partway.press('esc', text => !text.includes('Edit carols'));
		await partway.press('enter', /\bmedia\b/);
		expect(await partway.quit()).toMatchObject({code: 0, terminal: untouched});
		expect(partway.raw).not.toMatch(planted);
		const holding = await filesThatHoldIt(home);
		expect(holding).toEqual([expect.stringContaining(home.env['PARTWAY_CONFIG_DIR']!)]);
		expect((await stat(holding[0]!)).mode & 0o777).toBe(0o600);
	});
});
