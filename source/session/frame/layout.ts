import {endOfMap} from '../../multipart/part-state.js';
import {wrapText} from '../../terminal/wrap.js';
import {findingWords} from '../../text/plan/finding-words.js';
import type {PartsScreen, Screen, SessionState} from '../core/state.js';
import {topScreen} from '../core/state.js';
import {troubleTexts} from '../core/trouble.js';

/** Under this nothing can be read; one line says so, and the state waits. */
export const smallest = {columns: 60, rows: 12} as const;

/** Rows that the frame takes around the list, by what is shown just now. */
export function chromeRows(state: SessionState, screen: Screen): number {
	const above: Record<Screen['kind'], number> = {
		connections: 4,
		buckets: 4,
		history: 4,
		uploads: 6,
		parts: 1,
	};
	return above[screen.kind] + actsRows(state) + troubleRows(state, screen) + 2;
}

/** One row under the breadcrumb while acts run or wait to be settled. */
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

/** Rows of the list on the screen that shows; at least one. */
export function listRows(state: SessionState): number {
	const screen = topScreen(state);
	if (screen === undefined) return 1;
	return Math.max(1, state.size.rows - chromeRows(state, screen) - partsHead(state, screen));
}

/** Rows above the table of parts: facts, map, verdict. */
function partsHead(state: SessionState, screen: Screen): number {
	return screen.kind === 'parts' ? partsLayout(state, screen).head : 0;
}

/** Cells in front of a finding, for its sign, and behind it. */
export const findingMargin = 4;

/** Cells in front of a row of the map, for its first part number, and behind it. */
export const mapMargin = 8;

/** The rows of the parts screen above its table. */
export type PartsLayout = {
	/** All of them together. */
	readonly head: number;
	readonly map: number;
	readonly legend: boolean;
	readonly etag: boolean;
	readonly findings: number;
	/** Empty rows: under the facts, under the map, above the table. */
	readonly blanks: number;
};

/**
 * How the parts screen shares its rows. Facts, one row of the map, the verdict and three rows of the
 * table are always there; then come, as long as there is room, what speaks against completing, the
 * ETag, the legend, empty rows, and more rows of the map.
 */
export function partsLayout(state: SessionState, screen: PartsScreen): PartsLayout {
	const {size} = state;
	const {plan} = screen;
	// Breadcrumb, status and footer; facts, map, verdict, column heads; the table.
	let left = size.rows - chromeRows(state, screen) - 4 - 3;
	const take = (wanted: number) => {
		const taken = Math.max(0, Math.min(wanted, left));
		left -= taken;
		return taken;
	};
	const findings = take(
		Math.min(
			(plan?.findings ?? []).reduce(
				(sum, finding) =>
					sum + wrapText(findingWords(finding), size.columns - findingMargin).length,
				0,
			),
			size.rows >= 30 ? 8 : 4,
		),
	);
	const etag = take(1);
	const legend = take(1);
	const blanks = take(3);
	const needed = Math.ceil(endOfMap(plan?.listed ?? []) / Math.max(1, size.columns - mapMargin));
	const map = 1 + take(size.rows >= 30 ? Math.min(2, needed - 1) : 0);
	const head = 3 + map + findings + etag + legend + blanks;
	return {head, map, legend: legend > 0, etag: etag > 0, findings, blanks};
}

/** Rows of a list inside a dialog. */
export function dialogRows(state: SessionState): number {
	return Math.max(1, state.size.rows - actsRows(state) - 8);
}
