import {PassThrough, Readable} from 'node:stream';
import {afterAll, beforeAll, vi} from 'vitest';
import type {ExitCode} from '../../source/commands/base/exit.js';
import type {Io} from '../../source/commands/base/io.js';
import {Output} from '../../source/commands/base/output.js';
import {runProgram} from '../../source/commands/program.js';
import {sampleUsers} from '../../source/sandbox/users.js';

export type Ended = {readonly code: number; readonly stdout: string; readonly stderr: string};

/**
 * Runs a command in this process, as a shell would: what it wrote and its exit code. The app is not
 * opened: its place is taken by words that say so.
 */
export async function runCommand(
	args: readonly string[],
	{
		env = {},
		columns,
		signal = new AbortController().signal,
		stdin = '',
	}: {
		readonly env?: Readonly<Record<string, string>>;
		/** Where stdout is a terminal: its width. */
		readonly columns?: number;
		readonly signal?: AbortSignal;
		readonly stdin?: string;
	} = {},
): Promise<Ended> {
	const [stdout, stderr] = [gathered(columns), gathered()];
	const io: Io = {
		stdout: stdout.output,
		stderr: stderr.output,
		stdin: Readable.from([stdin]),
		env,
		listenToSignals: () => signal,
		exitCode: 0 satisfies ExitCode,
	};
	const code = await runProgram(args, {
		io,
		version: '0.0.0',
		openApp: async (_options, target) => {
			await io.stdout.write(`the app on ${target}\n`);
			return 0;
		},
	});
	return {code, stdout: stdout.text(), stderr: stderr.text()};
}

function gathered(columns?: number) {
	const chunks: Buffer[] = [];
	const stream = Object.assign(
		new PassThrough(),
		columns === undefined ? {} : {isTTY: true, columns},
	);
	stream.on('data', chunk => chunks.push(chunk));
	return {output: new Output(stream), text: () => Buffer.concat(chunks).toString()};
}

/** No configuration of whoever runs the tests. */
export const nowhere = {
	PARTWAY_CONFIG_DIR: '/nowhere',
	AWS_CONFIG_FILE: '/nowhere/config',
	AWS_SHARED_CREDENTIALS_FILE: '/nowhere/credentials',
};

/** The tests of a file act as the first user of a sandbox: the SDK looks for keys in the environment of the process. */
export function actAsAlice(): void {
	beforeAll(() => {
		const [alice] = sampleUsers;
		vi.stubEnv('AWS_ACCESS_KEY_ID', alice?.accessKeyId);
		vi.stubEnv('AWS_SECRET_ACCESS_KEY', alice?.secretAccessKey);
	});
	afterAll(() => {
		vi.unstubAllEnvs();
	});
}
