/**
 * What became of one upload of a run.
 * - `gone`: proven by ListParts and by a listing made afterwards, or by that listing alone where it is known to tell.
 * - `accepted`: the service reported success; while the run lasts it is still to be proven, after it it could not be.
 * - `failed`: certain that nothing happened, or it is still there after all repetitions.
 * - `unknown`: an Abort was sent and nothing tells what became of it.
 * - `left-alone`: it moved since the plan, or became active.
 * - `refused`: another act stands in the way.
 * - `stopped`: the run was stopped before it was sent.
 */
export const abortKinds = [
	'gone',
	'accepted',
	'failed',
	'unknown',
	'left-alone',
	'refused',
	'stopped',
] as const;

export type AbortKind = (typeof abortKinds)[number];
