import {type Command, CommanderError} from 'commander';
import {describe, expect, test} from 'vitest';
import {documentedProgram} from '../../source/commands/command-table.js';
import {codeLines, codeWords, pages} from './pages.js';

/** Written from the program. */
const generated = new Set([
	'docs/commands.md',
	'docs/keys.md',
	'docs/services.md',
	'docs/performance.md',
]);

/** Every long option of a command and of those below it. */
function optionsOf(command: Command): string[] {
	const own = command.createHelp().visibleOptions(command);
	return [...own.map(({long}) => long ?? ''), ...command.commands.flatMap(optionsOf)];
}

/** The program, of which no command does anything. */
function idleProgram(): Command {
	const program = documentedProgram();
	const idle = (command: Command): void => {
		if (command.commands.length === 0 || command === program) command.action(() => {});
		command.commands.forEach(idle);
	};
	idle(program);
	return program;
}

/** The words that a shell would hand over of a line that begins with `partway`. */
function shellWords(line: string): string[] {
	const [, ...words] = line.match(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g) ?? [];
	const end = words.findIndex(word => /^(?:\||\d?>|#)/.test(word));
	return words.slice(0, end < 0 ? undefined : end).map(word => word.replace(/['"]/g, ''));
}

/** Why the program does not take these words; undefined where it does. @param isPart whether an argument or an option that has to be there may be missing. */
async function refusal(words: readonly string[], isPart: boolean): Promise<string | undefined> {
	const program = idleProgram();
	const [first = ''] = words;
	const names = [...program.commands.map(command => command.name()), 'help'];
	const isTarget = /^(?:my-bucket$|s3:\/\/|-)/.test(first);
	if (first !== '' && !isTarget && !names.includes(first)) return `${first} is no command`;
	try {
		await program.parseAsync(words, {from: 'user'});
		return undefined;
	} catch (error) {
		if (!(error instanceof CommanderError)) return (error as Error).message;
		const isNamedOnly = [
			'commander.missingArgument',
			'commander.missingMandatoryOptionValue',
			'commander.help',
		].includes(error.code);
		return error.exitCode === 0 || (isPart && isNamedOnly) ? undefined : error.message;
	}
}

/** `partway a|b` are two. */
function alternatives(words: readonly string[]): string[][] {
	const at = words.findIndex(word => /^\w+(?:\|\w+)+$/.test(word));
	return at < 0 ? [[...words]] : (words[at] ?? '').split('|').map(word => words.with(at, word));
}

async function refusals(lines: readonly string[], isPart: boolean): Promise<string[]> {
	const refused: string[] = [];
	for (const line of lines)
		for (const words of alternatives(shellWords(line))) {
			const why = await refusal(words, isPart);
			if (why !== undefined) refused.push(`${line}: ${why}`);
		}
	return refused;
}

const written = [...pages].filter(([path]) => !generated.has(path));

describe('the command lines of the documents', () => {
	test('those in blocks are whole, and the program takes each', async () => {
		const lines = written
			.flatMap(([, text]) => codeLines(text))
			.map(line => /^(?:[\d*\s]+|Exec\w+=\S*\/)?(partway (?!= ).*)/.exec(line)?.[1])
			.filter(line => line !== undefined);
		expect(lines.length).toBeGreaterThan(25);
		expect(await refusals(lines, false)).toEqual([]);
	});

	test('those in sentences name commands and options that there are', async () => {
		const lines = written
			.flatMap(([, text]) => codeWords(text))
			.filter(word => /^partway (?!failed:)/.test(word));
		expect(lines.length).toBeGreaterThan(25);
		expect(await refusals(lines, true)).toEqual([]);
	});

	test('each option that a sentence names is one of the program, but where other tools are described', () => {
		const known = new Set(optionsOf(documentedProgram()));
		const own = written.filter(([path]) => path !== 'docs/comparison.md');
		const unknown = own.flatMap(([path, text]) =>
			codeWords(text)
				.filter(word => word.startsWith('--'))
				.map(word => word.replace(/[ =].*/, ''))
				.filter(option => !known.has(option))
				.map(option => `${path} ${option}`),
		);
		expect(unknown).toEqual([]);
	});

	test('the inspector itself finds what is no command, no option, and too little', async () => {
		expect(
			await refusals(
				['partway lst my-bucket', 'partway list my-bucket --nope', 'partway complete'],
				false,
			),
		).toHaveLength(3);
	});
});
