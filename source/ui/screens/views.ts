import type {Screen} from '../../session/core/state.js';
import {lateViews} from '../late/late-views.js';
import {bucketsView} from './buckets/buckets.js';
import {connectionsView} from './connections/picker.js';
import type {FirstScreens, ScreenView} from './screen-view.js';
import {uploadsView} from './uploads/uploads.js';

/**
 * How each kind of screen is drawn that the program begins with. A new one is a file and a line here or in
 * `late/views.ts`, as in `session/core/screens.ts`.
 */
const firstScreens: FirstScreens = {
	connections: connectionsView,
	buckets: bucketsView,
	uploads: uploadsView,
};

/** How a screen is drawn whose file is not read. */
const notRead: ScreenView<Screen> = {
	draw: () => [],
	turns: () => false,
	path: () => [],
	counts: () => ({shown: 0, all: 0}),
};

/** Whether it is none of those that the program begins with. */
export function isLate({kind}: Screen): boolean {
	return !(kind in firstScreens);
}

/** The record of a screen. */
export function viewOf<S extends Screen>({kind}: S): ScreenView<S> {
	const late = lateViews.now();
	const views = {...firstScreens, ...(late.kind === 'here' ? late.holds.lateScreens : {})};
	return (views[kind] ?? notRead) as unknown as ScreenView<S>;
}
