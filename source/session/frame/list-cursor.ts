/** A cursor in a list that is longer than the screen. */
export type ListCursor = {
	/** Which row the cursor is on, from 0. */
	readonly position: number;
	/** Which row is the first on the screen. */
	readonly top: number;
};

export const startOfList: ListCursor = {position: 0, top: 0};

/** How many rows a motion goes, where a page has so many. */
const motions = {
	down: () => 1,
	up: () => -1,
	'page-down': (page: number) => page,
	'page-up': (page: number) => -page,
	'half-page-down': (page: number) => Math.ceil(page / 2),
	'half-page-up': (page: number) => -Math.ceil(page / 2),
	first: () => Number.NEGATIVE_INFINITY,
	last: () => Number.MAX_SAFE_INTEGER,
} as const;

export type Motion = keyof typeof motions;

/** How many rows a motion goes; a page keeps one row of the page before in sight. */
export function rowsOf(motion: Motion, height: number): number {
	return motions[motion](Math.max(1, height - 1));
}

/** Where a motion leads, clamped at both ends. */
export function moveCursor(
	{position, top}: ListCursor,
	motion: Motion,
	count: number,
	height: number,
): ListCursor {
	return clampCursor({position: position + rowsOf(motion, height), top}, count, height);
}

/** The same cursor, put right for a list of this length and a screen of this height. */
export function clampCursor(
	{position, top}: ListCursor,
	count: number,
	height: number,
): ListCursor {
	const visible = Math.max(1, height);
	const at = Math.max(0, Math.min(position, count - 1));
	const lowest = Math.max(0, count - visible);
	const first = Math.min(Math.max(top, at - visible + 1), at, lowest);
	return {position: at, top: Math.max(0, first)};
}
