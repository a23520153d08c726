import type {Screen, SessionState} from './state.js';
import {topScreen} from './state.js';

/** Under this nothing can be read; one line says so, and the state waits. */
export const smallest = {columns: 60, rows: 12} as const;

/** Rows that the frame takes around the list, by what is shown just now. */
export function chromeRows(state: SessionState, screen: Screen): number {
	const above: Record<Screen['kind'], number> = {
		connections: 4,
		buckets: 4,
		uploads: 6,
		parts: 0,
	};
	return above[screen.kind] + actsRows(state) + troubleRows(screen) + 2;
}

/** One row under the breadcrumb while acts run or wait to be settled. */
export function actsRows({acts}: SessionState): number {
	return acts.acts.some(act => act.ended === undefined) || acts.unsettled.length > 0 ? 1 : 0;
}

/** What failed takes two rows above the footer. */
export function troubleRows(screen: Screen): number {
	return screen.trouble === undefined ? 0 : 2;
}

/** Rows of the list on the screen that shows; at least one. */
export function listRows(state: SessionState): number {
	const screen = topScreen(state);
	if (screen === undefined) return 1;
	return Math.max(1, state.size.rows - chromeRows(state, screen) - partsHead(state, screen));
}

/** Rows above the table of parts: facts, map, verdict. */
function partsHead(state: SessionState, screen: Screen): number {
	return screen.kind === 'parts' ? partsLayout(state, screen.plan?.findings.length ?? 0).head : 0;
}

/**
 * How the parts screen shares its rows: the map gets one row on a small terminal and two on a large
 * one, the verdict up to four findings, the table what is left.
 */
export function partsLayout(
	{size}: Pick<SessionState, 'size'>,
	findings: number,
): {head: number; map: number; findings: number} {
	const map = size.rows >= 30 ? 3 : 1;
	const shown = Math.min(findings, size.rows >= 30 ? 6 : 3);
	// Breadcrumb, facts, blank, map, legend, blank, findings, verdict, blank, column heads.
	return {head: 1 + 1 + 1 + map + 1 + 1 + shown + 1 + 1 + 1, map, findings: shown};
}

/** Rows of a list inside a dialog. */
export function dialogRows(state: SessionState): number {
	return Math.max(1, state.size.rows - actsRows(state) - 8);
}
