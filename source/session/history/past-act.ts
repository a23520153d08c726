import type {PastAct} from '../../operations/journal/journal.js';
import {terminalJson} from '../../terminal/json.js';
import {historyRecord} from '../../text/history-record.js';
import {step} from '../core/step.js';
import {askToCopy} from '../dialogs/copy.js';
import type {CopyItem} from '../dialogs/copy-commands.js';
import {close} from '../dialogs/handlers.js';
import type {DialogRecord} from '../dialogs/record.js';
import {key} from '../keys/binding.js';
import {rowKeys, scroll} from '../keys/row-keys.js';
import {askToCloseAct} from './close-act.js';
import {openActOf, whyNotClosed, whyNotLookedUp} from './past-act-facts.js';

/** Shows all that is known of an act of the history. */
export type PastActDialog = {readonly kind: 'past-act'; readonly act: PastAct};

declare module '../dialogs/dialog.js' {
	interface Dialogs {
		'past-act': PastActDialog;
	}
}

export const pastActDialog: DialogRecord<PastActDialog> = {
	keys: {
		'past-act': {
			copy: key(
				'y',
				'copy',
				'Copy the key, the ids or the whole record',
				(state, {act}) => askToCopy(state, copyItemsOfPastAct(act)),
				{priority: 2},
			),
			'look-again': key(
				'r',
				'look again',
				'Check the server again for its outcome',
				(state, {act}) =>
					step(state, {
						type: 'look-again',
						acts: [openActOf(state, act)].filter(open => open !== undefined),
					}),
				{priority: 2, needsOwnKeypress: true, rare: true, disabled: whyNotLookedUp},
			),
			'close-act': key(
				's',
				'close by hand',
				'Close an operation with an unknown outcome: asks first',
				(state, {act}) => askToCloseAct(state, act),
				{priority: 3, needsOwnKeypress: true, rare: true, disabled: whyNotClosed},
			),
			...rowKeys(scroll),
			back: key('esc enter h left', 'close', 'Close', close, {priority: 1}),
		},
	},
};

/** What can be copied of an act. */
export function copyItemsOfPastAct(act: PastAct): CopyItem[] {
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
		['operation id', id],
		['record as JSON', terminalJson(historyRecord(act))],
	];
	return items.flatMap(([title, value]) => (value === undefined ? [] : [{title, value}]));
}
