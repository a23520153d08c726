import {PassThrough, Readable} from 'node:stream';
import type {ExitCode} from '../../source/commands/base/exit.js';
import type {Io} from '../../source/commands/base/io.js';
import {Output} from '../../source/commands/base/output/output.js';
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
		as = sampleUsers[0],
	}: {
		readonly env?: Readonly<Record<string, string>>;
		/** Where stdout is a terminal: its width. */
		readonly columns?: number;
		readonly signal?: AbortSignal;
		readonly stdin?: string;
		/** Whose keys are in the environment: the first user of a sandbox. */
		readonly as?: {readonly accessKeyId: string; readonly secretAccessKey: string};
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
	const run = () =>
		runProgram(args, {
			io,
			version: '0.0.0',
			openApp: async (_options, target) => {
				await io.stdout.write(`the app on ${target}\n`);
				return 0;
			},
		});
	const code = await withKeys(as, run);
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
	HOME: '/nowhere',
	PARTWAY_CONFIG_DIR: '/nowhere',
	AWS_CONFIG_FILE: '/nowhere/config',
	AWS_SHARED_CREDENTIALS_FILE: '/nowhere/credentials',
};

/** The SDK's default chain looks for keys in the environment of the process, whatever a command is given. */
async function withKeys<T>(
	keys: {readonly accessKeyId: string; readonly secretAccessKey: string} | undefined,
	work: () => Promise<T>,
): Promise<T> {
	const names = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'] as const;
	const before = names.map(name => process.env[name]);
	const set = (values: ReadonlyArray<string | undefined>) => {
		for (const [at, name] of names.entries())
			if (values[at] === undefined) delete process.env[name];
			else process.env[name] = values[at];
	};
	set([keys?.accessKeyId, keys?.secretAccessKey]);
	try {
		return await work();
	} finally {
		set(before);
	}
}
