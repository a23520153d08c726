import {mkdir, mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {test as base} from 'vitest';
import {type Sandbox, type SandboxOptions, startSandbox} from '../../source/sandbox/sandbox.js';
import {Piped} from './commands/piped.js';
import {Program, type ProgramOptions} from './pty.js';

/** A person's account: everything that the program reads and writes lies in a folder of the test's. */
export type Home = {
	readonly folder: string;
	readonly stateFolder: string;
	readonly env: Readonly<Record<string, string>>;
};

export type Keys = {readonly accessKeyId: string; readonly secretAccessKey: string};

/** The variables that give a program keys to a service. */
export function keysInEnv({accessKeyId, secretAccessKey}: Keys): Record<string, string> {
	return {AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey};
}

export async function createHome(): Promise<Home> {
	const folder = await mkdtemp(join(tmpdir(), 'partway-program-'));
	const [temporary, config, state] = ['tmp', 'config', 'state'].map(name => join(folder, name));
	await mkdir(temporary!);
	return {
		folder,
		stateFolder: state!,
		env: {
			PATH: process.env['PATH'] ?? '',
			HOME: folder,
			TMPDIR: temporary!,
			TERM: 'xterm-256color',
			LANG: 'C.UTF-8',
			PARTWAY_CONFIG_DIR: config!,
			PARTWAY_STATE_DIR: state!,
			AWS_CONFIG_FILE: join(folder, 'aws-config'),
			AWS_SHARED_CREDENTIALS_FILE: join(folder, 'aws-credentials'),
			AWS_EC2_METADATA_DISABLED: 'true',
			AWS_REGION: 'us-east-1',
		},
	};
}

type Start = (args: readonly string[], options?: Partial<ProgramOptions>) => Promise<Program>;

type World = {
	readonly home: Home;
	/** Starts the program in the home; whatever still runs when the test ends is ended. */
	readonly start: Start;
	/** Starts it in pipes, without a terminal; whatever still runs when the test ends is ended. */
	readonly pipe: (
		args: readonly string[],
		options?: Partial<Pick<ProgramOptions, 'env'>> & {
			readonly input?: string;
			/** The file that is its stdout. */
			readonly output?: string;
		},
	) => Piped;
	/** Starts an S3 server in this process, closed when the test ends. */
	readonly serve: (options?: SandboxOptions) => Promise<Sandbox>;
};

export const test = base.extend<World>({
	// biome-ignore lint/correctness/noEmptyPattern: vitest reads the names of the fixtures here
	home: async ({}, use) => {
		const home = await createHome();
		await use(home);
		// A program that was just killed may have been writing there.
		await rm(home.folder, {recursive: true, force: true, maxRetries: 5});
	},
	start: async ({home}, use) => {
		const programs: Program[] = [];
		await use(async (args, {env, ...options} = {}) => {
			const program = await Program.start(args, {...options, env: {...home.env, ...env}});
			programs.push(program);
			return program;
		});
		for (const program of programs) await program.kill();
	},
	pipe: async ({home}, use) => {
		const programs: Piped[] = [];
		await use((args, {env, input, output} = {}) => {
			const program = new Piped(args, {...home.env, ...env}, input, output);
			programs.push(program);
			return program;
		});
		for (const {child, ended} of programs) {
			child.kill('SIGKILL');
			await ended;
		}
	},
	// biome-ignore lint/correctness/noEmptyPattern: as above
	serve: async ({}, use) => {
		const sandboxes: Sandbox[] = [];
		await use(async options => {
			const sandbox = await startSandbox(options);
			sandboxes.push(sandbox);
			return sandbox;
		});
		for (const sandbox of sandboxes) await sandbox.close();
	},
});

/** Makes the bucket `media`, with two uploads of one part that are ten days old: `a` and `b`. */
export function seedMedia(sandbox: Pick<Sandbox, 'seed' | 'now'>): void {
	sandbox.seed.bucket('media');
	const lastModified = sandbox.now() - 10 * 24 * 3_600_000;
	for (const key of ['a', 'b'])
		sandbox.seed.upload({
			bucket: 'media',
			key,
			initiated: lastModified,
			parts: [{number: 1, size: 8 * 2 ** 20, lastModified}],
		});
}

/** The environment in which the program's long waits are short: see `faster-clock.mjs`. */
export const fasterClock = {
	NODE_OPTIONS: `--import=${join(import.meta.dirname, 'faster-clock.mjs')}`,
};

/** Arguments and environment by which the program reaches a sandbox as its first user. */
export function to(
	{endpoint, users}: Pick<Sandbox, 'endpoint' | 'users'>,
	...args: string[]
): [string[], {env: Record<string, string>}] {
	return [['--endpoint', endpoint, ...args], {env: keysInEnv(users[0]!)}];
}
