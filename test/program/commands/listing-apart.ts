import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {join, resolve} from 'node:path';
import {createInterface} from 'node:readline';
import {type Home, keysInEnv} from '../program-test.js';
import {program} from '../pty.js';

const root = resolve(import.meta.dirname, '../../..');

/** A sandbox in a process of its own, so that its memory is not that of what is measured: the bucket `many`. */
export async function serveApart(uploads: number): Promise<{
	readonly endpoint: string;
	readonly env: Record<string, string>;
	stop(): Promise<void>;
}> {
	const args = ['scripts/sandbox.mjs', '--port', '0', '--uploads', String(uploads), '--json'];
	const server: ChildProcess = spawn(process.execPath, ['--max-old-space-size=8192', ...args], {
		cwd: root,
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const ended = once(server, 'close');
	let told = '';
	for await (const chunk of server.stdout!) {
		told += chunk;
		if (told.endsWith('\n')) break;
	}
	const {endpoint, users} = JSON.parse(told);
	return {
		endpoint,
		env: keysInEnv(users[0]),
		async stop() {
			server.kill('SIGKILL');
			await ended;
		},
	};
}

/** Runs the program, counts the lines of JSON that it writes, and tells how much memory it held at most, in bytes. */
export async function measureList(
	home: Home,
	{endpoint, env}: {endpoint: string; env: Record<string, string>},
	args: readonly string[],
	nodeOptions = '',
): Promise<{code: number; lines: number; last: string; peak: number; said: string}> {
	const peakMemory = join(import.meta.dirname, 'peak-memory.mjs');
	const child = spawn(process.execPath, [program, 'list', 'many', '-e', endpoint, ...args], {
		env: {...home.env, ...env, NODE_OPTIONS: `--import=${peakMemory} ${nodeOptions}`},
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let said = '';
	child.stderr.setEncoding('utf8').on('data', text => {
		said += text;
	});
	const ended = once(child, 'close');
	let lines = 0;
	let last = '';
	for await (const line of createInterface({input: child.stdout})) {
		lines++;
		last = line;
	}
	const [code] = await ended;
	const peak = Number(/peak=(\d+)/.exec(said)?.[1]) * 1024;
	return {code, lines, last, peak, said};
}
