import {spawn} from 'node:child_process';
import {mkdir, mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import type {Endpoint} from './witness.js';

/** What the built program said. */
export type Said = {
	readonly command: string;
	readonly code: number | null;
	readonly stdout: string;
	readonly stderr: string;
};

/** Milliseconds after which a command is ended: that it does not end is wrong too. */
const longest = 300_000;

/** The built program against one endpoint, with files of its own. */
export class Partway {
	readonly #folder: string;
	readonly #to: Endpoint;
	readonly #program: string;

	private constructor(folder: string, to: Endpoint, program: string) {
		this.#folder = folder;
		this.#to = to;
		this.#program = program;
	}

	static async at(to: Endpoint, program = 'dist/cli.js'): Promise<Partway> {
		const folder = await mkdtemp(join(tmpdir(), 'partway-servers-'));
		await mkdir(join(folder, 'tmp'));
		return new Partway(folder, to, resolve(program));
	}

	run(...args: readonly string[]): Promise<Said> {
		const {endpoint, region, keys} = this.#to;
		const child = spawn(
			process.execPath,
			[this.#program, ...args, '-e', endpoint, '-r', region, '--path-style'],
			{
				cwd: this.#folder,
				stdio: ['ignore', 'pipe', 'pipe'],
				timeout: longest,
				env: {
					...{PATH: process.env['PATH'], LANG: 'C.UTF-8', HOME: this.#folder},
					TMPDIR: join(this.#folder, 'tmp'),
					PARTWAY_CONFIG_DIR: join(this.#folder, 'config'),
					PARTWAY_STATE_DIR: join(this.#folder, 'state'),
					AWS_CONFIG_FILE: join(this.#folder, 'aws-config'),
					AWS_SHARED_CREDENTIALS_FILE: join(this.#folder, 'aws-credentials'),
					AWS_EC2_METADATA_DISABLED: 'true',
					AWS_ACCESS_KEY_ID: keys.accessKeyId,
					AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
					TRUE_PROGRAM: resolve('dist/cli.js'),
				},
			},
		);
		let stdout = '';
		let stderr = '';
		child.stdout.setEncoding('utf8').on('data', text => {
			stdout += text;
		});
		child.stderr.setEncoding('utf8').on('data', text => {
			stderr += text;
		});
		const command = `partway ${args.map(arg => (/^[\w./:=-]+$/.test(arg) ? arg : JSON.stringify(arg))).join(' ')}`;
		return new Promise((done, failed) => {
			child.once('error', failed);
			child.once('close', code => done({command, code, stdout, stderr}));
		});
	}

	async close(): Promise<void> {
		await rm(this.#folder, {recursive: true, force: true, maxRetries: 5});
	}
}

/** The lines of JSON that a command wrote; those that are none are left out. */
export function jsonOf(text: string): Array<Record<string, unknown>> {
	return text
		.split('\n')
		.filter(line => line.startsWith('{'))
		.flatMap(line => {
			try {
				return [JSON.parse(line) as Record<string, unknown>];
			} catch {
				return [];
			}
		});
}
