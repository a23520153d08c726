import {mkdir, readFile, stat, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {temporaryFolder} from '../support/app.js';
import {runCommand} from '../support/io.js';

const secret = 'PLANTED/opens/nothing';
const token = 'PLANTED-token';

const rclone = `[lab]
type = s3
provider = Ceph
access_key_id = AKLAB
secret_access_key = ${secret}
session_token = ${token}
endpoint = http://10.0.0.7:8080
region = lab-1
force_path_style = true
requester_pays = true
[two words]
type = s3
env_auth = true
[half]
type = s3
access_key_id = AK
`;

/** A home with connections of rclone, s3cmd and mc; runs `partway profiles …` in it. */
async function home() {
	const folder = await temporaryFolder();
	const files = {
		'.config/rclone/rclone.conf': rclone,
		'.s3cfg': `access_key = AKCMD\nsecret_key = ${secret}\nca_certs_file = /ca.pem\n`,
		'.mc/config.json': '{"aliases": {"broken": 7}}',
	};
	for (const [name, text] of Object.entries(files)) {
		await mkdir(join(folder, name, '..'), {recursive: true});
		await writeFile(join(folder, name), text, {mode: 0o644});
	}
	const file = join(folder, 'config', 'config.json');
	const env = {HOME: folder, PARTWAY_CONFIG_DIR: join(folder, 'config')};
	return {
		file,
		profiles: (...args: string[]) => runCommand(['profiles', ...args], {env}),
		stored: async () => JSON.parse(await readFile(file, 'utf8')).profiles,
		/** That nobody wrote to a file of another tool. */
		expectUntouched: async () => {
			for (const [name, text] of Object.entries(files)) {
				expect(await readFile(join(folder, name), 'utf8')).toBe(text);
				expect((await stat(join(folder, name))).mode & 0o777).toBe(0o644);
			}
		},
	};
}

test('profiles list shows what other tools have, marked as theirs, and names what cannot be used', async () => {
	const {profiles} = await home();
	const {code, stdout, stderr} = await profiles('list');
	expect(code).toBe(0);
	expect(stdout).toMatch(/^rclone:lab +http:\/\/10\.0\.0\.7:8080 +lab-1 +keys of rclone +-/m);
	expect(stdout).toMatch(/^rclone:two words +AWS +- +environment/m);
	expect(stdout).toMatch(/^s3cmd:default +AWS +- +keys of s3cmd/m);
	expect(stderr.trim().split('\n')).toEqual([
		'rclone:half cannot be used: its key has no secret.',
		'mc:broken cannot be used: its url is not that of a host, such as https://s3.example.com.',
	]);
	const json = await profiles('list', '--json');
	expect(JSON.parse(json.stdout).Profiles[0]).toMatchObject({
		...{Name: 'lab', Source: 'rclone', Endpoint: 'http://10.0.0.7:8080', Region: 'lab-1'},
		Credentials: {Kind: 'keys', AccessKeyId: 'AKLAB'},
	});
	for (const said of [stdout, stderr, json.stdout, json.stderr])
		expect(said).not.toContain('PLANTED');
});

test('profiles import stores all but the secrets, and says whose are taken', async () => {
	const {profiles, stored, expectUntouched, file} = await home();
	const {code, stdout, stderr} = await profiles('import', 'rclone:lab');
	expect([code, stdout]).toEqual([0, '']);
	expect(stderr).toContain(`lab is stored in ${file}.`);
	expect(stderr).toContain(
		'Its keys stay with rclone; until it has some, lab takes those of the environment.',
	);
	expect(await stored()).toEqual({
		lab: {
			service: 'ceph',
			endpoint: 'http://10.0.0.7:8080',
			region: 'lab-1',
			pathStyle: true,
			requestPayer: 'requester',
			credentials: {kind: 'environment'},
		},
	});
	expect(await readFile(file, 'utf8')).not.toContain('PLANTED');
	await expectUntouched();
});

test('profiles import --with-secrets stores the keys too, in a file of the owner alone', async () => {
	const {profiles, stored, expectUntouched, file} = await home();
	const {code, stderr} = await profiles('import', 'rclone:lab', '--as', 'mine', '--with-secrets');
	expect(code).toBe(0);
	expect(stderr).toContain('mode 0600');
	expect(stderr).not.toContain('PLANTED');
	expect(await stored()).toMatchObject({
		mine: {
			credentials: {
				kind: 'keys',
				accessKeyId: 'AKLAB',
				secretAccessKey: secret,
				sessionToken: token,
			},
		},
	});
	expect((await stat(file)).mode & 0o777).toBe(0o600);
	await expectUntouched();
});

test('that of s3cmd is called s3cmd; authorities of its own are named', async () => {
	const {profiles, stored} = await home();
	const {stderr} = await profiles('import', 's3cmd:default');
	expect(stderr).toContain('It trusts the authorities in /ca.pem: name them with --ca-bundle.');
	expect(await stored()).toEqual({s3cmd: {credentials: {kind: 'environment'}}});
});

test.each<[args: string[], says: RegExp]>([
	[['rclone:half'], /rclone:half cannot be used: its key has no secret/],
	[['rclone:nobody'], /There is no profile "rclone:nobody"/],
	[['lab'], /lab is not a connection of another tool: write rclone:NAME/],
	[['own:lab'], /own:lab is not a connection of another tool/],
	[['rclone:two words'], /A name begins with a letter or digit/],
	[['rclone:lab', '--as', 'mc:x'], /mc:x is in the file of mc, which partway never writes/],
])('what cannot be imported is refused, and nothing is stored: %j', async (args, says) => {
	const {profiles, stored} = await home();
	const {code, stderr} = await profiles('import', ...args);
	expect(code).toBe(2);
	expect(stderr).toMatch(says);
	await expect(stored()).rejects.toThrow('ENOENT');
});

test('a name that is taken is not given twice; edit and remove name the file that they leave alone', async () => {
	const {profiles} = await home();
	await profiles('import', 'rclone:lab');
	const again = await profiles('import', 'rclone:lab');
	expect([again.code, again.stderr]).toEqual([
		1,
		expect.stringContaining('There is a profile of this name already: lab.'),
	]);
	const edited = await profiles('edit', 'rclone:lab', '--read-only');
	expect([edited.code, edited.stderr]).toEqual([
		2,
		expect.stringContaining('rclone:lab is in the file of rclone, which partway never writes.'),
	]);
});
