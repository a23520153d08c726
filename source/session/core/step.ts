import type {Handle, UploadRow} from '../../multipart/index/upload-index.js';
import type {GroupRow} from '../../multipart/rollup/roll-up.js';
import type {Upload} from '../../multipart/upload.js';
import type {PastAct} from '../../operations/journal/journal.js';
import type {Movement} from '../../operations/scan/movement.js';
import type {HistoryRow} from '../history/history-rows.js';
import type {Effect} from './effect.js';
import type {ScreenId} from './screen-id.js';
import {type Screen, type SessionState, withAnyScreen} from './state.js';

/** What an action leads to: the next state, and what is to be done. */
export type Step = readonly [SessionState, readonly Effect[]];

/** The groups of the uploads of a screen, for reading. */
export type GroupRows = {
	at(screen: ScreenId, position: number): GroupRow | undefined;
	/** The group that an id names, and its position; undefined where none holds anything. */
	of(screen: ScreenId, id: string): {row: GroupRow; position: number} | undefined;
	/** The uploads of a group by now, as the filter leaves them. */
	handles(screen: ScreenId, id: string): Uint32Array;
	/** How many uploads of a group the filter leaves out. */
	hidden(screen: ScreenId, id: string): number;
};

/** The rows of an index, for reading: the one thing that is too large to be in the state. */
export type Rows = {
	at(screen: ScreenId, position: number): UploadRow | undefined;
	/** The row of a handle, wherever it is, and its position; -1 where the view hides it. */
	of(screen: ScreenId, handle: Handle): {row: UploadRow; position: number} | undefined;
	/** How it moved, while it is watched. */
	movement(screen: ScreenId, handle: Handle): Movement | undefined;
	/** A row of a screen of the history. */
	historyRow(screen: ScreenId, position: number): HistoryRow | undefined;
	/** Where the row of an operation or of a run is, by its id; -1 where the filter hides it. */
	historyPlace(screen: ScreenId, id: string): number;
	/** The act of an id, as it stands now, whether the filter hides it or not. */
	pastActOf(screen: ScreenId, id: string): PastAct | undefined;
	/** The groups of a screen, as they were last worked out. */
	readonly groups: GroupRows;
	/** How many are marked on a screen, and one of them. */
	marked(screen: ScreenId): {readonly count: number; readonly first?: Upload};
};

export function step(state: SessionState, ...effects: readonly Effect[]): Step {
	return [state, effects];
}

/** A step to a screen as it is then; the same state when that screen was left. */
export function stepOn(state: SessionState, screen: Screen, ...effects: readonly Effect[]): Step {
	return [withAnyScreen(state, screen.id, () => screen), effects];
}

/** A step to a screen on top of the others. */
export function openScreen(
	state: SessionState,
	screen: Screen,
	...effects: readonly Effect[]
): Step {
	return [{...state, nextScreenId: screen.id + 1, screens: [...state.screens, screen]}, effects];
}
