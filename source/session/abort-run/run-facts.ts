import {formatCount} from '../../multipart/text/units.js';
import type {AbortKind} from '../../operations/abort-run/kinds.js';
import {countWords, summaryWords} from '../../text/abort-run-words.js';
import {findAct} from '../acts/act-changes.js';
import type {RunAct} from '../acts/acts-state.js';
import type {SessionState} from '../core/state.js';
import type {DialogOf} from '../dialogs/dialog.js';
import {dialogRows} from '../frame/layout.js';

/** How many have come to what, `accepted` ones as being proven while the run lasts. */
export function runCounts(act: RunAct): ReadonlyArray<readonly [AbortKind, string]> {
	const {facts, ended, emptying, results} = act;
	// Of all rounds together only what is gone is known; in the end, what is left.
	if (emptying !== undefined && ended !== undefined)
		return [
			['gone', `${formatCount(emptying.gone)} gone`],
			...(results.length === 0 ? [] : [['failed', `${formatCount(results.length)} left`] as const]),
		];
	return countWords(facts?.counts, ended !== undefined);
}

/** `141 gone, 4 left alone, 3 failed; 1.2 TiB freed` */
export function runSummary(act: RunAct): string {
	const freed = act.emptying?.freed ?? act.facts?.freed ?? 0;
	return summaryWords(runCounts(act), freed, act.facts?.unsized);
}

/** Whether nothing more is begun until `r`, or `p` again. */
export function isPaused({facts, emptying}: RunAct): boolean {
	const state = emptying?.state ?? facts?.state;
	return state === 'paused' || state === 'pausing';
}

/** What paused it, when it was not asked for. */
export function pausedBy({facts, emptying}: Pick<RunAct, 'facts' | 'emptying'>) {
	return emptying?.pausedBy ?? facts?.pausedBy;
}

/** The run that the dialog shows. */
export function shownRun(state: SessionState, {act}: DialogOf<'run'>): RunAct | undefined {
	return findAct(state, act, 'run');
}

/** Rows for what is known of the result under the cursor. */
export const runDetail = 5;

/** Rows of the results in the view of a run. */
export function runRows(state: SessionState): number {
	return Math.max(1, dialogRows(state) - runDetail - 2);
}
