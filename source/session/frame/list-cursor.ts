import type {Command} from '../core/command.js';

/** A cursor in a list that is longer than the screen. */
export type ListCursor = {
	/** Which row the cursor is on, from 0. */
	readonly position: number;
	/** Which row is the first on the screen. */
	readonly top: number;
};

export const startOfList: ListCursor = {position: 0, top: 0};

/** Where a motion leads, clamped at both ends; undefined when the command is no motion. */
export function moveCursor(
	{position, top}: ListCursor,
	command: Command,
	count: number,
	height: number,
): ListCursor | undefined {
	const page = Math.max(1, height - 1);
	const half = Math.max(1, Math.floor(height / 2));
	const steps: Partial<Record<Command, number>> = {
		down: 1,
		up: -1,
		'page-down': page,
		'page-up': -page,
		'half-page-down': half,
		'half-page-up': -half,
		first: -count,
		last: count,
	};
	const step = steps[command];
	return step === undefined
		? undefined
		: clampCursor({position: position + step, top}, count, height);
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
