import {type RollUpBy, sameRollUp} from '../../../multipart/rollup/level.js';
import type {ScreenId} from '../../core/screen-id.js';
import {type SessionState, topScreen} from '../../core/state.js';
import {type Step, step} from '../../core/step.js';
import {type FormDialog, field, formOf} from '../../dialogs/form.js';
import {menuKeys, moveIn, withDialog, withoutDialog} from '../../dialogs/handlers.js';
import type {DialogRecord} from '../../dialogs/record.js';
import {dialogRows} from '../../frame/layout.js';
import {type ListCursor, startOfList} from '../../frame/list-cursor.js';
import {rollUps} from './roll-ups.js';
import {withTree} from './tree.js';
import {treeOf} from './tree-view.js';

/** By what the uploads of a screen are to be grouped, to choose from. */
export type RollUpDialog = {
	readonly kind: 'roll-up';
	readonly screen: ScreenId;
	readonly cursor: ListCursor;
};

declare module '../../dialogs/dialog.js' {
	interface Dialogs {
		'roll-up': RollUpDialog;
	}
}

export const rollUpDialog: DialogRecord<RollUpDialog> = {
	keys: {
		menu: menuKeys(
			moveIn(() => rollUps.length, dialogRows),
			(state, {screen, cursor}) => {
				const by = rollUps[cursor.position];
				return by === undefined
					? step(withDialog(state, delimiterForm(screen)))
					: rollUpBy(state, screen, by);
			},
		),
	},
};

/** Asks by what the uploads are to be grouped; the cursor is on what they are grouped by now. */
export function askHowToRollUp(state: SessionState, screen: ScreenId, now?: RollUpBy): Step {
	const at = rollUps.findIndex(by => by && now && sameRollUp(by, now));
	const cursor = {...startOfList, position: Math.max(0, at)};
	return step(withDialog(state, {kind: 'roll-up', screen, cursor}));
}

function delimiterForm(screen: ScreenId): FormDialog {
	return formOf({kind: 'delimiter', screen}, 'Group by prefix', [
		field('delimiter', 'delimiter', 'a prefix ends with it: one character or more'),
	]);
}

/** Groups the uploads of a screen, where that is still the one that shows. */
export function rollUpBy(state: SessionState, id: ScreenId, by: RollUpBy): Step {
	const shut = withoutDialog(state);
	const screen = topScreen(state);
	if (screen?.kind !== 'uploads' || screen.id !== id) return step(shut);
	return withTree(shut, screen, treeOf(by, screen.prefix, screen.tree?.order));
}
