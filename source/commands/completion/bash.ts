import {optionValues, quoted, valueTakers, ways} from './cases.js';
import {type CompletionContext, isList, namesCall, namesIn, type Value} from './contexts.js';

/** For bash 3.2 and newer, without the package bash-completion. */
export function bashScript(contexts: readonly CompletionContext[]): string {
	const pattern = (at: readonly string[]) => at.map(quoted).join('|');
	return `# bash completion of partway
_partway() {
	local IFS=$'\\n' cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} context=partway i
	COMPREPLY=()
	for ((i = 1; i < COMP_CWORD; i++)); do
		case "$context|\${COMP_WORDS[i]}" in
			${pattern(valueTakers(contexts))}) i=$((i + 1)) ;;
${ways(contexts)
	.map(([from, to]) => `\t\t\t${quoted(from)}) context=${quoted(to)} ;;`)
	.join('\n')}
		esac
	done
	case "$context|$prev" in
${optionValues(contexts)
	.map(([at, value]) => `\t\t${pattern(at)}) ${answer(value)}; return ;;`)
	.join('\n')}
	esac
	local options= words= names=
	case $context in
${contexts.map(context => `\t\t${quoted(context.name)}) ${wordsAt(context)} ;;`).join('\n')}
	esac
	if [[ $cur == -* ]]; then words=$options
	elif [[ $names ]]; then words=$(eval "$names"); fi
	COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -F _partway partway
`;
}

const lines = (words: readonly string[]) => `$'${words.join('\\n')}'`;

function wordsAt({commands, options, argument}: CompletionContext): string {
	const flags = options.flatMap(option => option.flags);
	const words = [...commands.map(({name}) => name), ...(isList(argument) ? argument : [])];
	const kind = namesIn(argument);
	const names = kind === undefined ? '' : ` names=${quoted(namesCall(kind))}`;
	return `options=${lines(flags)} words=${lines(words)}${names}`;
}

function answer(value: Value): string {
	if (value === 'anything') return ':';
	if (value === 'files')
		return `compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$cur"))`;
	const kind = namesIn(value);
	const words = isList(value) ? lines(value) : `"$(${namesCall(kind ?? 'connections')})"`;
	return `COMPREPLY=($(compgen -W ${words} -- "$cur"))`;
}
