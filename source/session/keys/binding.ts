import type {SessionState} from '../core/state.js';
import type {Rows, Step} from '../core/step.js';

/** What each context is called, in the order of the key table. Several are active at once. */
export const contextTitles = {
	uploads: 'Uploads',
	tree: 'The tree of uploads',
	parts: 'Parts',
	buckets: 'Buckets',
	connections: 'Connections',
	history: 'History',
	rules: 'Rules of a bucket',
	list: 'In every list',
	filter: 'While typing a filter',
	choice: 'When asked',
	word: 'When a word has to be typed',
	menu: 'In a menu',
	acts: 'Operations',
	act: 'While an operation is shown',
	rescue: 'While a rescue is shown',
	'past-act': 'While an operation of the history is shown',
	'rules-act': 'While a change of rules is shown',
	run: 'While an abort of many is shown',
	help: 'In this help',
	form: 'In a form',
	file: 'While a file is asked for',
	test: 'While a connection is tested',
	global: 'On every screen',
	always: 'Everywhere but in a field',
} as const;

/** Where a binding holds. In `filter`, `word`, `form` and `file` letters are typed. */
export type Context = keyof typeof contextTitles;

/** A key, and all that there is to say of it. `On` is the screen or the dialog that it acts on. */
export type Binding<On> = {
	readonly keys: readonly string[];
	/** Two words at most, for the footer. */
	readonly title: string;
	readonly description: string;
	/** @param pressed which of the keys it was. */
	run(state: SessionState, on: On, rows: Rows, pressed: string): Step;
	/** Why it cannot be done now: then it is not run. */
	disabled?(state: SessionState, on: On): string | undefined;
	/** The footer drops the highest first; absent: not in the footer. 0 is never dropped. */
	readonly priority?: number;
	/** Changes or ends something: it counts only as a keypress of its own, never within joined input. */
	readonly needsOwnKeypress?: boolean;
	/** Means something rarely: the footer names it only when it can be done. */
	readonly rare?: boolean;
	/** Whether the footer names it now; absent: always. */
	isNamed?(on: On, state: SessionState): boolean;
	/** Changes something on the server. */
	readonly dangerous?: boolean;
};

/** The bindings of a context, by their names. */
export type Keys<On> = Readonly<Record<string, Binding<On>>>;

/** A binding. Several keys stand with a blank between them. */
export function key<On = unknown>(
	keys: string,
	title: string,
	description: string,
	run: Binding<On>['run'],
	more?: Omit<Binding<On>, 'keys' | 'title' | 'description' | 'run'>,
): Binding<On> {
	return {keys: keys.split(' '), title, description, run, ...more};
}
