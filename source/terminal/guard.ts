/** What is looked at before the screen is taken. */
export type TerminalFacts = {
	readonly stdin: {readonly isTTY?: boolean};
	readonly stdout: {readonly isTTY?: boolean};
	readonly env: Readonly<Record<string, string | undefined>>;
};

/** Why the app cannot be drawn here and what to do instead, as one sentence for stderr; undefined when it can. */
export function whyNoScreen(facts: TerminalFacts): string | undefined {
	const otherwise = '; in a script use partway list';
	for (const stream of ['stdin', 'stdout'] as const) {
		if (!facts[stream].isTTY)
			return `partway draws on a terminal, and ${stream} is not one: start it in a terminal, over ssh with "ssh -t"${otherwise}.`;
	}
	if (facts.env.TERM === 'dumb')
		return `partway draws on a terminal that can move its cursor, and TERM is "dumb": start it in another terminal, or set TERM to what this one is${otherwise}.`;
	return undefined;
}

/** The sentence for a Node.js that is too old; undefined when it is not. `version` is `process.versions.node`. */
export function nodeTooOld(version: string): string | undefined {
	const [major = 0, minor = 0] = version.split('.').map(Number);
	if (major > 20 || (major === 20 && minor >= 19)) return undefined;
	return `partway needs Node.js 20.19 or newer, and this is ${version}.`;
}

/** Whether the terminal lacks most signs: the console of Linux does, and what is not UTF-8. */
export function isPoorTerminal({
	TERM,
	LC_ALL,
	LC_CTYPE,
	LANG,
}: Readonly<Record<string, string | undefined>>): boolean {
	const locale = LC_ALL || LC_CTYPE || LANG || '';
	return TERM === 'linux' || (locale !== '' && !/utf-?8/i.test(locale));
}
