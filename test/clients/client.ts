import {type ChildProcess, execFile, spawn} from 'node:child_process';
import {randomBytes} from 'node:crypto';
import {once} from 'node:events';
import {access, constants, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {expect, onTestFinished} from 'vitest';
import {type Sandbox, startSandbox} from '../../source/sandbox/sandbox.js';

/** What is called, where Debian puts it, and the package that has it. */
const clients = {aws: 'awscli', s3cmd: 's3cmd', rclone: 'rclone'} as const;

export type ClientName = keyof typeof clients;

/** Big enough for several parts with every client: 25 MiB and a bit. */
const fileSize = 25 * 1024 ** 2 + 12_345;

/** A sandbox with a bucket, a client with nothing but what it needs to reach it, and a file. */
export type ClientStage = {
	sandbox: Sandbox;
	/** A folder of the client's own. */
	folder: string;
	/** What is in the file called `file` there. */
	content: Buffer;
	/** Runs the client to its end; resolves with what it printed, rejects when it failed. */
	run(...args: string[]): Promise<string>;
	start(...args: string[]): ChildProcess;
};

/**
 * Sets the stage for a test; `prepare` gives the arguments that come first, `env` what the client
 * reads from its environment. Throws when the client is not installed.
 */
export async function clientStage(
	name: ClientName,
	prepare: (sandbox: Sandbox, folder: string) => Promise<{args: string[]; env?: NodeJS.ProcessEnv}>,
): Promise<ClientStage> {
	const program = `/usr/bin/${name}`;
	await access(program, constants.X_OK).catch(() => {
		throw new Error(
			`The tests with other clients need ${program}: apt-get install -y --no-install-recommends ${Object.values(clients).join(' ')}`,
		);
	});
	const sandbox = await startSandbox();
	const folder = await mkdtemp(join(tmpdir(), 'partway-client-'));
	onTestFinished(async () => {
		await sandbox.close();
		await rm(folder, {recursive: true, force: true, maxRetries: 5});
		const failure = sandbox.requests.log.find(request => request.failure !== undefined)?.failure;
		if (failure !== undefined) throw failure;
	});
	sandbox.seed.bucket('bucket');
	const content = randomBytes(fileSize);
	await writeFile(join(folder, 'file'), content);
	const {args: first, env} = await prepare(sandbox, folder);
	const options = {
		cwd: folder,
		env: {PATH: '/usr/bin:/bin', HOME: folder, LANG: 'C.UTF-8', ...env},
	};
	return {
		sandbox,
		folder,
		content,
		async run(...args) {
			const {stdout} = await promisify(execFile)(program, [...first, ...args], options);
			return stdout;
		},
		start: (...args) => spawn(program, [...first, ...args], {...options, stdio: 'ignore'}),
	};
}

/** Starts an upload, lets two of its parts land and kills the client while others are on their way. */
export async function killInTheMiddle(stage: ClientStage, ...args: string[]): Promise<void> {
	const {faults, requests} = stage.sandbox;
	const never = new Promise<void>(() => {});
	const held = [3, 4, 5, 6].map(call =>
		faults.add({operation: 'UploadPart', call, action: {hold: never, when: 'before'}}),
	);
	const child = stage.start(...args);
	const ended = once(child, 'exit');
	const landed = () =>
		requests.log.filter(({operation, status}) => operation === 'UploadPart' && status === 200);
	await expect.poll(() => [landed().length, requests.count('UploadPart') > 2]).toEqual([2, true]);
	child.kill('SIGKILL');
	await ended;
	for (const fault of held) fault.remove();
}

/** The bytes of a stored object. */
export async function storedBytes({sandbox}: ClientStage, key: string): Promise<Buffer> {
	const body = sandbox.store.bucket('bucket')?.object(key)?.body;
	const pieces: Buffer[] = [];
	for await (const piece of body?.read(0, body.size) ?? []) pieces.push(piece);
	return Buffer.concat(pieces);
}

/** Keys of the uploads in progress, with the numbers of their parts. */
export function uploadsOf({sandbox}: ClientStage): Array<[key: string, parts: number]> {
	const uploads = sandbox.store.bucket('bucket')?.uploads.items() ?? [];
	return uploads.map(({key, parts}) => [key, parts.size]);
}
