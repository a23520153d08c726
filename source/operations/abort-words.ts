import {formatBytes, formatCount} from '../multipart/units.js';
import type {AbortKind, AbortRunFacts} from './abort-run-types.js';

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
export function countWords(
	counts: AbortRunFacts['counts'] | undefined,
	hasEnded: boolean,
): ReadonlyArray<readonly [AbortKind, string]> {
	return kindTitles.flatMap(([kind, title]) => {
		const count = counts?.[kind] ?? 0;
		const words = kind === 'accepted' && !hasEnded ? 'aborted, to be proven' : title;
		return count === 0 ? [] : [[kind, `${formatCount(count)} ${words}`] as const];
	});
}

/** `141 gone, 4 left alone, 3 failed; 1.2 TiB freed` */
export function summaryWords(
	counts: ReadonlyArray<readonly [AbortKind, string]>,
	freed: number,
): string {
	const bytes = freed === 0 ? '' : `; ${formatBytes(freed)} freed`;
	return `${counts.map(([, words]) => words).join(', ') || 'nothing yet'}${bytes}`;
}
