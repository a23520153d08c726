import {execFile} from 'node:child_process';
import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {expect} from 'vitest';
import {test} from '../program-test.js';
import {program, untouched} from '../pty.js';

const run = promisify(execFile);
const secretAccessKey = 'PLANTED/secret/opens/nothing';
const carol = {name: 'carol', accessKeyId: 'SAMPLEKEYOFCAROL', secretAccessKey};

test('a secret is asked for, never shown, and used; removing asks for the name', async ({
	start,
	serve,
	home,
}) => {
	const sandbox = await serve({users: [carol]});
	sandbox.seed.bucket('media');
	const add = ['profiles', 'add', 'lab', '-e', sandbox.endpoint, '--access-key-id'];
	const adding = await start([...add, carol.accessKeyId]);
	await adding.waitFor('Secret access key (it is not shown): ');
	adding.type(`x\u0015${secretAccessKey}!\u007f`);
	const added = await adding.quit('enter');
	expect(added).toMatchObject({code: 0, terminal: {modes: untouched.modes}});
	expect(added.words).toContain('lab is stored in');
	expect(adding.raw).not.toContain('PLANTED');

	const {stdout} = await run(process.execPath, [program, 'profiles', 'test', 'lab', 'media'], {
		env: home.env,
	});
	expect(stdout).toMatch(/^s3:ListBucket +allowed/m);

	const removing = await start(['profiles', 'remove', 'lab']);
	await removing.waitFor('Type lab to go on: ');
	removing.type('lab');
	expect(await removing.quit('enter')).toMatchObject({code: 0});
	const config = join(home.env['PARTWAY_CONFIG_DIR']!, 'config.json');
	expect(await readFile(config, 'utf8')).not.toContain('PLANTED');
});

test('ctrl-c instead of a secret ends it with 130; nothing is stored, the terminal is as it was', async ({
	start,
	home,
}) => {
	const adding = await start(['profiles', 'add', 'lab', '--access-key-id', 'SAMPLE']);
	await adding.waitFor('Secret access key (it is not shown): ');
	expect(await adding.quit('ctrl-c')).toMatchObject({
		code: 130,
		terminal: {modes: untouched.modes},
	});
	await expect(readFile(join(home.env['PARTWAY_CONFIG_DIR']!, 'config.json'))).rejects.toThrow();
});
