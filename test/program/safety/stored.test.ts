import {existsSync} from 'node:fs';
import {readdir, readFile, stat} from 'node:fs/promises';
import {join} from 'node:path';
import {expect} from 'vitest';
import {keysInEnv, seedMedia, test} from '../program-test.js';

/** Whether a pattern with `*`, or `**` at its end, means a file. */
function isOf(pattern: string, name: string): boolean {
	const parts = pattern
		.split('/')
		.map(part => (part === '**' ? '.+' : part.replaceAll('.', '\\.').replace('*', '[^/]+')));
	return new RegExp(`^${parts.join('/')}$`).test(name);
}

test('what is stored is what SECURITY.md says, with the modes that it says', async ({
	home,
	serve,
	pipe,
	start,
}) => {
	const sandbox = await serve();
	seedMedia(sandbox);
	const keys = keysInEnv(sandbox.users[0]!);
	// The folders of the platform.
	const env = {...keys, PARTWAY_CONFIG_DIR: '', PARTWAY_STATE_DIR: ''};
	const [user] = sandbox.users;
	const add = `profiles add lab -e ${sandbox.endpoint} --access-key-id ${user?.accessKeyId} --secret-from-stdin`;
	const input = `${user?.secretAccessKey}\n`;
	expect((await pipe(add.split(' '), {env, input}).ended).code).toBe(0);
	const abort = 'abort s3://media/a -p lab --stalled-for 7d --yes';
	expect((await pipe(abort.split(' '), {env}).ended).code).toBe(0);
	// What a conformance run has made is written down until that is removed, so one is killed.
	const conformance = 'profiles test lab --conformance s3://media/try/ --yes';
	const begun = sandbox.requests.next('CreateMultipartUpload');
	const killed = pipe(conformance.split(' '), {env});
	await begun;
	killed.child.kill('SIGKILL');
	await killed.ended;
	const partway = await start(['-p', 'lab', 's3://media'], {env});
	await partway.waitFor(/^ ?\d+ uploads?\b/m);
	const last = join(home.folder, '.local/state/partway/last-places.json');
	await expect.poll(() => existsSync(last)).toBe(true);
	await partway.quit();

	const page = await readFile(new URL('../../../SECURITY.md', import.meta.url), 'utf8');
	const rows = [...page.matchAll(/^\| `~\/([^`]+)` \| (0\d{3}) \|/gm)].map(
		([, pattern = '', mode = '']) => ({pattern, mode}),
	);
	expect(rows.length).toBeGreaterThan(4);
	const ours = (await readdir(home.folder, {recursive: true})).filter(name => /^\.\w+/.test(name));
	const made = await Promise.all(
		ours.map(async name => ({name, is: await stat(join(home.folder, name))})),
	);
	const modeOf = ({mode}: {mode: number}) => `0${(mode & 0o777).toString(8)}`;
	for (const {name, is} of made.filter(({is}) => is.isFile())) {
		const row = rows.find(({pattern}) => isOf(pattern, name));
		expect([name, modeOf(is)]).toEqual([name, row?.mode]);
	}
	// A lock is an empty folder, and Node makes one for its version: both in one that is private.
	const folders = made.filter(
		({name, is}) =>
			is.isDirectory() && /(?:^|\/)partway/.test(name) && !/\.lock$|\/compiled\//.test(name),
	);
	expect(folders.map(({name, is}) => [name, modeOf(is)])).toEqual(
		folders.map(({name}) => [name, '0700']),
	);
	// How a list is shown is written once somebody changes that.
	for (const {pattern} of rows.filter(row => !row.pattern.endsWith('views.json')))
		expect([pattern, made.some(({name}) => isOf(pattern, name))]).toEqual([pattern, true]);
	const held = await Promise.all(
		made
			.filter(({is}) => is.isFile())
			.map(async ({name}) => [name, await readFile(join(home.folder, name), 'latin1')] as const),
	);
	const secret = user?.secretAccessKey ?? '';
	expect(held.filter(([, text]) => text.includes(secret)).map(([name]) => name)).toEqual([
		'.config/partway/config.json',
	]);
});
