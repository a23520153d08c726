import {noActs} from '../acts/acts-state.js';
import type {Action} from './action.js';
import type {SessionDeps} from './deps.js';
import {createEffects} from './effects.js';
import type {SessionState} from './state.js';
import {update} from './update.js';

/** The running session: its state, a way to tell it what happened, and a way to hear of changes. */
export type Session = {
	readonly getState: () => SessionState;
	readonly dispatch: (action: Action) => void;
	readonly subscribe: (listener: () => void) => () => void;
	/** The rows that the screens draw. */
	readonly rows: ReturnType<typeof createEffects>['rows'];
	/** Connects as the options say, or asks which connection. */
	start(): void;
	/** Ends every read; what was sent to change something runs on until the process ends. */
	close(): void;
};

/** Makes a session; nothing happens before `start`. */
export function createSession(
	deps: SessionDeps,
	size: {columns: number; rows: number} = {columns: 80, rows: 24},
): Session {
	let state: SessionState = {
		size,
		now: Date.now(),
		here: Date.now(),
		screens: [],
		nextScreenId: 1,
		acts: noActs,
		recents: [],
		views: [],
		knownBuckets: new Map(),
		filesFolder: deps.launch.kind === 'settings' ? deps.launch.files : undefined,
		nextNoticeId: 1,
		help: false,
		scroll: 0,
		tour: [],
		suspensions: 0,
		interrupting: false,
	};
	const listeners = new Set<() => void>();
	const effects = createEffects(deps, dispatch, () => state);

	function dispatch(action: Action): void {
		// A key acts on what is true now, and so do rows that came: ticks are seconds apart.
		const isTimed = action.type === 'key' || action.type === 'index-changed';
		const current = isTimed ? {...state, ...effects.clocks()} : state;
		const [next, todo] = update(current, action, effects.rows);
		const changed = next !== state;
		state = next;
		effects.follow(state.screens);
		if (changed) for (const listener of listeners) listener();
		for (const effect of todo) effects.run(effect);
	}

	return {
		getState: () => state,
		dispatch,
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		rows: effects.rows,
		start: effects.start,
		close: effects.close,
	};
}
