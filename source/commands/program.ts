import {Command, CommanderError} from 'commander';
import {escapeLines} from '../terminal/escape.js';
import {abortCommand} from './abort.js';
import {exitLines, speakThrough} from './base/command.js';
import {CommandError, type ExitCode, exitCodes} from './base/exit.js';
import type {Io} from './base/io.js';
import {addConnectionOptions, type ConnectionFlags} from './base/options/connection-options.js';
import {refuseEmpty} from './base/options/empty-values.js';
import {completeCommand} from './complete.js';
import {completionCommand} from './completion.js';
import {historyCommand} from './history.js';
import {listCommand} from './list.js';
import {metricsCommand} from './metrics.js';
import {namesCommand} from './names.js';
import {partsCommand} from './parts.js';
import {profilesCommand} from './profiles.js';
import {rescueCommand} from './rescue.js';
import {rulesCommand} from './rules.js';

/** What the app is opened with. */
export type AppOptions = ConnectionFlags & {
	readonly color: boolean;
	readonly ascii?: boolean;
	readonly demo?: boolean;
};

export type OpenApp = (options: AppOptions, target: string | undefined) => Promise<number>;

/** The commands for scripts, in the order of the help. */
const scriptCommands = [
	listCommand,
	partsCommand,
	completeCommand,
	rescueCommand,
	abortCommand,
	rulesCommand,
	historyCommand,
	metricsCommand,
	profilesCommand,
	completionCommand,
];

/** The command line: the app, unless the first word is a command. What runs says its exit code through `onEnd` or `io`. */
export function createProgram(
	io: Io,
	version: string,
	openApp: (options: AppOptions, target: string | undefined) => Promise<void>,
): Command {
	const program = speakThrough(new Command('partway'), io)
		.description(
			'A terminal UI for S3 multipart uploads that were started and never finished:\nlist them, show their parts, complete or abort them.',
		)
		.argument('[target]', 'a bucket, or s3://bucket/prefix (default: choose in the app)')
		.enablePositionalOptions()
		.helpCommand('help [command]', 'show the help of a command')
		.action((target: string | undefined, options: AppOptions) => openApp(options, target));
	addConnectionOptions(program)
		.option('--demo', 'open the app on an S3 server of its own, filled with sample uploads')
		.option('--no-color', 'use no colours (NO_COLOR does the same)')
		.option('--ascii', 'use plain characters, for simple terminals')
		.version(version, '-V, --version', 'show the version')
		.addHelpText(
			'after',
			`
Examples:
  partway --demo
  partway my-bucket
  partway -p oos-prod s3://my-bucket/raw/ --read-only
  partway -e http://127.0.0.1:9000 my-bucket
  partway s3://list        the bucket "list", which is also a command

Exit codes:
${exitLines().join('\n')}`,
		);
	for (const make of scriptCommands) program.addCommand(make(io));
	program.addCommand(namesCommand(io), {hidden: true});
	return program;
}

/** Runs what the arguments say. Resolves with the exit code once all that was written has left. */
export async function runProgram(
	args: readonly string[],
	{
		io,
		version,
		openApp,
		beforeWork = () => {},
	}: {
		readonly io: Io;
		readonly version: string;
		readonly openApp: OpenApp;
		/** Called before the app opens or a command begins, and not for help. */
		readonly beforeWork?: () => void;
	},
): Promise<number> {
	let code: number | undefined;
	const program = createProgram(io, version, async (options, target) => {
		refuseEmpty(program);
		code = await openApp(options, target);
	});
	program.hook('preAction', () => beforeWork());
	try {
		await program.parseAsync(args, {from: 'user'});
	} catch (error) {
		if (error instanceof CommandError) {
			await io.stderr.write(`${escapeLines(error.message)}\n`).catch(() => {});
			code = error.code;
		} else if (error instanceof CommanderError)
			code = error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
		else throw error;
	}
	const ended: number | ExitCode = code ?? io.exitCode;
	// Who interrupts does not wait for a reader that does not read.
	if (ended !== exitCodes.interrupted) await Promise.all([io.stdout.flush(), io.stderr.flush()]);
	return ended;
}
