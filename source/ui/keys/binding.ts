import type {Command} from '../../session/core/command.js';
import type {Screen, SessionState} from '../../session/core/state.js';
import type {DialogContext} from '../../session/dialogs/record.js';

/** Where a binding holds. Several are active at once, the first that knows a key wins. */
export type Context = DialogContext | Screen['kind'] | 'list' | 'filter' | 'help' | 'global';

/** What each context is called, in the order of the key table. */
export const contextTitles: Readonly<Record<Context, string>> = {
	uploads: 'Uploads',
	parts: 'Parts',
	buckets: 'Buckets',
	connections: 'Connections',
	history: 'History',
	list: 'In every list',
	filter: 'While typing a filter',
	choice: 'When asked',
	word: 'When a word has to be typed',
	menu: 'In a menu',
	acts: 'Operations',
	act: 'While an operation is shown',
	'past-act': 'While an operation of the history is shown',
	run: 'While an abort of many is shown',
	help: 'In this help',
	form: 'In a form',
	test: 'While a connection is tested',
	global: 'On every screen',
	always: 'Everywhere but in a field',
};

export type Binding = {
	readonly command: Command;
	readonly context: Context;
	readonly keys: readonly string[];
	/** Two words at most, for the footer. */
	readonly title: string;
	readonly description: string;
	/** The footer drops the highest first; absent: not in the footer. 0 is never dropped. */
	readonly priority?: number;
	/** Changes or ends something: it counts only as a keypress of its own, never within joined input. */
	readonly needsOwnKeypress?: boolean;
	/** Means something rarely: the footer names it only when it can be done. */
	readonly rare?: boolean;
	/** Changes something on the server. */
	readonly dangerous?: boolean;
	/** Why it cannot be done now. */
	readonly disabled?: (state: SessionState) => string | undefined;
};

/** A binding of a context, in the order that one writes it. */
export type Line = readonly [
	command: Command,
	keys: readonly string[],
	title: string,
	description: string,
	more?: Partial<Binding>,
];

/** The bindings of a context. */
export function inContext(context: Context, lines: readonly Line[]): Binding[] {
	return lines.map(([command, keys, title, description, more]) => ({
		command,
		context,
		keys,
		title,
		description,
		...more,
	}));
}

/** Down and up where rows are looked through. */
export const byRows: readonly Line[] = [
	['down', ['j', 'down'], 'down', 'Down one row'],
	['up', ['k', 'up'], 'up', 'Up one row'],
	['page-down', ['pagedown', 'ctrl-d'], 'page down', 'Down one page'],
	['page-up', ['pageup', 'ctrl-u'], 'page up', 'Up one page'],
];

/** To both ends of a list. */
export const toTheEnds: readonly Line[] = [
	['first', ['g', 'home'], 'first', 'To the first row'],
	['last', ['G', 'end'], 'last', 'To the last row'],
];
