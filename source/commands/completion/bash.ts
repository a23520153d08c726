import {optionValues, quoted, valueTakers, ways} from './cases.js';
import {type CompletionContext, isList, namesCall, namesIn, type Value} from './contexts.js';

/** For bash 3.2 and newer, without the package bash-completion. */
export function bashScript(contexts: readonly CompletionContext[]): string {
	const pattern = (at: readonly string[]) => at.map(quoted).join('|');
	return `# bash completion of partway
_partway() {
	local IFS=$'\\n' context=partway rest=$COMP_LINE n=-1 i typed=()
	COMPREPLY=()
	# Readline takes "a:b" and "--a=b" apart.
	for ((i = 0; i <= COMP_CWORD; i++)); do
		local word=\${COMP_WORDS[i]}
		if [[ $i != 0 && $word && $rest == "$word"* ]]; then typed[n]+=$word
		else typed[++n]=$word; fi
		rest=\${rest#*"$word"}
	done
	local cur=\${typed[n]} prev=\${typed[n-1]}
	for ((i = 1; i < n; i++)); do
		case "$context|\${typed[i]}" in
			${pattern(valueTakers(contexts))}) i=$((i + 1)) ;;
${ways(contexts)
	.map(([from, to]) => `\t\t\t${quoted(from)}) context=${quoted(to)} ;;`)
	.join('\n')}
		esac
	done
	if [[ $cur == --*=* ]]; then prev=\${cur%%=*} cur=\${cur#*=}; fi
	case "$context|$prev" in
${optionValues(contexts)
	.map(([at, value]) => `\t\t${pattern(at)}) ${answer(value)} ;;`)
	.join('\n')}
		*)
			local options= words= names=
			case $context in
${contexts.map(context => `\t\t\t\t${quoted(context.name)}) ${wordsAt(context)} ;;`).join('\n')}
			esac
			if [[ $cur == -* ]]; then words=$options
			elif [[ $names ]]; then words=$(eval "$names"); fi
			COMPREPLY=($(compgen -W "$words" -- "$cur"))
	esac
	# What stands before the last colon is not replaced.
	if [[ $cur == *:* && $COMP_WORDBREAKS == *:* ]]; then
		prev=\${cur%"\${cur##*:}"}
		COMPREPLY=("\${COMPREPLY[@]#"$prev"}")
	fi
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
