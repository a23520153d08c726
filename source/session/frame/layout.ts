import type {Screen, SessionState} from '../core/state.js';
import {troubleTexts} from '../core/trouble.js';

/** Under this nothing can be read; one line says so, and the state waits. */
export const smallest = {columns: 60, rows: 12} as const;

/** One row under the breadcrumb while acts run or have an unknown outcome. */
export function actsRows({acts}: SessionState): number {
	return acts.acts.some(act => act.ended === undefined) ||
		acts.unsettled.length > 0 ||
		acts.interrupted.length > 0
		? 1
		: 0;
}

/** What failed takes some rows above the footer. */
export function troubleRows({size}: Pick<SessionState, 'size'>, {trouble}: Screen): number {
	return trouble === undefined ? 0 : troubleTexts(trouble, size.columns).length;
}

/** Rows between the breadcrumb and what stands above the keys; at least one. */
export function bodyRows(state: SessionState, screen: Screen | undefined): number {
	const trouble = screen === undefined ? 0 : troubleRows(state, screen);
	return Math.max(1, state.size.rows - 1 - actsRows(state) - trouble - 2);
}

/** Rows of a list under so many rows of its screen; at least one. */
export function rowsUnder(head: number, state: SessionState, screen: Screen): number {
	return Math.max(1, bodyRows(state, screen) - head);
}

/** Rows of a list inside a dialog. */
export function dialogRows(state: SessionState): number {
	return Math.max(1, state.size.rows - actsRows(state) - 8);
}
