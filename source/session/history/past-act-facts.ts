import type {OpenAct, PastAct} from '../../operations/journal/journal.js';
import {probablyFailedAfter} from '../../operations/journal/journal-acts.js';
import type {SessionState} from '../core/state.js';
import type {DialogOf} from '../dialogs/dialog.js';

type PastActDialog = DialogOf<'past-act'>;

/** The act as the journal holds it open; undefined when it has an end. */
export function openActOf({acts}: SessionState, {intent}: PastAct): OpenAct | undefined {
	return acts.unsettled.find(open => open.intent.id === intent.id);
}

/** Why the act that is shown cannot be looked up; undefined when it can. */
export function whyNotLookedUp(state: SessionState, {act}: PastActDialog): string | undefined {
	const open = openActOf(state, act);
	if (open === undefined) return 'its outcome is known';
	if (open.state === 'running') return 'it is still under way';
	if (state.connection === undefined) return 'nothing is connected';
	return state.connection.endpoint === open.intent.endpoint
		? undefined
		: `it was sent to ${open.intent.endpoint}: connect there first`;
}

/** Why the act that is shown cannot be closed by hand; undefined when it can. */
export function whyNotClosed(state: SessionState, {act}: PastActDialog): string | undefined {
	const open = openActOf(state, act);
	if (open === undefined) return 'it is over';
	if (open.state === 'running') return 'it is still under way';
	// Until then it may be at work, whatever shows.
	return state.here - Date.parse(open.intent.time) < probablyFailedAfter
		? 'only what was sent more than 15 minutes ago may be closed'
		: undefined;
}
