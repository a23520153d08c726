import {optionValues, quoted, valueTakers, ways} from './cases.js';
import {type CompletionContext, isList, namesCall, namesIn, type Value} from './contexts.js';

/** To be sourced after compinit, or put as `_partway` into a folder of fpath. */
export function zshScript(contexts: readonly CompletionContext[]): string {
	const pattern = (at: readonly string[]) => at.map(quoted).join('|');
	return `#compdef partway
# zsh completion of partway
_partway() {
	local context=partway prev=$words[CURRENT-1]
	local -i i
	local -a options commands
	local names=
	for ((i = 2; i < CURRENT; i++)); do
		case "$context|$words[i]" in
			(${pattern(valueTakers(contexts))}) i=$((i + 1)) ;;
${ways(contexts)
	.map(([from, to]) => `\t\t\t(${quoted(from)}) context=${quoted(to)} ;;`)
	.join('\n')}
		esac
	done
	case "$context|$prev" in
${optionValues(contexts)
	.map(([at, value]) => `\t\t(${pattern(at)}) ${answer(value)}; return ;;`)
	.join('\n')}
	esac
	case $context in
${contexts.map(context => `\t\t(${quoted(context.name)})\n${wordsAt(context)}\n\t\t\t;;`).join('\n')}
	esac
	if [[ $PREFIX == -* ]]; then
		_describe -o option options
	elif (( $#commands )); then
		_describe command commands
	elif [[ -n $names ]]; then
		compadd -- \${(f)"$(eval $names)"}
	fi
}
if [[ $funcstack[1] == _partway ]]; then
	_partway "$@"
else
	compdef _partway partway
fi
`;
}

function wordsAt({commands, options, argument}: CompletionContext): string {
	const described = (name: string, words: string) => quoted(`${name}:${words}`);
	const flags = options.flatMap(({flags, description}) =>
		flags.map(flag => described(flag, description)),
	);
	const words = [
		...commands.map(({name, summary}) => described(name, summary)),
		...(isList(argument) ? argument.map(quoted) : []),
	];
	const list = (items: readonly string[]) =>
		items.map(item => `\n\t\t\t\t${item}`).join('') + (items.length > 0 ? '\n\t\t\t' : '');
	const kind = namesIn(argument);
	const names = kind === undefined ? '' : `\n\t\t\tnames=${quoted(namesCall(kind))}`;
	return `\t\t\toptions=(${list(flags)})\n\t\t\tcommands=(${list(words)})${names}`;
}

function answer(value: Value): string {
	if (value === 'anything') return ':';
	if (value === 'files') return '_files';
	return isList(value)
		? `compadd -- ${value.map(quoted).join(' ')}`
		: `compadd -- \${(f)"$(${namesCall(value.names)})"}`;
}
