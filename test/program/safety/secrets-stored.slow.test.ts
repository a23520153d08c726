import {readdir, readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect} from 'vitest';
import {forwardProxy} from '../../s3/network/forward-proxy.js';
import {jsonLines} from '../commands/piped.js';
import {seedMedia, test} from '../program-test.js';
import {
	carol,
	commandLines,
	expectPrivate,
	filesOf,
	filesThatHoldIt,
	planted,
	proxyPassword,
} from './planted.js';

test('keys that profiles add took over stdin are in the store alone, whatever the commands do with them', async ({
	serve,
	pipe,
	home,
}) => {
	const sandbox = await serve({users: [carol]});
	seedMedia(sandbox);
	const proxy = await forwardProxy({password: proxyPassword});
	const store = join(home.env['PARTWAY_CONFIG_DIR']!, 'config.json');
	const log = join(home.folder, 'requests.log');
	const env = {HTTP_PROXY: `http://me:${proxyPassword}@${proxy.host}`};
	const run = async (args: readonly string[], input?: string) => {
		const started = pipe(args, {env, ...(input === undefined ? {} : {input})});
		const lines = commandLines(started.child.pid!).join('\n');
		const {code, stdout, stderr} = await started.ended;
		for (const text of [lines, stdout, stderr])
			expect([args, text]).toEqual([args, expect.not.stringMatching(planted)]);
		return {code, stdout, stderr};
	};

	const typed = ['--access-key-id', carol.accessKeyId, '--secret-from-stdin'];
	const added = await run(
		['profiles', 'add', 'lab', '-e', sandbox.endpoint, ...typed],
		`${carol.secretAccessKey}\n`,
	);
	expect(added).toMatchObject({code: 0, stderr: expect.stringContaining('mode 0600')});
	const listedProfiles = await run(['profiles', 'list', '--json']);
	expect(JSON.parse(listedProfiles.stdout).Profiles).toMatchObject([
		{Name: 'lab', Credentials: {Kind: 'keys', AccessKeyId: carol.accessKeyId}},
	]);
	const tested = await run(['profiles', 'test', 'lab', 'media', '--json']);
	expect(tested).toMatchObject({code: 0, stdout: expect.stringContaining(`http://${proxy.host}`)});
	const lab = ['-p', 'lab', '--log', log];
	expect(jsonLines((await run(['list', 'media', '--jsonl', ...lab])).stdout)).toHaveLength(2);
	const plan = join(home.folder, 'plan.jsonl');
	const stalled = ['--stalled-for', '7d'];
	expect(await run(['abort', 'media', ...stalled, '--plan-out', plan, ...lab])).toMatchObject({
		code: 0,
	});
	expect(await run(['abort', '--plan', plan, '--yes', ...lab])).toMatchObject({code: 0});
	expect(sandbox.requests.count('AbortMultipartUpload')).toBe(2);
	const history = await run(['history', '--json']);
	expect(history).toMatchObject({code: 0, stdout: expect.stringContaining('"gone"')});

	expect(await filesThatHoldIt(home)).toEqual([store]);
	const written = (await filesOf(home.folder)).map(([path]) => path);
	expect(written).toEqual(
		expect.arrayContaining([store, log, join(home.stateFolder, 'acts.jsonl')]),
	);
	await expectPrivate(written.filter(path => path !== plan));
});

test('a store that is damaged is kept aside for its owner alone, and is not quoted', async ({
	pipe,
	home,
}) => {
	const folder = home.env['PARTWAY_CONFIG_DIR']!;
	const store = join(folder, 'config.json');
	const add = ['profiles', 'add', 'lab', '-e', 'http://127.0.0.1:1', '--access-key-id', 'SAMPLE'];
	const input = `${carol.secretAccessKey}\n`;
	await pipe([...add, '--secret-from-stdin'], {input}).ended;
	await writeFile(store, `${await readFile(store, 'utf8')}}`, {mode: 0o644});
	const {stdout, stderr} = await pipe(['profiles', 'list', '--json']).ended;
	expect(stderr).toContain('It was kept as ');
	for (const text of [stdout, stderr]) expect(text).not.toMatch(planted);
	await pipe([...add, '--secret-from-stdin'], {input: 'another/one\n'}).ended;

	const names = await readdir(folder);
	const aside = names.filter(name => name.includes('.damaged-')).map(name => join(folder, name));
	expect(await filesThatHoldIt(home)).toEqual(aside);
	expect(aside).toHaveLength(1);
	await expectPrivate([store, ...aside]);
});
