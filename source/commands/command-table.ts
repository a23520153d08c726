import type {Writable} from 'node:stream';
import type {Command, Option} from 'commander';
import {ScriptCommand} from './base/command.js';
import {exitMeanings} from './base/exit.js';
import {connectionGroup} from './base/options/connection-options.js';
import {Output} from './base/output/output.js';
import {createProgram} from './program.js';

/** The command line, which writes nowhere. */
export function documentedProgram(): Command {
	const nowhere = new Output({} as Writable);
	return createProgram(
		{
			stdout: nowhere,
			stderr: nowhere,
			stdin: process.stdin,
			env: {},
			exitCode: 0,
			listenToSignals: () => new AbortController().signal,
		},
		'',
		async () => {},
	);
}

/** What docs/commands.md takes from the command line, in Markdown, by the name of the place it stands in. */
export function commandTables(): Readonly<Record<'options' | 'exit-codes' | 'commands', string>> {
	const program = documentedProgram();
	return {
		options: optionTable(visibleOptions(program)),
		'exit-codes': exitTable(exitMeanings),
		commands: program
			.createHelp()
			.visibleCommands(program)
			.filter(command => program.commands.includes(command))
			.flatMap(sectionsOf)
			.join('\n\n'),
	};
}

/** A command, and those below it; one that only holds others has no section of its own. */
function sectionsOf(command: Command): string[] {
	if (command.commands.length > 0) return command.commands.flatMap(sectionsOf);
	const help = command.createHelp();
	const own = visibleOptions(command).filter(
		({helpGroupHeading}) => helpGroupHeading !== connectionGroup,
	);
	const connects = command.options.some(
		({helpGroupHeading}) => helpGroupHeading === connectionGroup,
	);
	const {examples = [], exits = {}} = command instanceof ScriptCommand ? command : {};
	const usage = help.commandUsage(command).replace(' [options]', '');
	const description = command.description();
	const [first, ...rest] = description;
	return [
		[
			`## ${usage.replace(/ [<[].*/, '')}`,
			`\`${usage}\``,
			`${first?.toUpperCase()}${rest.join('')}${description.endsWith('.') ? '' : '.'}`,
			...(connects ? ['It takes the [options of a connection](#options) too.'] : []),
			...(own.length === 0 ? [] : [optionTable(own)]),
			...(Object.keys(exits).length === 0 ? [] : [exitTable(exits)]),
			`\`\`\`\n${examples.map(([line, what]) => `${line}\n    # ${what}`).join('\n')}\n\`\`\``,
		].join('\n\n'),
	];
}

function visibleOptions(command: Command): Option[] {
	const options = command.createHelp().visibleOptions(command);
	return options.filter(({long}) => long !== '--help');
}

function optionTable(options: readonly Option[]): string {
	const rows = options.map(
		({flags, description}) => `| \`${cell(flags)}\` | ${cell(description)} |`,
	);
	return ['| option | |', '|---|---|', ...rows].join('\n');
}

function exitTable(meanings: Readonly<Record<string, string>>): string {
	const rows = Object.entries(meanings).map(([code, meaning]) => `| ${code} | ${cell(meaning)} |`);
	return ['| exit code | |', '|---|---|', ...rows].join('\n');
}

/** A `|` would end the cell. */
function cell(text: string): string {
	return text.replaceAll('|', '\\|');
}
