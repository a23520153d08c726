import {askToResume} from '../abort-run/resume-dialog.js';
import type {SessionState} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import {menuKeys, moveIn, withDialog} from '../dialogs/handlers.js';
import type {DialogRecord} from '../dialogs/record.js';
import {dialogRows} from '../frame/layout.js';
import {type ListCursor, startOfList} from '../frame/list-cursor.js';
import {key} from '../keys/binding.js';
import {actEntries} from './act-facts.js';

/** Every act of this session, and those of this machine whose outcome nobody knows. */
export type ActsDialog = {readonly kind: 'acts'; readonly cursor: ListCursor};

declare module '../dialogs/dialog.js' {
	interface Dialogs {
		acts: ActsDialog;
	}
}

export const actsDialog: DialogRecord<ActsDialog> = {
	keys: {
		acts: {
			'look-again': key(
				'r',
				'look again',
				'Check the server again for unknown outcomes',
				state =>
					step(state, {
						type: 'look-again',
						acts: actEntries(state).flatMap(entry => (entry.kind === 'open' ? [entry.open] : [])),
					}),
				{priority: 2, needsOwnKeypress: true},
			),
		},
		menu: menuKeys(
			moveIn(state => actEntries(state).length, dialogRows),
			showEntry,
		),
	},
};

export function openActsDialog(state: SessionState): Step {
	return step(withDialog(state, {kind: 'acts', cursor: startOfList}));
}

/** Opens the act under the cursor, or asks whether the run that was interrupted goes on. */
function showEntry(state: SessionState, {cursor}: ActsDialog): Step {
	const entry = actEntries(state)[cursor.position];
	switch (entry?.kind) {
		case undefined:
		case 'open':
			return step(state);
		case 'interrupted':
			return askToResume(state, entry.run);
		case 'act': {
			const {id, kind} = entry.act;
			if (kind === 'run') return step(withDialog(state, {kind, act: id, cursor: startOfList}));
			const own = kind === 'rules' || kind === 'rescue' ? (`${kind}-act` as const) : 'act';
			return step(withDialog(state, {kind: own, act: id}));
		}
	}
}
