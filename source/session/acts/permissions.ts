import {protecting} from '../../s3/gateway/protected.js';
import {leavesActiveOut} from '../abort-run/ask-many.js';
import {isPaused, shownRun} from '../abort-run/runs.js';
import {connectionUnderCursor} from '../connections/picker.js';
import {type SessionState, topScreen} from '../core/state.js';
import {isForm} from '../dialogs/form-field.js';
import {partOfAct, runningActs, targetsOf, unsettledOn} from './act-facts.js';
import type {Act} from './acts-state.js';

/** Why nothing may be completed or aborted here; undefined when it may. */
export function actsAllowed(state: SessionState): string | undefined {
	if (state.connection?.readOnly) return 'this connection is read-only';
	return isProtectedHere(state) ? 'the profile protects what is here' : undefined;
}

/** Whether all that the screen shows is under a protected prefix. */
export function isProtectedHere(state: SessionState): boolean {
	const screen = topScreen(state);
	const here =
		screen?.kind === 'uploads'
			? {bucket: screen.bucket, key: screen.prefix}
			: screen?.kind === 'parts'
				? screen.target
				: undefined;
	return (
		here !== undefined && protecting(state.connection?.protectedPrefixes ?? [], here) !== undefined
	);
}

/** Why the program may not be stopped for a while: what an act is answered would be lost. Undefined when it may. */
export function actUnderWay(state: SessionState): string | undefined {
	return runningActs(state).length === 0 ? undefined : 'an act is under way';
}

/** Why no other connection can be chosen here; undefined when one can. */
export function otherConnections({connection}: SessionState): string | undefined {
	return connection?.demo ? 'the demo stays with its own server' : undefined;
}

/** Why the connection under the cursor cannot be changed here; undefined when it can. */
export function ownConnection(state: SessionState): string | undefined {
	const screen = topScreen(state);
	if (screen?.kind !== 'connections') return undefined;
	const entry = connectionUnderCursor(screen);
	return entry?.profile === undefined
		? 'only connections of your own are changed here; those of AWS stand in its config files'
		: undefined;
}

/** Why nothing can be tested or stored from here; undefined in the form of a connection. */
export function noConnectionForm(state: SessionState): string | undefined {
	return isForm(state, 'connection') ? undefined : 'this is not the form of a connection';
}

/** The act that the dialog shows. */
function shownAct({dialog, acts}: SessionState): Act | undefined {
	return dialog?.kind === 'act' ? acts.acts.find(({id}) => id === dialog.act) : undefined;
}

/** Why there is nothing to pause or stop; undefined while the run goes on. */
export function runEnded(state: SessionState): string | undefined {
	return shownRun(state)?.ended === undefined ? undefined : 'it has ended';
}

/** Why there is nothing to go on with; undefined while the run is paused. */
export function notPaused(state: SessionState): string | undefined {
	const run = shownRun(state);
	return run !== undefined && run.ended === undefined && isPaused(run)
		? undefined
		: 'it is not paused';
}

/** Why nothing can be tried again or written; undefined when something is not gone. */
export function nothingLeft(state: SessionState): string | undefined {
	const act = shownRun(state);
	return act === undefined || act.results.length > 0 ? undefined : 'everything is gone so far';
}

/** Why there is nothing to copy; undefined when there is. */
export function nothingToCopy(state: SessionState): string | undefined {
	const act = shownAct(state);
	return act?.kind === 'complete' && act.ended !== undefined
		? undefined
		: 'there is no location and no ETag';
}

/** Why it cannot be asked who can read the object; undefined when it can. */
export function noObjectToRead(state: SessionState): string | undefined {
	const act = shownAct(state);
	const made = act?.kind === 'complete' ? act.outcome?.kind : undefined;
	return made === 'done' || made === 'accepted' ? undefined : 'there is no object yet';
}

/** Why the object cannot be opened to everybody; undefined when that was asked and it can. */
export function cannotOpen(state: SessionState): string | undefined {
	const act = shownAct(state);
	const {reading, through} = act?.kind === 'complete' ? act : {};
	if (through?.readOnly) return 'this connection is read-only';
	if (typeof reading !== 'object') return 'first ask whether it can be read, with p';
	return reading.kind === 'not-readable' ? undefined : reading.sentence;
}

/** Why no active ones can be included; undefined when there are any. */
export function noActiveLeftOut({dialog}: SessionState): string | undefined {
	if (dialog?.kind !== 'abort-many') return 'it is for an abort of several';
	if (dialog.selection === undefined) return 'the uploads are being read';
	return leavesActiveOut(dialog) ? undefined : 'no active upload is left out';
}

/** Why the options of an act cannot be set; undefined when they can. */
export function noOptions({dialog}: SessionState): string | undefined {
	if (dialog?.kind !== 'complete') return 'only a Complete has options of its own';
	return dialog.plan === undefined && dialog.trouble === undefined
		? 'the upload is being read'
		: undefined;
}

/** Why there is no part to go to; undefined when what was refused is about one. */
export function noPartNamed(state: SessionState): string | undefined {
	const act = shownAct(state);
	return act?.kind === 'complete' && partOfAct(act) !== undefined
		? undefined
		: 'it is about no part';
}

/** Why it cannot be sent without a condition; undefined where the service refused that. */
export function noConditionRefused(state: SessionState): string | undefined {
	const act = shownAct(state);
	const {outcome, through} = act?.kind === 'complete' ? act : {};
	if (outcome?.kind !== 'failed' || outcome.refusedCondition === undefined)
		return 'the service did not refuse a condition';
	return through?.label === state.connection?.label
		? actsAllowed(state)
		: 'it was sent over another connection';
}

/** Why there is nothing to look up; undefined when an outcome is unknown. */
export function nothingUnknown(state: SessionState): string | undefined {
	const act = shownAct(state);
	const open = act && targetsOf(act).some(target => unsettledOn(state, target).length > 0);
	return open ? undefined : 'nothing of it is unknown';
}
