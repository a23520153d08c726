import {type SessionState, topScreen, type UploadsScreen} from '../core/state.js';
import {type Step, step, stepOn} from '../core/step.js';
import type {Focus} from '../dialogs/dialog.js';
import {buttonKeys, withoutDialog} from '../dialogs/handlers.js';
import type {DialogRecord} from '../dialogs/record.js';
import {asksForMany, readVisible} from './view.js';

/** Asks before many requests are sent. */
export type ReadMoreDialog = {
	readonly kind: 'read-more';
	readonly uploads: number;
	/** Only those that the filter asks for. */
	readonly filter?: string;
	readonly focus: Focus;
};

declare module '../dialogs/dialog.js' {
	interface Dialogs {
		'read-more': ReadMoreDialog;
	}
}

export const readMoreDialog: DialogRecord<ReadMoreDialog> = {
	keys: {
		choice: buttonKeys((state, {filter}) => {
			const screen = topScreen(state);
			if (screen?.kind !== 'uploads') return step(state);
			const unlimited: UploadsScreen =
				filter === undefined
					? {...screen, readBudget: Number.POSITIVE_INFINITY}
					: {...screen, agreed: filter};
			return stepOn(withoutDialog(state), unlimited, readVisible(state, unlimited));
		}),
	},
};

/** Asks whether the parts of all uploads are to be read. */
export function askToReadMore(state: SessionState, screen: UploadsScreen): Step {
	if (asksForMany(screen)) return askForFilter(state, screen);
	const dialog: ReadMoreDialog = {kind: 'read-more', uploads: unread(screen), focus: 'cancel'};
	return step({...state, dialog});
}

/** Why there is nothing to go on with, and nothing to read. */
export function whyNothingToRead(_: SessionState, screen: UploadsScreen): string | undefined {
	return screen.canResume || asksForMany(screen) || unread(screen) > 0
		? undefined
		: 'the parts of every upload are read';
}

function unread({totals}: UploadsScreen): number {
	return totals.count - totals.read;
}

/** Asks whether the parts are to be read that the filter asks for. */
export function askForFilter(state: SessionState, {asked = 0, query}: UploadsScreen): Step {
	return step({
		...state,
		dialog: {kind: 'read-more', uploads: asked, filter: query.text, focus: 'cancel'},
	});
}
