import {mkdir, readdir, readFile, stat, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {temporaryFolder} from '../support/app.js';
import {gate} from '../support/gate.js';
import {type Ended, runCommand} from '../support/io.js';
import {bucket, openStage} from '../support/stage.js';

const secret = 'PLANTED/opens/nothing';

/** A folder of its own, with the AWS profile `ops`; runs `partway profiles …` in it. */
async function home() {
	const folder = await temporaryFolder();
	const awsConfig = join(folder, 'aws-config');
	await writeFile(awsConfig, '[profile ops]\nregion = eu-west-2\n');
	const file = join(folder, 'config', 'config.json');
	const said: string[] = [];
	return {
		folder,
		file,
		/** All that the commands wrote. */
		said: () => said.join(''),
		stored: async () => JSON.parse(await readFile(file, 'utf8')).profiles,
		async profiles(
			line: string,
			stdin = '',
			more: {readonly signal?: AbortSignal; readonly columns?: number} = {},
		): Promise<Ended> {
			const ended = await runCommand(['profiles', ...line.split(' ')], {
				...{stdin, ...more},
				env: {
					HOME: folder,
					PARTWAY_CONFIG_DIR: join(folder, 'config'),
					AWS_CONFIG_FILE: awsConfig,
					AWS_SHARED_CREDENTIALS_FILE: awsConfig,
				},
			});
			said.push(ended.stdout, ended.stderr);
			return ended;
		},
	};
}

describe('partway profiles', () => {
	test('adds, lists, edits and removes, and tells no secret', async () => {
		const {profiles, stored, file, said} = await home();
		const added = await profiles(
			'add lab --service ceph -e 10.0.0.7:8080 --access-key-id SAMPLE --secret-from-stdin --opens s3://media/raw/ --protect keep/ --protect s3://vault --stalled-after 7d --request-payer',
			`${secret}\n`,
		);
		expect(added).toMatchObject({code: 0, stdout: ''});
		expect(added.stderr).toMatch(/mode 0600.*AWS profile/);
		expect(await stored()).toEqual({
			lab: {
				service: 'ceph',
				endpoint: 'https://10.0.0.7:8080',
				defaultTarget: 's3://media/raw/',
				protectedPrefixes: ['keep/', 's3://vault'],
				stalledAfter: '7d',
				requestPayer: 'requester',
				credentials: {kind: 'keys', accessKeyId: 'SAMPLE', secretAccessKey: secret},
			},
		});
		expect((await stat(file)).mode & 0o777).toBe(0o600);

		expect((await profiles('list')).stdout).toMatch(
			/^NAME .*\nown:lab +https:\/\/10.0.0.7:8080 +- +keys of its own +- +s3:\/\/media\/raw\/ +keep\/, s3:\/\/vault +7d +requester\naws:ops +AWS +eu-west-2 +aws:ops /,
		);
		const {Profiles} = JSON.parse((await profiles('list --json')).stdout);
		expect(Profiles).toEqual([
			expect.objectContaining({
				Name: 'lab',
				Credentials: {Kind: 'keys', AccessKeyId: 'SAMPLE'},
				ProtectedPrefixes: ['keep/', 's3://vault'],
				ActiveWithin: null,
				StalledAfter: '7d',
				ExpectedBucketOwner: null,
				RequestPayer: 'requester',
			}),
			expect.objectContaining({
				Name: 'ops',
				Credentials: {Kind: 'aws-profile', Profile: 'ops'},
				ProtectedPrefixes: [],
			}),
		]);

		await profiles(
			'edit own:lab --read-only --unset opens --unset protect --no-request-payer --rename bay',
		);
		expect(await stored()).toEqual({
			bay: {
				service: 'ceph',
				endpoint: 'https://10.0.0.7:8080',
				readOnly: true,
				stalledAfter: '7d',
				credentials: {kind: 'keys', accessKeyId: 'SAMPLE', secretAccessKey: secret},
			},
		});
		await profiles('edit bay --aws-profile ops');
		expect(JSON.stringify(await stored())).not.toContain(secret);

		expect(await profiles('remove bay')).toMatchObject({code: 3});
		expect(Object.keys(await stored())).toEqual(['bay']);
		expect(await profiles('remove bay --yes')).toMatchObject({code: 0});
		expect(await stored()).toEqual({});
		expect(said()).not.toContain('PLANTED');
	});

	test('a price is stored, told, changed in part and removed', async () => {
		const {profiles, stored} = await home();
		const added = await profiles('add lab --price 0.023 --currency usd');
		expect(added.stderr).toContain('At this price 1 TiB costs about $24 a month.');
		expect((await stored()).lab.price).toEqual({perGiBMonth: 0.023, currency: 'USD'});
		expect((await profiles('list')).stdout).toMatch(/GIB-MONTH\n[^\n]*own:lab [^\n]* 0\.023 USD\n/);
		expect(JSON.parse((await profiles('list --json')).stdout).Profiles).toMatchObject([
			{Name: 'lab', Price: {PerGiBMonth: 0.023, Currency: 'USD'}},
			{Name: 'ops', Price: null},
		]);
		await profiles('edit lab --currency EUR');
		expect((await stored()).lab.price).toEqual({perGiBMonth: 0.023, currency: 'EUR'});
		await profiles('edit lab --price 0.02');
		expect((await stored()).lab.price).toEqual({perGiBMonth: 0.02, currency: 'EUR'});
		expect((await profiles('edit lab --read-only')).stderr).not.toContain('At this price');
		await profiles('edit lab --unset price');
		expect((await stored()).lab).toEqual({readOnly: true, credentials: {kind: 'environment'}});
	});

	test('a new secret goes to the key that is stored', async () => {
		const {profiles, stored} = await home();
		await profiles('add lab --access-key-id SAMPLE --secret-from-stdin', 'old');
		await profiles('edit lab --secret-from-stdin', 'new\r\n');
		expect((await stored()).lab.credentials).toEqual({
			...{kind: 'keys', accessKeyId: 'SAMPLE', secretAccessKey: 'new'},
		});
	});

	test('says what is protected, and where a bare prefix looks like a bucket', async () => {
		const {profiles, stored} = await home();
		const {stderr} = await profiles(
			'add lab --protect acme-media/logs/ --protect s3://acme-media/logs/ --protect logs/ --protect s3://vault',
		);
		expect(stderr.split('\n').slice(1)).toEqual([
			'lab protects keys that begin with "acme-media/logs/" in every bucket; write s3://acme-media/logs/ for that bucket.',
			'lab protects keys that begin with "logs/" in bucket acme-media.',
			'lab protects keys that begin with "logs/" in every bucket.',
			'lab protects every key in bucket vault.',
			'',
		]);
		expect((await stored()).lab.protectedPrefixes).toHaveLength(4);
		expect((await profiles('edit lab --read-only')).stderr).not.toContain('protects');
	});

	test('the table shows what is rare as far as there is room', async () => {
		const {profiles} = await home();
		await profiles('add lab --protect s3://vault --expected-bucket-owner 123456789012');
		const heads = async (columns: number) =>
			(await profiles('list', '', {columns})).stdout.split('\n')[0]?.split(/ +/).slice(6);
		expect(await heads(200)).toEqual(['PROTECTS', 'OWNER']);
		expect(await heads(80)).toEqual(['PROTECTS']);
		expect(await heads(60)).toEqual([]);
	});

	test('keys that are stored are spoken of when they were given', async () => {
		const {profiles} = await home();
		const given = await profiles('add lab --access-key-id SAMPLE --secret-from-stdin', secret);
		expect(given.stderr).toContain('mode 0600');
		expect((await profiles('edit lab --secret-from-stdin', secret)).stderr).toContain('mode 0600');
		expect((await profiles('edit lab --read-only')).stderr).not.toContain('mode 0600');
	});

	test.each([
		['add lab --service minio', 'needs --endpoint'],
		['add lab -e ftp://x --stalled-after soon', '--endpoint: An endpoint begins with'],
		['add a/b', 'A name begins with'],
		['add lab --service nobody', 'Allowed choices are'],
		['add lab --access-key-id AK', '--secret-from-stdin'],
		['add lab --secret-from-stdin', '--access-key-id'],
		['add lab --access-key-id AK --secret-from-stdin', 'Stdin is empty'],
		['add lab --access-key-id AK --aws-profile ops', 'one place'],
		['add lab --secret-access-key x', 'unknown option'],
		['add aws:ops', 'never writes'],
		['edit nobody --read-only', 'no connection own:nobody'],
		['edit there', 'What should change in there?'],
		['edit ops --read-only', 'is in the AWS files'],
		['edit there --unset name', 'no such field'],
		['edit there --unset currency', 'no such field'],
		['edit there --price -1 --currency USD', '--price: "-1" is not a price'],
		['edit there --price NaN --currency USD', '--price: "NaN" is not a price'],
		['edit there --price 23.55 --currency USD', 'If it is for 1 TiB, write 0.023'],
		['edit there --price 0.023', '--currency: A price needs its currency'],
		['edit there --currency USD', '--price: A price needs its amount'],
		['add lab --price 0.023 --currency dollars', 'is no currency'],
		['add there', 'already'],
		['remove ops --yes', 'is in the AWS files'],
		['test nobody', 'no profile'],
		['test there s3:/x', 'lacks a slash'],
	])('%s is bad usage: 2, and nothing is stored', async (line, words) => {
		const {profiles, folder} = await home();
		await mkdir(join(folder, 'config'));
		const there = {there: {credentials: {kind: 'environment'}}};
		const before = JSON.stringify({version: 2, profiles: there});
		await writeFile(join(folder, 'config', 'config.json'), before, {mode: 0o600});
		const {code, stdout, stderr} = await profiles(line);
		expect([code, stdout]).toEqual([2, '']);
		expect(stderr).toContain(words);
		expect(await readFile(join(folder, 'config', 'config.json'), 'utf8')).toBe(before);
		expect(await readdir(join(folder, 'config'))).toEqual(['config.json']);
	});

	test('an AWS profile that is not there is said; several lines are no secret', async () => {
		const {profiles} = await home();
		expect((await profiles('add one --aws-profile opz')).stderr).toContain('no profile "opz" yet');
		const two = await profiles('add two --access-key-id AK --secret-from-stdin', 'a\nb\n');
		expect([two.code, two.stderr]).toEqual([2, expect.stringContaining('one line')]);
	});

	test('the password of an endpoint is shown by none of them', async () => {
		const {folder, profiles, said} = await home();
		const leaky = 'http://user:PLANTED@127.0.0.1:9';
		await writeFile(
			join(folder, 'aws-config'),
			`[profile leaky]\nregion = us-east-1\nendpoint_url = ${leaky}\n[profile ours]\nservices = s\n[services s]\ns3 =\n  endpoint_url = ${leaky}\n`,
		);
		const {stdout} = await profiles('list');
		expect(stdout.match(/http:\/\/\[hidden\]@127\.0\.0\.1:9/g)).toHaveLength(2);
		expect(JSON.parse((await profiles('list --json')).stdout).Profiles).toMatchObject([
			{Name: 'leaky', Endpoint: 'http://[hidden]@127.0.0.1:9'},
			{Name: 'ours', Endpoint: 'http://[hidden]@127.0.0.1:9'},
		]);
		for (const line of [
			'test leaky',
			'test aws:ours --json',
			`add lab -e ${leaky}`,
			'add lab --service nobody',
		])
			expect((await profiles(line)).code).toBe(2);
		await profiles('add lab');
		expect(await profiles(`edit lab -e ${leaky}`)).toMatchObject({
			code: 2,
			stderr: expect.stringContaining('An endpoint holds no user and password'),
		});
		expect(said()).not.toContain('PLANTED');
	});

	test('a config file that cannot be used is told, and what is there is listed', async () => {
		const {profiles, folder, file} = await home();
		await mkdir(join(folder, 'config'));
		await writeFile(file, 'garbage');
		const {code, stdout, stderr} = await profiles('list');
		expect(code).toBe(1);
		expect(stderr).toContain('kept as');
		expect(stdout).toContain('aws:ops');
	});
});

describe('partway profiles test', () => {
	async function tested(who: number, line: string) {
		const at = await home();
		const {sandbox, upload} = await openStage();
		upload('raw/a');
		sandbox.seed.object({bucket, key: 'raw/b', size: 1});
		const user = sandbox.users[who]!;
		await at.profiles(
			`add lab -e ${sandbox.endpoint} --access-key-id ${user.accessKeyId} --secret-from-stdin`,
			user.secretAccessKey,
		);
		return {...at, sandbox, ended: await at.profiles(line)};
	}

	test('0 where nothing is denied, with a row for each action', async () => {
		const {ended} = await tested(0, `test lab ${bucket}`);
		expect(ended).toMatchObject({code: 0, stderr: ''});
		expect(ended.stdout).toMatch(/^s3:GetObject +allowed +arn:aws:s3:::media-archive\/\*$/m);
		expect(ended.stdout).toMatch(/^s3:AbortMultipartUpload +not tested +arn/m);
		expect(ended.stdout).toMatch(/^clock +agrees with/m);
	});

	test('1 where something is denied, and JSON names it', async () => {
		const {ended} = await tested(1, `test own:lab s3://${bucket}/raw/ --json`);
		expect(ended.code).toBe(1);
		const found = JSON.parse(ended.stdout);
		expect(found).toMatchObject({Connection: 'own:lab', Bucket: bucket, Trouble: null});
		expect(found.Permissions).toContainEqual(
			expect.objectContaining({
				Action: 's3:ListMultipartUploadParts',
				Resource: `arn:aws:s3:::${bucket}/raw/*`,
				Result: 'Denied',
				Code: 'AccessDenied',
			}),
		);
	});

	test('1 and words on stderr where everything fails; no secret', async () => {
		const {profiles, said} = await tested(0, 'list');
		await profiles('edit lab --secret-from-stdin', secret);
		const ended = await profiles(`test lab ${bucket} --json`);
		expect(ended.code).toBe(1);
		expect(ended.stderr).toMatch(/^Wrong secret: .*SignatureDoesNotMatch, HTTP 403/);
		expect(JSON.parse(ended.stdout).Trouble).toMatchObject({Code: 'SignatureDoesNotMatch'});
		expect(said()).not.toContain('PLANTED');
	});

	test('130 when it is interrupted', async () => {
		const {profiles, sandbox} = await tested(0, 'list');
		const ending = new AbortController();
		const hold = gate();
		sandbox.faults.add({action: {hold: hold.closed, when: 'before'}});
		const asked = sandbox.requests.next('ListBuckets');
		const running = profiles('test lab', '', {signal: ending.signal});
		await asked;
		ending.abort();
		expect((await running).code).toBe(130);
		hold.open();
	});
});
