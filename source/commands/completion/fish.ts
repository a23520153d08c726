import {valueTakers, ways} from './cases.js';
import {type CompletionContext, type CompletionOption, namesCall, type Value} from './contexts.js';

/** For fish 3 and newer. */
export function fishScript(contexts: readonly CompletionContext[]): string {
	return `# fish completion of partway
function __partway_context
	set -l context partway
	set -l takes_value 0
	for word in (commandline -opc)[2..-1]
		if test $takes_value = 1
			set takes_value 0
			continue
		end
		switch "$context|$word"
			case ${valueTakers(contexts).map(quoted).join(' ')}
				set takes_value 1
${ways(contexts)
	.map(([from, to]) => `\t\t\tcase ${quoted(from)}\n\t\t\t\tset context ${quoted(to)}`)
	.join('\n')}
		end
	end
	echo $context
end
complete -c partway -e
complete -c partway -f
${contexts.flatMap(linesOf).join('\n')}
`;
}

function linesOf({name, commands, options, argument}: CompletionContext): string[] {
	const here = `complete -c partway -n ${quoted(`test (__partway_context) = "${name}"`)}`;
	return [
		...commands.map(command => `${here} -a ${quoted(command.name)} -d ${quoted(command.summary)}`),
		...(argument === undefined || argument === 'files' || argument === 'anything'
			? []
			: [`${here} -a ${quoted(offered(argument))}`]),
		...options.map(option => `${here} ${optionWords(option)}`),
	];
}

function optionWords({flags, description, value, needsValue}: CompletionOption): string {
	const names = flags.map(flag =>
		flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`,
	);
	const takes =
		value === undefined
			? []
			: value === 'files'
				? [needsValue ? '-r -F' : '-F']
				: value === 'anything'
					? ['-x']
					: [`-x -a ${quoted(offered(value))}`];
	return [...names, ...takes, '-d', quoted(description)].join(' ');
}

/** Words, or the command that prints them. */
function offered(value: Exclude<Value, string>): string {
	return 'names' in value ? `(${namesCall(value.names)})` : value.join(' ');
}

/** In fish's single quotes only these two are special. */
function quoted(text: string): string {
	return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
