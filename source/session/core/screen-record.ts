import type {QueryLanguage} from '../../multipart/query/query-language.js';
import type {Line} from '../../terminal/line-editor.js';
import type {ListCursor, Motion} from '../frame/list-cursor.js';
import type {Context, Keys} from '../keys/binding.js';
import type {Effect} from './effect.js';
import type {Screen, SessionState} from './state.js';
import type {Rows, Step} from './step.js';

/** What of a filter cannot be read, from where to where, and why. */
export type FilterProblem = {
	readonly sentence: string;
	readonly from: number;
	readonly to: number;
};

/** What the session has to know of one kind of screen: see `screens.ts`. */
export type ScreenRecord<S extends Screen> = {
	/** Its keys, apart from those that mean the same on every screen. */
	readonly keys: Keys<S>;
	/** Another way to see it, with keys in a context of their own, and whether it is seen so. */
	readonly other?: {
		readonly context: Context;
		readonly keys: Keys<S>;
		shows(screen: S): boolean;
	};
	/** How many rows its list has. */
	rowCount(screen: S): number;
	/** How many of them there is room for. */
	height(state: SessionState, screen: S): number;
	/** Where the cursor is by now, where rows may have moved under it; absent: as it was drawn. */
	cursorNow?(screen: S, rows: Rows): ListCursor;
	/** What follows when the cursor was moved; absent: nothing more. */
	onMoved?(state: SessionState, screen: S, rows: Rows, motion: Motion): Step;
	/** What Esc ends before it clears the filter and leaves the screen; undefined when there is nothing. */
	onBack?(state: SessionState, screen: S): Step | undefined;
	/** What Esc opens where no screen is below; absent: it stays. */
	openBelow?(state: SessionState): Step;
	/** The list with another filter. */
	onFilter?(state: SessionState, screen: S, filter: Line): Step;
	/** What follows when the filter was kept; absent: nothing more. */
	onKept?(state: SessionState, screen: S): Step;
	/** Why a filter cannot be read; absent where every text can. */
	filterProblem?(text: string, state: SessionState): FilterProblem | undefined;
	/** What its filter can ask for; absent where any text is searched as it is. */
	readonly language?: QueryLanguage;
	/** What is read when the screen is seen again, or when more of it is seen. */
	onShown?(state: SessionState, screen: S): readonly Effect[];
	/** What ends when another screen covers this one. */
	onCovered?(screen: S): readonly Effect[];
};
