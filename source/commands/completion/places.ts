import type {Command, Option} from 'commander';

/** What may follow an option or stand for an argument. */
export type Value = 'files' | 'anything' | readonly string[];

export type PlaceOption = {
	/** `-p`, `--profile` */
	readonly flags: readonly string[];
	readonly description: string;
	/** Absent where it takes none. */
	readonly value?: Value;
	/** Whether the next word is its value in any case. */
	readonly needsValue: boolean;
};

/** Where one is in a command line: after the name of a command, and before that of another. */
export type Place = {
	/** `partway`, `partway profiles add` */
	readonly name: string;
	readonly commands: ReadonlyArray<{readonly name: string; readonly summary: string}>;
	readonly options: readonly PlaceOption[];
	/** What its arguments may be. */
	readonly argument?: Value;
};

/** Every place of the command line, the root first. */
export function placesOf(command: Command, name = command.name()): Place[] {
	const help = command.createHelp();
	const visible = help.visibleCommands(command);
	const commands = visible.map(each => ({
		name: each.name(),
		summary: each.summary() || each.description(),
	}));
	const options = help.visibleOptions(command).map(toOption);
	const [argument] = command.registeredArguments;
	const place: Place = {
		name,
		commands,
		options,
		...(argument === undefined ? {} : {argument: argument.argChoices ?? 'anything'}),
	};
	const below = visible.flatMap(each => {
		const under = `${name} ${each.name()}`;
		// What help is asked about stands beside it.
		if (!command.commands.includes(each))
			return [
				{name: under, commands: commands.filter(other => other.name !== each.name()), options: []},
			];
		return placesOf(each, under);
	});
	return [place, ...below];
}

function toOption({
	short,
	long,
	description,
	required,
	optional,
	flags,
	argChoices,
}: Option): PlaceOption {
	const words = [short, long].filter(flag => flag !== undefined);
	if (!required && !optional) return {flags: words, description, needsValue: false};
	const value = argChoices ?? (/[<[]file[>\]]/.test(flags) ? 'files' : 'anything');
	return {flags: words, description, value, needsValue: required};
}
