import {readdir, readFile, readlink, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect} from 'vitest';
import type {Sandbox} from '../../../source/sandbox/sandbox.js';
import {cancelButton, completable, completeButton, done, listed} from '../landmarks.js';
import {type Home, keysInEnv, seedMedia, test} from '../program-test.js';

/** The environment of a program whose sockets are watched, and what was seen so far, each once. */
function watched({folder}: Home, sandbox: Sandbox) {
	const file = join(folder, 'sockets');
	return {
		env: {
			...keysInEnv(sandbox.users[0]!),
			SOCKETS: file,
			NODE_OPTIONS: `--import=${join(import.meta.dirname, 'watch-sockets.mjs')}`,
			// It would ask for credentials there if it had none.
			AWS_EC2_METADATA_DISABLED: '',
		},
		seen: async () => [...new Set((await readFile(file, 'utf8')).trimEnd().split('\n'))].sort(),
	};
}

/** Where the sockets of a process lead, as the system has them: `127.0.0.1:9000`. */
async function peersOf(pid: number): Promise<string[]> {
	const folder = `/proc/${pid}/fd`;
	const links = await Promise.all(
		(await readdir(folder)).map(name => readlink(join(folder, name)).catch(() => '')),
	);
	const tables = await Promise.all(
		['tcp', 'tcp6', 'udp', 'udp6'].map(name => readFile(`/proc/${pid}/net/${name}`, 'utf8')),
	);
	return tables
		.flatMap(table => table.trim().split('\n').slice(1))
		.map(line => line.trim().split(/\s+/))
		.filter(([, , , , , , , , , inode]) => links.includes(`socket:[${inode}]`))
		.map(([, , remote = '']) => {
			const [address = '', port = ''] = remote.split(':');
			const bytes = address.match(/../g)?.map(hex => Number.parseInt(hex, 16)) ?? [];
			return `${bytes.reverse().join('.')}:${Number.parseInt(port, 16)}`;
		});
}

test('a whole session talks to its endpoint and to nothing else', async ({home, serve, start}) => {
	const sandbox = await serve();
	seedMedia(sandbox);
	const {env, seen} = watched(home, sandbox);
	const {host} = new URL(sandbox.endpoint);
	const partway = await start(['-e', sandbox.endpoint, 's3://media'], {env, cols: 120, rows: 30});
	await partway.waitFor(listed(2));
	const peers = await peersOf(partway.pid);
	await partway.press('enter', completable(1));
	await partway.press('c', cancelButton);
	await partway.press('right', completeButton);
	await partway.press('enter', done);
	await partway.press('esc', text => !done.test(text));
	peers.push(...(await peersOf(partway.pid)));
	await partway.press('H', /OPERATION +OUTCOME/);
	await partway.press('p', /1 connection\b/);
	await partway.quit();
	expect(sandbox.requests.count('CompleteMultipartUpload')).toBe(1);
	expect(await seen()).toEqual([`connect ${host}`]);
	expect(new Set(peers)).toEqual(new Set([host]));
});

test('so does a clean-up in a script', async ({home, serve, pipe}) => {
	const sandbox = await serve();
	seedMedia(sandbox);
	// Files that are named and not there are a problem, and named by `profiles list`.
	for (const name of ['aws-config', 'aws-credentials'])
		await writeFile(join(home.folder, name), '');
	const {env, seen} = watched(home, sandbox);
	const {host} = new URL(sandbox.endpoint);
	const way = ['-e', sandbox.endpoint];
	for (const args of [
		['list', 'media', '--parts'],
		['abort', 'media', '--stalled-for', '7d', '--yes', '--json'],
		['history'],
		['profiles', 'list'],
	])
		expect((await pipe([...args, ...(args.length > 2 ? way : [])], {env}).ended).code).toBe(0);
	expect(sandbox.requests.count('AbortMultipartUpload')).toBe(2);
	expect(await seen()).toEqual([`connect ${host}`]);
});
