import {Command} from 'commander';
import {S3Failure} from '../../s3/failure/failure.js';
import {crashWords} from '../../terminal/crash.js';
import {escapeLines} from '../../terminal/escape.js';
import {CommandError, type ExitCode, exitCodes, exitMeanings, usageError} from './exit.js';
import type {Io} from './io.js';
import {refuseEmpty} from './options/empty-values.js';
import {BrokenPipe, UnwritableOutput} from './output/output.js';

export type Example = readonly [commandLine: string, what: string];

/** A command for scripts; help, docs/commands.md and shell completion are written from it. */
export class ScriptCommand extends Command {
	examples: readonly Example[] = [];
	/** What an exit code says here, where that is more than it says everywhere. */
	exits: Partial<Record<ExitCode, string>> = {};
}

/** Makes a command that speaks through `io`; its arguments, options and work come from its own file. */
export function scriptCommand(
	io: Io,
	facts: {
		readonly name: string;
		/** A line for the list of commands. */
		readonly summary: string;
		/** What its own help says first. */
		readonly description?: string;
		readonly examples: readonly Example[];
		readonly exits?: Partial<Record<ExitCode, string>>;
	},
): ScriptCommand {
	const {name, summary, description = summary, examples, exits = {}} = facts;
	const command = speakThrough(new ScriptCommand(name), io)
		.summary(summary)
		.description(description)
		.addHelpText('after', () => helpAfter(examples, exits));
	command.examples = examples;
	command.exits = exits;
	return command;
}

/** Makes a command that only holds others. */
export function commandOfCommands(
	io: Io,
	facts: Parameters<typeof scriptCommand>[1],
	makers: ReadonlyArray<(io: Io) => ScriptCommand>,
): ScriptCommand {
	const command = scriptCommand(io, facts);
	for (const make of makers) command.addCommand(make(io));
	return command;
}

/** Help goes to stdout, what is wrong to stderr, and neither ends the process. */
export function speakThrough<C extends Command>(command: C, {stdout, stderr}: Io): C {
	const into = (output: Io['stdout']) => (text: string) => {
		// A reader that is gone wants no help.
		output.write(text).catch(() => {});
	};
	return command
		.helpOption('-h, --help', 'show this help')
		.configureOutput({
			writeOut: into(stdout),
			writeErr: into(stderr),
			outputError: (text, write) => write(`${escapeLines(text.trimEnd())}\n`),
			getOutHelpWidth: () => stdout.columns ?? 80,
			getErrHelpWidth: () => stderr.columns ?? 80,
			getOutHasColors: () => false,
			getErrHasColors: () => false,
		})
		.exitOverride() as C;
}

function helpAfter(examples: readonly Example[], exits: Partial<Record<ExitCode, string>>): string {
	const shown = examples.map(([line, what]) => `  ${line}\n      ${what}`);
	return ['', 'Examples:', ...shown, '', 'Exit codes:', ...exitLines(exits)].join('\n');
}

/** Each code with its meaning, a line for each. */
export function exitLines(exits: Partial<Record<ExitCode, string>> = {}): string[] {
	return Object.entries({...exitMeanings, ...exits}).map(
		([code, meaning]) => `  ${code.padEnd(4)}${meaning}`,
	);
}

/** What a command's work is given. */
export type Run = Pick<Io, 'stdout' | 'stderr' | 'stdin' | 'env'> & {
	/** Aborted when the program is to end: by ctrl-c, TERM or HUP. */
	readonly signal: AbortSignal;
	/** Writes data; resolves once there is room for more. @throws BrokenPipe, or the signal's reason. */
	write(text: string): Promise<void>;
	/** Says lines on stderr: safe for the terminal already, or escaped by the caller. */
	say(...lines: string[]): Promise<void>;
	/**
	 * Names a failure on stderr: what failed, and what to do unless it was said of this operation and code before.
	 * A sentence of ours is escaped and said.
	 */
	tell(failure: S3Failure | string): Promise<void>;
	/** What was shown first. */
	readonly firstFailure: S3Failure | string | undefined;
	/** Whether any failure was shown. */
	readonly hasFailed: boolean;
};

/**
 * Gives a command its work: called with the options, those typed before the command's name included, and
 * with the arguments. What it returns is the exit code; what it throws is shown on stderr and becomes one.
 */
export function doing<O extends object>(
	command: ScriptCommand,
	io: Io,
	work: (run: Run, options: O, ...args: Array<string | undefined>) => Promise<ExitCode>,
): ScriptCommand {
	return command.action(async () => {
		const run = runWith(io);
		const prints = command.opts()['json'] === true;
		io.exitCode = await ending(run, prints, async () => {
			refuseEmpty(command);
			const before = optionsBefore(command);
			if (before['demo']) throw usageError('--demo opens the app; a command needs a real service.');
			return work(run, {...before, ...command.opts()} as O, ...command.processedArgs);
		});
	}) as ScriptCommand;
}

/** What was typed before the command's name, and before that of the command it belongs to. */
function optionsBefore({parent}: Command): Record<string, unknown> {
	return parent === null ? {} : {...optionsBefore(parent), ...parent.opts()};
}

function runWith(io: Io): Run {
	const {stdout, stderr, stdin, env} = io;
	const signal = io.listenToSignals();
	const advised = new Set<string>();
	let firstFailure: S3Failure | string | undefined;
	const say = (...lines: string[]) =>
		stderr.write(lines.map(line => `${line}\n`).join('')).catch(() => {});
	return {
		...{stdout, stderr, stdin, env, signal},
		write: text => stdout.write(text, signal),
		say,
		get firstFailure() {
			return firstFailure;
		},
		get hasFailed() {
			return firstFailure !== undefined;
		},
		async tell(failure) {
			firstFailure ??= failure;
			if (typeof failure === 'string') return say(escapeLines(failure));
			const {operation, code} = failure;
			const known = advised.has(`${operation} ${code}`);
			advised.add(`${operation} ${code}`);
			const {whatFailed, whatToDo} = await import('./output/words.js');
			await say(whatFailed(failure), ...(known ? [] : [whatToDo(failure)]));
		},
	};
}

/**
 * The exit code of some work, whatever it throws. A reader that is gone has seen what it wanted: that is no failure.
 *
 * @param printsJson then it does not end without a word on stdout, unless it was used wrongly.
 */
async function ending(
	run: Run,
	printsJson: boolean,
	work: () => Promise<ExitCode>,
): Promise<ExitCode> {
	let sentence: string | undefined;
	const code = await codeOf();
	const saysWhy = code === exitCodes.failed || code === exitCodes.refused;
	if (printsJson && saysWhy && !run.stdout.hasWritten) {
		const {endedJson} = await import('./output/error-fields.js');
		// Where nothing can be written, stderr has it all the same.
		await run.stdout.write(endedJson(code, sentence ?? run.firstFailure)).catch(() => {});
	}
	return code;

	async function codeOf(): Promise<ExitCode> {
		try {
			return await work();
		} catch (error) {
			return codeOfError(error);
		}
	}

	async function codeOfError(error: unknown): Promise<ExitCode> {
		if (run.signal.aborted) return exitCodes.interrupted;
		if (error instanceof BrokenPipe) return run.hasFailed ? exitCodes.failed : exitCodes.done;
		if (error instanceof UnwritableOutput || error instanceof CommandError) {
			sentence = error.message;
			await run.say(escapeLines(sentence));
			return error instanceof CommandError ? error.code : exitCodes.failed;
		}
		if (error instanceof S3Failure) {
			await run.tell(error);
			return exitCodes.failed;
		}
		await run.say(crashWords(error));
		return exitCodes.failed;
	}
}
