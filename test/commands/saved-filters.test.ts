import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {rememberView, viewsFile} from '../../source/profiles/views/views.js';
import {nowhere, runCommand} from '../support/io.js';
import {bucket, openStage} from '../support/stage.js';

/** A profile, over which the app has saved two filters. */
async function savedStage() {
	const stage = await openStage();
	for (const key of ['big/one.iso', 'two.mov', '@big']) stage.upload(key);
	const folder = await mkdtemp(join(tmpdir(), 'partway-saved-'));
	onTestFinished(() => rm(folder, {recursive: true}));
	const profile = {
		name: 'prod',
		endpoint: stage.sandbox.endpoint,
		credentials: {kind: 'environment'},
	};
	await writeFile(
		join(folder, 'config.json'),
		JSON.stringify({version: 1, profiles: {prod: profile}}),
	);
	const save = (connection: string, name: string, text: string) =>
		rememberView(folder, connection, {kind: 'named', list: 'uploads', filter: {name, text}});
	await save('own:prod', 'isos', 'key:*.iso');
	await save('own:prod', 'movies', 'key:*.mov');
	await save('own:other', 'elsewhere', 'x');
	const env = {...nowhere, PARTWAY_CONFIG_DIR: folder, PARTWAY_STATE_DIR: folder};
	const run = (...args: readonly string[]) => runCommand(args, {env});
	return {stage, folder, run};
}

const list = ['list', bucket, '-p', 'prod', '--jsonl', '-q'];
const keysIn = (stdout: string) =>
	stdout.split('\n').flatMap(line => (line === '' ? [] : (JSON.parse(line) as {Key: string}).Key));

test('a saved filter of the connection is asked for by its name, beside other words', async () => {
	const {run} = await savedStage();
	const {code, stdout, stderr} = await run(...list, '@isos');
	expect([code, stderr, keysIn(stdout)]).toEqual([0, '', ['big/one.iso']]);
	expect(keysIn((await run(...list, 'two @movies')).stdout)).toEqual(['two.mov']);
	expect(keysIn((await run(...list, 'one @movies')).stdout)).toEqual([]);
	expect(keysIn((await run(...list, '"@big"')).stdout)).toEqual(['@big']);
});

test('an abort knows it, and takes what it names', async () => {
	const {run} = await savedStage();
	const {stdout} = await run(
		...['abort', bucket, '-p', 'prod', '-q', '@isos', '--json', '--dry-run', '--include-active'],
	);
	expect(keysIn(stdout)).toEqual(['big/one.iso']);
});

test('a name that is not saved is an error that names those that are: nothing is asked for', async () => {
	const {run, stage} = await savedStage();
	for (const args of [list, ['abort', bucket, '-p', 'prod', '-q']]) {
		const {code, stderr} = await run(...args, 'x @elsewhere');
		expect(code).toBe(2);
		expect(stderr).toContain('No filter is saved as “@elsewhere”, but @isos, @movies');
	}
	// An endpoint that is typed is another connection.
	const typed = await run(...list, '@isos', '-e', stage.sandbox.endpoint);
	expect(typed.stderr).toContain('No filter is saved as “@isos”; quotes find it as text.');
	expect(stage.sandbox.requests.log).toEqual([]);
});

test('where what is saved cannot be read that is said', async () => {
	const {run, folder} = await savedStage();
	await writeFile(viewsFile(folder), '{');
	const {code, stderr} = await run(...list, '@isos');
	expect(code).toBe(2);
	expect(stderr).toContain(`${viewsFile(folder)} cannot be read`);
	expect((await run(...list, 'x')).code).toBe(0);
});
