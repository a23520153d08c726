import {formatCount, heldWords} from '../multipart/text/units.js';
import type {AbortRunFacts} from '../operations/abort-run/abort-run-types.js';
import type {AbortKind} from '../operations/abort-run/kinds.js';

/** The words for what became of uploads, in the order that they are shown. */
export const kindTitles: ReadonlyArray<readonly [AbortKind, string]> = [
	['gone', 'gone'],
	['accepted', 'accepted, not verified'],
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
		const words = kind === 'accepted' && !hasEnded ? 'aborted, verifying' : title;
		return count === 0 ? [] : [[kind, `${formatCount(count)} ${words}`] as const];
	});
}

/** `141 gone, 4 left alone, 3 failed; 1.2 TiB freed` */
export function summaryWords(
	counts: ReadonlyArray<readonly [AbortKind, string]>,
	...what: Parameters<typeof freedWords>
): string {
	const bytes = freedWords(...what);
	const words = counts.map(([, words]) => words).join(', ') || 'nothing yet';
	return bytes === undefined ? words : `${words}; ${bytes}`;
}

/** `1.2 TiB freed`, `at least 1.2 TiB freed`; undefined where nothing is. @param unsized how many of those that are gone had parts without a size. */
export function freedWords(freed: number, unsized = 0): string | undefined {
	if (freed > 0) return `${heldWords(freed, unsized > 0)} freed`;
	return unsized > 0 ? 'the freed size is unknown' : undefined;
}
