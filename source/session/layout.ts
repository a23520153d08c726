import type {CompletionPlan} from '../multipart/completion.js';
import {wrapText} from '../terminal/wrap.js';
import type {Screen, SessionState} from './state.js';
import {topScreen} from './state.js';
import {troubleTexts} from './trouble.js';

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
	return above[screen.kind] + actsRows(state) + troubleRows(state, screen) + 2;
}

/** One row under the breadcrumb while acts run or wait to be settled. */
export function actsRows({acts}: SessionState): number {
	return acts.acts.some(act => act.ended === undefined) || acts.unsettled.length > 0 ? 1 : 0;
}

/** What failed takes some rows above the footer. */
export function troubleRows({size}: Pick<SessionState, 'size'>, {trouble}: Screen): number {
	return trouble === undefined ? 0 : troubleTexts(trouble, size.columns).length;
}

/** Rows of the list on the screen that shows; at least one. */
export function listRows(state: SessionState): number {
	const screen = topScreen(state);
	if (screen === undefined) return 1;
	return Math.max(1, state.size.rows - chromeRows(state, screen) - partsHead(state, screen));
}

/** Rows above the table of parts: facts, map, verdict. */
function partsHead(state: SessionState, screen: Screen): number {
	return screen.kind === 'parts' ? partsLayout(state, screen.plan).head : 0;
}

/** Cells in front of a finding, for its sign, and behind it. */
export const findingMargin = 4;

/** Cells in front of a row of the map, for its first part number, and behind it. */
export const mapMargin = 8;

/**
 * How the parts screen shares its rows: the map gets one row on a small terminal and up to three on a
 * large one, the findings what they need within bounds, the table what is left.
 */
export function partsLayout(
	{size}: Pick<SessionState, 'size'>,
	plan: CompletionPlan | undefined,
): {head: number; map: number; findings: number} {
	const roomy = size.rows >= 30;
	const highest = plan?.parts.at(-1)?.partNumber ?? 0;
	const needed = Math.ceil(highest / Math.max(1, size.columns - mapMargin));
	const map = Math.max(1, Math.min(roomy ? 3 : 1, needed));
	const rows = (plan?.findings ?? []).reduce(
		(sum, {sentence}) => sum + wrapText(sentence, size.columns - findingMargin).length,
		0,
	);
	const findings = Math.min(rows, roomy ? 8 : 4);
	// Breadcrumb, facts, blank, map, legend, blank, verdict, findings, blank, column heads.
	return {head: 3 + map + 2 + 2 + findings + 2, map, findings};
}

/** Rows of a list inside a dialog. */
export function dialogRows(state: SessionState): number {
	return Math.max(1, state.size.rows - actsRows(state) - 8);
}
