import {besidesVerdict} from '../../multipart/completion/verdict.js';
import {endOfMap} from '../../multipart/part-state.js';
import {wrapText} from '../../terminal/wrap.js';
import {findingWords} from '../../text/plan/finding-words.js';
import {verdictRows} from '../../text/plan/plan-words.js';
import type {PartsScreen, SessionState} from '../core/state.js';
import {bodyRows, rowsUnder} from '../frame/layout.js';

/** Cells in front of a finding, for its sign, and behind it. */
export const findingMargin = 4;

/** Cells in front of a row of the map, for its first part number, and behind it. */
export const mapMargin = 8;

/** The rows of the parts screen above its table. */
export type PartsLayout = {
	/** All of them together. */
	readonly head: number;
	readonly map: number;
	readonly verdict: number;
	readonly legend: boolean;
	readonly etag: boolean;
	readonly findings: number;
	/** Empty rows: under the facts, under the map, above the table. */
	readonly blanks: number;
};

/**
 * How the parts screen shares its rows. Facts, one row of the map, the verdict's first and three rows of the
 * table are always there; then come, as long as there is room, the rest of the verdict, what speaks against completing, the
 * ETag, the legend, empty rows, and more rows of the map.
 */
export function partsLayout(state: SessionState, screen: PartsScreen): PartsLayout {
	const {size} = state;
	const {plan} = screen;
	// Facts, map, verdict, column heads; the table.
	let left = bodyRows(state, screen) - 4 - 3;
	const take = (wanted: number) => {
		const taken = Math.max(0, Math.min(wanted, left));
		left -= taken;
		return taken;
	};
	const width = size.columns - findingMargin;
	const verdict = 1 + (plan === undefined ? 0 : take(verdictRows(plan, width).length - 1));
	const findings = take(
		Math.min(
			(plan === undefined ? [] : besidesVerdict(plan)).reduce(
				(sum, finding) => sum + wrapText(findingWords(finding), width).length,
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
	const head = 2 + map + verdict + findings + etag + legend + blanks;
	return {head, map, verdict, legend: legend > 0, etag: etag > 0, findings, blanks};
}

/** Rows of the table of parts. */
export function partsHeight(state: SessionState, screen: PartsScreen): number {
	return rowsUnder(partsLayout(state, screen).head, state, screen);
}
