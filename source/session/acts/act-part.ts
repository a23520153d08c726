import type {Command} from '../core/command.js';
import {type SessionState, topScreen} from '../core/state.js';
import type {Step} from '../core/step.js';
import type {ActDialog} from '../dialogs/dialog-state.js';
import {openParts, partsReread} from '../parts/parts.js';
import {partOfAct} from './act-facts.js';

/** From an act that was refused to the part that it is about; undefined for every other command. */
export function showPartOfAct(
	state: SessionState,
	dialog: ActDialog,
	command: Command,
): Step | undefined {
	const act = state.acts.acts.find(({id}) => id === dialog.act);
	if (command !== 'show-part' || act?.kind !== 'complete') return undefined;
	const seek = partOfAct(act);
	if (seek === undefined) return undefined;
	const {target} = act.plan;
	const closed = {...state, dialog: undefined};
	const screen = topScreen(state);
	return screen?.kind === 'parts' && screen.target.uploadId === target.uploadId
		? partsReread(closed, screen, seek)
		: openParts(closed, target, act.upload, {seek, excluded: act.plan.excluded});
}
