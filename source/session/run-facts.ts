import {formatBytes, formatCount} from '../multipart/units.js';
import type {AbortKind} from '../operations/abort-run.js';
import type {RunAct} from './acts-state.js';

/** The words for what became of uploads, in the order that they are told. */
export const kindTitles: ReadonlyArray<readonly [AbortKind, string]> = [
	['gone', 'gone'],
	['accepted', 'accepted, not proven'],
	['left-alone', 'left alone'],
	['failed', 'failed'],
	['unknown', 'unknown'],
	['refused', 'refused'],
	['stopped', 'not sent'],
];

/** How many have come to what, `accepted` ones as being proven while the run lasts. */
export function runCounts(act: RunAct): ReadonlyArray<readonly [AbortKind, string]> {
	const {facts, ended, emptying, results} = act;
	// Of all rounds together only what is gone is known; in the end, what is left.
	if (emptying !== undefined && ended !== undefined)
		return [
			['gone', `${formatCount(emptying.gone)} gone`],
			...(results.length === 0 ? [] : [['failed', `${formatCount(results.length)} left`] as const]),
		];
	return kindTitles.flatMap(([kind, title]) => {
		const count = facts?.counts[kind] ?? 0;
		const words = kind === 'accepted' && ended === undefined ? 'aborted, to be proven' : title;
		return count === 0 ? [] : [[kind, `${formatCount(count)} ${words}`] as const];
	});
}

/** `141 gone, 4 left alone, 3 failed; 1.2 TiB freed` */
export function runSummary(act: RunAct): string {
	const {facts, emptying} = act;
	const freed = emptying?.freed ?? facts?.freed ?? 0;
	const bytes = freed === 0 ? '' : `; ${formatBytes(freed)} freed`;
	const counts = runCounts(act).map(([, words]) => words);
	return `${counts.join(', ') || 'nothing yet'}${bytes}`;
}
