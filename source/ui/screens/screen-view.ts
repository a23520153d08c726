import type {Screen, SessionState} from '../../session/core/state.js';
import type {Rows} from '../../session/core/step.js';
import type {Drawing, Groups} from '../components/segments.js';
import type {Glyphs} from '../frame/theme.js';

/** How one kind of screen is drawn: see `views.ts`. */
export type ScreenView<S extends Screen> = {
	/** What stands between the breadcrumb and the status line. */
	readonly draw: (screen: S, state: SessionState, on: Drawing, rows: Rows) => Groups;
	/** Whether something is waited for, so that a sign turns. */
	readonly turns: (screen: S) => boolean;
	/** The end of the breadcrumb. */
	readonly path: (screen: S) => readonly string[];
	/** The breadcrumb does not name the connection. */
	readonly isOfEveryConnection?: boolean;
	/** How many rows the filter leaves, of how many; and how many recent locations stand above them. */
	readonly counts: (screen: S) => {
		readonly shown: number;
		readonly all: number;
		readonly above?: number;
	};
	/** What it shows costs in a month, in words. */
	readonly cost?: (screen: S, state: SessionState, glyphs: Glyphs) => string | undefined;
	/** What is marked; empty where nothing is. */
	readonly marked?: (screen: S, glyphs: Glyphs) => string;
};

type Views = {readonly [K in Screen['kind']]: ScreenView<Extract<Screen, {kind: K}>>};

/** Those that the program begins with, and those that are opened from them: their file is read later. */
export type FirstScreens = Pick<Views, 'connections' | 'buckets' | 'uploads'>;
export type LateScreens = Omit<Views, keyof FirstScreens>;
