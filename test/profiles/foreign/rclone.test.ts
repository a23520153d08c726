import {chmod, symlink} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {readRcloneIni} from '../../../source/profiles/foreign/rclone-ini.js';
import {homeWith} from './stage.js';

const usual = '.config/rclone/rclone.conf';

const lab = `[lab]
type = s3
provider = Ceph
access_key_id = AK1
secret_access_key = SECRET/1
endpoint = http://10.0.0.7:8080
`;

describe('rclone', () => {
	test('an S3 remote is a connection, by what rclone says of it', async () => {
		const {resolve, list} = await homeWith({[usual]: lab});
		expect(await list()).toEqual([
			{source: 'rclone', name: 'lab', endpoint: 'http://10.0.0.7:8080', region: undefined},
		]);
		expect(await resolve('rclone:lab')).toMatchObject({
			source: 'rclone',
			label: 'rclone:lab',
			service: 'ceph',
			settings: {
				endpoint: 'http://10.0.0.7:8080',
				pathStyle: true,
				service: 'ceph',
				credentials: {kind: 'keys', accessKeyId: 'AK1', secretAccessKey: 'SECRET/1'},
			},
		});
	});

	test('remotes of other types are left out, and nothing is said of them', async () => {
		const {names, problems, unusable} = await homeWith({
			[usual]: `[box]\ntype = crypt\nremote = lab:bucket\npassword = x\n[drive]\ntype = drive\n[alias]\ntype=alias\nremote=lab:\n[none]\n${lab}`,
		});
		expect([names(), problems(), unusable()]).toEqual([['rclone:lab'], [], {}]);
	});

	test('an encrypted file is named, and left', async () => {
		const {names, problems, resolve} = await homeWith({
			[usual]: '# Encrypted rclone configuration File\n\nRCLONE_ENCRYPT_V0:\nAAAA\n',
		});
		expect(names()).toEqual([]);
		const sentence = `The rclone file ~/${usual} is encrypted: it is not opened.`;
		expect(problems()).toEqual([sentence]);
		expect(await resolve('rclone:lab')).toEqual({
			refused: `There is no profile "rclone:lab", and none is set up. ${sentence}`,
		});
	});

	test('RCLONE_CONFIG names the file, and is none where it is empty; XDG_CONFIG_HOME comes before the home', async () => {
		const files = {
			[usual]: '[home]\ntype=s3\nenv_auth=true\n',
			'xdg/rclone/rclone.conf': '[xdg]\ntype=s3\nenv_auth=true\n',
			'named.conf': '[named]\ntype=s3\nenv_auth=true\n',
			'.rclone.conf': '[old]\ntype=s3\nenv_auth=true\n',
		};
		const {folder, names} = await homeWith(files);
		expect(names()).toEqual(['rclone:home']);
		const of = async (env: Record<string, string>) => (await homeWith(files, env)).names();
		expect(await of({XDG_CONFIG_HOME: join(folder, 'xdg')})).toEqual(['rclone:xdg']);
		expect(await of({RCLONE_CONFIG: join(folder, 'named.conf')})).toEqual(['rclone:named']);
		expect(await of({RCLONE_CONFIG: ''})).toEqual([]);
		const old = await homeWith({'.rclone.conf': files['.rclone.conf']});
		expect(old.names()).toEqual(['rclone:old']);
	});

	test('a line that is no setting is named, and the remotes around it still show', async () => {
		const {names, problems} = await homeWith({
			[usual]: `[a]\ntype=s3\nenv_auth=1\ngarbage\n${lab}`,
		});
		expect(names()).toEqual(['rclone:a', 'rclone:lab']);
		expect(problems()).toEqual([
			expect.stringMatching(/^rclone reads nothing of \S+: line 4 is no setting/),
		]);
	});

	test('what cannot be used is named with its reason, and the others still show', async () => {
		const remote = (name: string, ...lines: string[]) =>
			[`[${name}]`, 'type = s3', ...lines, ''].join('\n');
		const keys = ['access_key_id = A', 'secret_access_key = B'];
		const {names, unusable, resolve} = await homeWith({
			[usual]: [
				remote('anyone', 'provider = AWS'),
				remote('half', 'access_key_id = A'),
				remote('old', ...keys, 'v2_auth = true'),
				remote('role', ...keys, 'role_arn = arn:aws:iam::1:role/r'),
				remote('elsewhere', 'env_auth = true', 'shared_credentials_file = /x'),
				remote('lost', ...keys, 'provider = Wasabi'),
				lab,
			].join(''),
		});
		expect(names()).toEqual(['rclone:lab']);
		expect(unusable()).toEqual({
			'rclone:anyone': 'it has no keys, and partway does not ask without any',
			'rclone:half': 'its key has no secret',
			'rclone:old': 'it signs by version 2, and partway by version 4 only',
			'rclone:role': 'it assumes a role (role_arn): name that role in an AWS profile',
			'rclone:elsewhere': 'its keys are in a file of its own (shared_credentials_file)',
			'rclone:lost': 'its provider is Wasabi, and it names no endpoint',
		});
		expect(await resolve('rclone:half')).toEqual({
			refused: 'rclone:half cannot be used: its key has no secret.',
		});
	});

	test('env_auth takes the credentials around, or a profile of the AWS files', async () => {
		const {resolve} = await homeWith({
			[usual]:
				'[around]\ntype=s3\nenv_auth=true\n[ops]\ntype=s3\nenv_auth=true\nprofile=ops\n[lost]\ntype=s3\nenv_auth=true\nprofile=lost\n',
			'.aws/config': '[profile ops]\nregion = eu-west-2\n',
		});
		expect(await resolve('rclone:around')).toMatchObject({
			settings: {credentials: {kind: 'default-chain'}},
		});
		expect(await resolve('rclone:ops')).toMatchObject({
			settings: {credentials: {kind: 'aws-profile', name: 'ops'}},
		});
		expect(await resolve('rclone:lost')).toEqual({
			refused:
				'rclone:lost takes its credentials from the AWS profile "lost", which the AWS config does not hold.',
		});
	});

	test('an endpoint without a scheme is https, one that is missing is AWS whatever the environment says', async () => {
		const keys = 'access_key_id=A\nsecret_access_key=B\n';
		const {resolve} = await homeWith(
			{
				[usual]: `[bare]\ntype=s3\n${keys}endpoint=localhost:9000\nforce_path_style=false\nrequester_pays=true\nsession_token=T\n[aws]\ntype=s3\n${keys}provider=AWS\nregion=eu-west-3\n`,
			},
			{AWS_ENDPOINT_URL: 'https://elsewhere.example.com', AWS_REGION: 'env-1'},
		);
		expect(await resolve('rclone:bare')).toMatchObject({
			settings: {
				endpoint: 'https://localhost:9000',
				region: 'us-east-1',
				pathStyle: false,
				requestPayer: 'requester',
				credentials: {sessionToken: 'T'},
			},
		});
		expect(await resolve('rclone:aws')).toMatchObject({
			service: 'aws',
			settings: {endpoint: undefined, region: 'eu-west-3'},
		});
	});

	test('a folder, a file that is too long and one that may not be read are named', async () => {
		const folder = await homeWith({[`${usual}/x`]: ''});
		expect(folder.problems()).toEqual([expect.stringMatching(/cannot be read \(EISDIR\)/)]);
		const long = await homeWith({[usual]: Buffer.alloc(5 * 1024 ** 2, '\n')});
		expect(long.problems()).toEqual([expect.stringMatching(/it is larger than 4 MiB/)]);
		const device = await homeWith({'a/b': ''}, {});
		await symlink('/dev/zero', join(device.folder, '.rclone.conf'));
		expect(device.problems()).toEqual([expect.stringMatching(/it is a device/)]);
		if (process.getuid?.() === 0) return;
		const closed = await homeWith({[usual]: lab});
		await chmod(join(closed.folder, usual), 0);
		expect(closed.problems()).toEqual([expect.stringMatching(/EACCES/)]);
	});

	test('its format is read as rclone reads it', () => {
		const text =
			'\n[a b]\r\ntype=s3\r\n; c\n# d\nkey : `x y` \nt = """y"""\nsecret = a=b:c;#" \n[ a ]\n[a b]\nmore = 1\nA = 2\n';
		const {sections, noSettings} = readRcloneIni(`${text}[]\nx\n`);
		expect([...sections.keys()]).toEqual(['a b', 'a']);
		expect(Object.fromEntries(sections.get('a b') ?? [])).toEqual({
			...{type: 's3', key: 'x y', t: 'y', secret: 'a=b:c;#"', more: '1', A: '2'},
		});
		expect(noSettings).toEqual([13, 14]);
	});
});
