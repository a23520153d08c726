import type {Command} from '../core/command.js';
import type {SessionState} from '../core/state.js';
import {recordOf} from '../dialogs/registry.js';
import {dialogRows} from './layout.js';

/** Whether what lies over the screen is a text, and not a list with a cursor of its own. */
function isText({help, dialog}: SessionState): boolean {
	return help || (dialog !== undefined && recordOf(dialog).body === 'text');
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
