import {optionValues, quoted, valueTakers, ways} from './cases.js';
import {isList, namesCall, namesIn, type Place, type Value} from './places.js';

/** For bash 3.2 and newer, without the package bash-completion. */
export function bashScript(places: readonly Place[]): string {
	const pattern = (at: readonly string[]) => at.map(quoted).join('|');
	return `# bash completion of partway
_partway() {
	local IFS=$'\\n' cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} place=partway i
	COMPREPLY=()
	for ((i = 1; i < COMP_CWORD; i++)); do
		case "$place|\${COMP_WORDS[i]}" in
			${pattern(valueTakers(places))}) i=$((i + 1)) ;;
${ways(places)
	.map(([from, to]) => `\t\t\t${quoted(from)}) place=${quoted(to)} ;;`)
	.join('\n')}
		esac
	done
	case "$place|$prev" in
${optionValues(places)
	.map(([at, value]) => `\t\t${pattern(at)}) ${answer(value)}; return ;;`)
	.join('\n')}
	esac
	local options= words= names=
	case $place in
${places.map(place => `\t\t${quoted(place.name)}) ${wordsAt(place)} ;;`).join('\n')}
	esac
	if [[ $cur == -* ]]; then words=$options
	elif [[ $names ]]; then words=$(eval "$names"); fi
	COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -F _partway partway
`;
}

const lines = (words: readonly string[]) => `$'${words.join('\\n')}'`;

function wordsAt({commands, options, argument}: Place): string {
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
