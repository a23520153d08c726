import type {SessionState, UploadsScreen} from '../core/state.js';

/** Identities (`uploadIdentity`) of the uploads of the bucket that runs have aborted and not yet proven gone, a set for each run. */
export function abortedIn(
	{acts, connection}: SessionState,
	bucket: string,
): ReadonlyArray<ReadonlySet<string>> {
	return acts.acts.flatMap(act =>
		act.kind === 'run' &&
		act.bucket === bucket &&
		act.endpoint === connection?.endpoint &&
		act.aborted !== undefined
			? [act.aborted]
			: [],
	);
}

/** How many of a list those are. */
export function abortedCount(
	state: SessionState,
	{bucket, prefix}: Pick<UploadsScreen, 'bucket' | 'prefix'>,
): number {
	let count = 0;
	for (const identities of abortedIn(state, bucket)) {
		if (prefix === '') count += identities.size;
		else
			for (const identity of identities)
				if (identity.startsWith(prefix, identity.indexOf('\0') + 1)) count++;
	}
	return count;
}
