import type {Command} from '../core/command.js';
import type {SessionState} from '../core/state.js';
import type {Dialog} from '../dialogs/dialog-state.js';
import {dialogRows} from './layout.js';

/** What lies over the screen and may be longer than it: texts, not lists with a cursor of their own. */
const texts: ReadonlySet<Dialog['kind']> = new Set([
	'complete',
	'abort',
	'act',
	'past-act',
	'close-act',
	'text',
	'test',
	'make-public',
	'read-more',
	'remove-connection',
]);

function isText({help, dialog}: SessionState): boolean {
	return help || (dialog !== undefined && texts.has(dialog.kind));
}

/**
 * How far a motion scrolls the help or a dialog; undefined when it is no motion or nothing of the kind
 * is open. Where the text ends only the screen knows, which then says how far it really went.
 */
export function scrolled(state: SessionState, command: Command): number | undefined {
	if (!isText(state)) return undefined;
	const page = Math.max(1, dialogRows(state) - 1);
	const steps: Partial<Record<Command, number>> = {
		down: 1,
		up: -1,
		'page-down': page,
		'page-up': -page,
		'half-page-down': Math.ceil(page / 2),
		'half-page-up': -Math.ceil(page / 2),
		first: Number.NEGATIVE_INFINITY,
		last: Number.MAX_SAFE_INTEGER,
	};
	const step = steps[command];
	return step === undefined ? undefined : Math.max(0, state.scroll + step);
}
