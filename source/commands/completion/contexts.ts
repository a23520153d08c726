import type {Argument, Command, Option} from 'commander';
import {ListOption} from '../base/options/list-option.js';
import type {NameKind} from './names.js';

/** What may follow an option or stand for an argument; names are asked of partway when they are wanted. */
export type Value = 'files' | 'anything' | readonly string[] | {readonly names: NameKind};

/** What a value is, by how it is called in the help. */
const called: Readonly<Record<string, Value>> = {
	file: 'files',
	connection: {names: 'connections'},
	'own-connection': {names: 'own'},
	'aws-profile': {names: 'aws'},
	'connection-of-a-tool': {names: 'tools'},
};

export type CompletionOption = {
	/** `-p`, `--profile` */
	readonly flags: readonly string[];
	readonly description: string;
	/** Absent where it takes none. */
	readonly value?: Value;
	/** Whether the next word is its value in any case. */
	readonly needsValue: boolean;
};

/** Where one is in a command line: after the name of a command, and before that of another. */
export type CompletionContext = {
	/** `partway`, `partway profiles add` */
	readonly name: string;
	readonly commands: ReadonlyArray<{readonly name: string; readonly summary: string}>;
	readonly options: readonly CompletionOption[];
	/** What its arguments may be. */
	readonly argument?: Value;
};

/** Every context of the command line, the root first. */
export function contextsOf(command: Command, name = command.name()): CompletionContext[] {
	const help = command.createHelp();
	const visible = help.visibleCommands(command);
	const commands = visible.map(each => ({
		name: each.name(),
		summary: each.summary() || each.description(),
	}));
	const options = help.visibleOptions(command).map(toOption);
	const [argument] = command.registeredArguments;
	const context: CompletionContext = {
		name,
		commands,
		options,
		...(argument === undefined ? {} : {argument: valueNamed(argument, argument.name())}),
	};
	const below = visible.flatMap(each => {
		const under = `${name} ${each.name()}`;
		// What help is asked about stands beside it.
		if (!command.commands.includes(each))
			return [
				{name: under, commands: commands.filter(other => other.name !== each.name()), options: []},
			];
		return contextsOf(each, under);
	});
	return [context, ...below];
}

function toOption(option: Option): CompletionOption {
	const {short, long, description, required, optional, flags} = option;
	const words = [short, long].filter(flag => flag !== undefined);
	if (!required && !optional) return {flags: words, description, needsValue: false};
	const [, name = ''] = /[<[](.*)[>\]]/.exec(flags) ?? [];
	const value = option instanceof ListOption ? option.words : valueNamed(option, name);
	return {flags: words, description, value, needsValue: required};
}

function valueNamed({argChoices}: Pick<Argument, 'argChoices'>, name: string): Value {
	return argChoices ?? called[name] ?? 'anything';
}

export function isList(value: Value | undefined): value is readonly string[] {
	return Array.isArray(value);
}

/** Which names stand for it, if any. */
export function namesIn(value: Value | undefined): NameKind | undefined {
	return typeof value === 'object' && 'names' in value ? value.names : undefined;
}

/** What a shell runs for them. */
export function namesCall(kind: NameKind): string {
	return `partway __names ${kind} 2>/dev/null`;
}
