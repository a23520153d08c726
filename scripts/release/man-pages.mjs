/**
 * Makes the man pages of a command and of those below it, in the language mdoc.
 *
 * @param {import('commander').Command} program
 * @param {Readonly<Record<string, string>>} exitMeanings
 * @param {string} security the page that says which files there are
 * @param {Date} date
 * @returns {Array<[name: string, text: string]>}
 */
export function manPages(program, exitMeanings, security, date) {
	const day = date.toLocaleDateString('en-US', {dateStyle: 'long', timeZone: 'UTC'});
	const pages = (command, name, above) => {
		const below = shownBelow(command).map(each => ({each, name: `${name}-${each.name()}`}));
		const {examples = [], exits = {}} = command;
		const lines = [
			`.Dd ${day}`,
			`.Dt ${name.toUpperCase()} 1`,
			'.Os',
			'.Sh NAME',
			`.Nm ${name}`,
			`.Nd ${inMacro(nameLine(command))}`,
			'.Sh SYNOPSIS',
			`.Nm ${name.replaceAll('-', ' ')}`,
			...synopsis(command),
			'.Sh DESCRIPTION',
			...prose(command.description()),
			...argumentList(command),
			...(above.length === 0
				? ['.Pp', ...prose('Without a command it opens the app: ? shows its keys, q ends it.')]
				: []),
			...optionLists(command),
			...(below.length === 0
				? []
				: ['.Sh COMMANDS', ...list(below.map(({each, name}) => [`Xr ${name} 1`, each.summary()]))]),
			...(above.length === 0 ? [...environment, ...filesIn(security)] : []),
			'.Sh EXIT STATUS',
			...list(
				Object.entries({...exitMeanings, ...exits}).map(([code, what]) => [`Li ${code}`, what]),
			),
			...exampleLines(examples),
			...seeAlso([...above, ...below.map(({name}) => name)]),
		];
		return [
			[name, `${lines.join('\n')}\n`],
			...below.flatMap(({each, name: own}) => pages(each, own, [...above, name])),
		];
	};
	return pages(program, program.name(), []);
}

const environment = [
	'.Sh ENVIRONMENT',
	...list([
		['Ev PARTWAY_CONFIG_DIR', 'The folder of the connections.'],
		['Ev PARTWAY_STATE_DIR', 'The folder of the history, of runs and of what is remembered.'],
		['Ev PARTWAY_BACKGROUND', 'What is behind the text: dark or light.'],
		['Ev NO_COLOR', 'Set and not empty: no colours.'],
		['Ev INK_SCREEN_READER', 'true: the screen is written for a screen reader.'],
		[
			'Ev AWS_PROFILE',
			'The connection, where none is named; other variables of AWS count as well.',
		],
		[
			'Ev HTTPS_PROXY , Ev HTTP_PROXY , Ev NO_PROXY',
			'The proxy, and the hosts that are asked without it.',
		],
	]),
];

/** The table of files of SECURITY.md. */
function filesIn(security) {
	const rows = [...security.matchAll(/^\| `(~[^`]+)` \| \d{4} \| (.+) \|$/gm)];
	if (rows.length === 0) throw new Error('SECURITY.md names no files');
	return ['.Sh FILES', ...list(rows.map(([, file, what]) => [`Pa ${inMacro(file)}`, `${what}.`]))];
}

/** The commands that the help names, without `help` itself. */
const shownBelow = command =>
	command
		.createHelp()
		.visibleCommands(command)
		.filter(each => command.commands.includes(each));

function nameLine(command) {
	const [first] = command.description().split(/:?\n/);
	return (command.summary() || first).replace(/\.$/, '');
}

function synopsis(command) {
	const args = command.registeredArguments.map(each =>
		each.required ? `.Ar ${each.name()}` : `.Op Ar ${each.name()}`,
	);
	const holdsOthers = shownBelow(command).length > 0 && args.length === 0;
	return ['.Op Ar options', ...args, ...(holdsOthers ? ['.Ar command'] : [])];
}

function argumentList(command) {
	const help = command.createHelp();
	const args = help.visibleArguments(command);
	return list(args.map(each => [`Ar ${each.name()}`, help.argumentDescription(each)]));
}

/** The options, under the headings of the help. */
function optionLists(command) {
	const help = command.createHelp();
	const groups = new Map();
	for (const option of help.visibleOptions(command)) {
		const heading = option.helpGroupHeading ?? 'Options:';
		groups.set(heading, [...(groups.get(heading) ?? []), option]);
	}
	return [...groups].flatMap(([heading, options]) => [
		`.Sh ${heading.replace(':', '').toUpperCase()}`,
		...list(options.map(each => [flags(each.flags), help.optionDescription(each)])),
	]);
}

/** `-p, --profile <name>` as `Fl p , Fl \-profile Ar name`. */
function flags(text) {
	const one = flag => {
		const [, name, value = ''] = /^-(\S+)\s?(.*)$/.exec(flag);
		const words = value.replace(/[<>[\]]/g, '').replace(/\.{3}$/, '');
		return `Fl ${inMacro(name)}${words === '' ? '' : ` Ar ${inMacro(words)}`}`;
	};
	return text.split(', ').map(one).join(' , ');
}

function list(items) {
	if (items.length === 0) return [];
	const lines = items.flatMap(([head, words]) => [`.It ${head}`, ...prose(words)]);
	return ['.Bl -tag -width Ds', ...lines, '.El'];
}

function exampleLines(examples) {
	if (examples.length === 0) return [];
	const lines = examples.map(([line, what]) => [
		...prose(`${what}:`),
		'.Bd -literal -offset indent',
		escaped(line),
		'.Ed',
	]);
	return ['.Sh EXAMPLES', ...lines.flatMap((each, at) => (at === 0 ? each : ['.Pp', ...each]))];
}

function seeAlso(names) {
	const sorted = [...names].sort();
	if (sorted.length === 0) return [];
	const lines = sorted.map((name, at) => `.Xr ${name} 1${at < sorted.length - 1 ? ' ,' : ''}`);
	return ['.Sh SEE ALSO', ...lines];
}

/** Lines of text, none longer than mandoc likes. A sentence begins a line. */
function prose(text) {
	const sentences = text.replace(/\s+/g, ' ').split(/(?<=[\p{L}\p{N})"][.!?]) /u);
	return sentences.flatMap(sentence => {
		const lines = [''];
		for (const word of sentence.split(' ')) {
			const last = lines.at(-1);
			if (last !== '' && last.length + word.length > 70) lines.push(word);
			else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
		}
		return lines.map(escaped);
	});
}

/** No word of it is taken for a macro. */
const inMacro = text => escaped(text).replace(/(?<=^| )(?=[A-Z][a-z]\b|[.,:;()?!|])/g, '\\&');

/** As it stands, whatever roff would make of it. */
function escaped(text) {
	return text
		.replaceAll('\\', '\\e')
		.replace(/(?<![\p{L}\p{N}])-|-(?=-)|(?<=--?[\w-]*)-/gu, '\\-')
		.replaceAll("'", '\\(aq')
		.replaceAll('`', '\\(ga')
		.replaceAll('~', '\\(ti')
		.replaceAll('^', '\\(ha')
		.replace(
			/[^\0-\x7F]/gu,
			sign => `\\[u${sign.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}]`,
		)
		.replace(/^\./, '\\&.');
}
