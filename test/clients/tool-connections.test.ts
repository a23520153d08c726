import {chmod, readFile, stat, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {readRcloneIni} from '../../source/profiles/foreign/rclone-ini.js';
import {runCommand} from '../support/io.js';
import {type ClientStage, clientStage, uploadsOf} from './client.js';

/** `partway` with nothing but the home of a client. */
const partway = ({folder}: ClientStage, ...args: string[]) =>
	runCommand(args, {env: {HOME: folder, PARTWAY_CONFIG_DIR: join(folder, 'partway')}});

/** partway lists the upload that is there, and the tool's file is as it was. */
async function expectListed(stage: ClientStage, connection: string, file: string) {
	const path = join(stage.folder, file);
	const [before, {mtimeMs, mode}] = [await readFile(path, 'utf8'), await stat(path)];
	stage.sandbox.seed.upload({bucket: 'bucket', key: 'raw/x', parts: [{number: 1, size: 5}]});
	const listed = await partway(stage, 'list', 's3://bucket', '-p', connection, '--json');
	expect([listed.stderr, listed.code]).toEqual(['', 0]);
	expect(JSON.parse(listed.stdout).Uploads).toMatchObject([{Key: 'raw/x'}]);
	expect(uploadsOf(stage)).toEqual([['raw/x', 1]]);
	const shown = await partway(stage, 'profiles', 'list');
	expect(shown.stdout).toContain(connection);
	const secret = stage.sandbox.users[0]?.secretAccessKey ?? '';
	expect(shown.stdout + shown.stderr + listed.stdout + listed.stderr).not.toContain(secret);
	expect(await readFile(path, 'utf8')).toBe(before);
	expect(await stat(path)).toMatchObject({mtimeMs, mode});
}

test.each([
	['as rclone writes it', []],
	['with passwords obscured, of which an S3 remote has none', ['--obscure']],
])('partway lists by a remote that rclone made: %s', async (_, flags) => {
	const stage = await clientStage('rclone', async () => ({args: []}));
	const {
		endpoint,
		region,
		users: [user],
	} = stage.sandbox;
	await stage.run(
		...['config', 'create', 'lab', 's3', 'provider=Other', `endpoint=${endpoint}`],
		...[`access_key_id=${user?.accessKeyId}`, `secret_access_key=${user?.secretAccessKey}`],
		...[`region=${region}`, ...flags],
	);
	await stage.run('config', 'create', 'box', 'crypt', 'remote=lab:bucket', 'password=x');
	await expectListed(stage, 'rclone:lab', '.config/rclone/rclone.conf');
	expect((await partway(stage, 'profiles', 'list')).stdout).not.toContain('box');
});

test('no option of an S3 remote is a password to rclone, which would be obscured', async () => {
	const {run} = await clientStage('rclone', async () => ({args: []}));
	const providers = JSON.parse(await run('config', 'providers'));
	const s3 = providers.find(({Name: name}: {Name: string}) => name === 's3');
	expect(s3.Options.length).toBeGreaterThan(30);
	expect(s3.Options.filter(({IsPassword: is}: {IsPassword: boolean}) => is)).toEqual([]);
});

test('odd values and names are read as rclone reads them', async () => {
	const {run, folder} = await clientStage('rclone', async () => ({args: []}));
	const odd = ['a=b', '#x', 'y;z #', '"q"', 'x:y', "it's", 'ö ü', '`a`b', '%x', '[s]'];
	for (const [at, value] of odd.entries())
		await run('config', 'create', `r ${at}`, 's3', 'provider=Other', `secret_access_key=${value}`);
	const text = await readFile(join(folder, '.config/rclone/rclone.conf'), 'utf8');
	const rclone = JSON.parse(await run('config', 'dump'));
	const {sections, noSettings} = readRcloneIni(text);
	expect(noSettings).toEqual([]);
	expect(
		Object.fromEntries([...sections].map(([name, options]) => [name, Object.fromEntries(options)])),
	).toEqual(rclone);
	expect(Object.keys(rclone)).toHaveLength(odd.length);
});

test('a file that rclone encrypted is named, and left', async () => {
	const stage = await clientStage('rclone', async () => ({args: []}));
	const file = join(stage.folder, '.config/rclone/rclone.conf');
	await stage.run('config', 'create', 'lab', 's3', 'provider=Other');
	// What `rclone config` puts over a file that it encrypts; the key is asked for on a terminal.
	await writeFile(
		file,
		'# Encrypted rclone configuration File\n\nRCLONE_ENCRYPT_V0:\n' +
			Buffer.alloc(99, 1).toString('base64') +
			'\n',
	);
	await expect(stage.run('listremotes', '--ask-password=false')).rejects.toThrow(/decrypt/);
	await chmod(file, 0o600);
	const {code, stderr} = await partway(stage, 'profiles', 'list');
	expect([code, stderr]).toEqual([
		0,
		'The rclone file ~/.config/rclone/rclone.conf is encrypted: it is not opened.\n',
	]);
});

test.each([
	['by path', (host: string) => host],
	['as it is where only the host was changed', () => '%(bucket)s.s3.amazonaws.com'],
])('partway lists by the file that s3cmd wrote: buckets %s', async (_, hostBucket) => {
	const stage = await clientStage('s3cmd', async () => ({args: []}));
	const {
		endpoint,
		users: [user],
	} = stage.sandbox;
	const {host} = new URL(endpoint);
	const written = await stage.run(
		...[`--access_key=${user?.accessKeyId}`, `--secret_key=${user?.secretAccessKey}`],
		...[`--host=${host}`, `--host-bucket=${hostBucket(host)}`, '--no-ssl', '--dump-config'],
	);
	await writeFile(join(stage.folder, '.s3cfg'), written);
	await expectListed(stage, 's3cmd:default', '.s3cfg');
});
