import {historyRecord} from '../../operations/journal/history-record.js';
import type {OpenAct, PastAct} from '../../operations/journal/journal.js';
import {probablyFailedAfter} from '../../operations/journal/journal-acts.js';
import {terminalJson} from '../../terminal/json.js';
import type {SessionState} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import type {CopyItem} from '../dialogs/copy-items.js';
import {close, withDialog} from '../dialogs/handlers.js';
import type {DialogRecord} from '../dialogs/record.js';
import {startOfList} from '../frame/list-cursor.js';
import {askToCloseAct} from './close-act.js';

/** Shows all that is known of an act of the history. */
export type PastActDialog = {readonly kind: 'past-act'; readonly act: PastAct};

declare module '../dialogs/dialog.js' {
	interface Dialogs {
		'past-act': PastActDialog;
	}
}

export const pastActDialog: DialogRecord<PastActDialog> = {
	contexts: () => ['past-act', 'always'],
	body: 'text',
	commands: {
		back: close,
		copy: (state, {act}) => copyPastAct(state, act),
		'look-again'(state, {act}) {
			const open = openActOf(state, act);
			return open === undefined ? step(state) : step(state, {type: 'look-again', acts: [open]});
		},
		'close-act': (state, {act}) => askToCloseAct(state, act),
	},
};

/** Opens the menu of what can be copied of an act. */
export function copyPastAct(state: SessionState, act: PastAct): Step {
	return step(
		withDialog(state, {kind: 'copy', items: copyItemsOfPastAct(act), cursor: startOfList}),
	);
}

function copyItemsOfPastAct(act: PastAct): CopyItem[] {
	const {intent, outcome} = act;
	const {key, uploadId, bucket, endpoint, id} = intent;
	const items: ReadonlyArray<readonly [string, string | undefined]> = [
		['key', key],
		['upload id', uploadId],
		['bucket and key', `s3://${bucket}/${key}`],
		['request id', outcome?.requestId],
		['ETag', outcome?.etag],
		['location', outcome?.location],
		['endpoint', endpoint],
		['id of the operation', id],
		['record as JSON', terminalJson(historyRecord(act))],
	];
	return items.flatMap(([title, value]) => (value === undefined ? [] : [{title, value}]));
}

/** The act as the journal holds it open; undefined when it has an end. */
function openActOf({acts}: SessionState, {intent}: PastAct): OpenAct | undefined {
	return acts.unsettled.find(open => open.intent.id === intent.id);
}

/** The act that is shown, as it stands open in the journal. */
function shownOpenAct(state: SessionState): OpenAct | undefined {
	return state.dialog?.kind === 'past-act' ? openActOf(state, state.dialog.act) : undefined;
}

/** Why the act that is shown cannot be looked up; undefined when it can. */
export function whyNotLookedUp(state: SessionState): string | undefined {
	const open = shownOpenAct(state);
	if (open === undefined) return 'its outcome is known';
	if (open.state === 'running') return 'it is still under way';
	if (state.connection === undefined) return 'nothing is connected';
	return state.connection.endpoint === open.intent.endpoint
		? undefined
		: `it was sent to ${open.intent.endpoint}: connect there first`;
}

/** Why the act that is shown cannot be closed by hand; undefined when it can. */
export function whyNotClosed(state: SessionState): string | undefined {
	const open = shownOpenAct(state);
	if (open === undefined) return 'it is over';
	if (open.state === 'running') return 'it is still under way';
	// Until then it may be at work, whatever shows.
	return state.here - Date.parse(open.intent.time) < probablyFailedAfter
		? 'only what was sent more than 15 minutes ago may be closed'
		: undefined;
}
