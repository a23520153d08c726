import {replan} from '../../multipart/completion/completion.js';
import type {ActionOf} from '../core/action.js';
import type {ScreenRecord} from '../core/screen-record.js';
import {type PartsScreen, type SessionState, withScreen} from '../core/state.js';
import {type Step, step, stepOn} from '../core/step.js';
import {openForm} from '../dialogs/form.js';
import {withVerdict} from '../uploads/verdicts.js';
import {partsKeys} from './keys.js';
import {sought} from './open.js';
import {partsHeight} from './parts-layout.js';
import {rowsOf} from './parts-rows.js';

/** The parts of one upload. */
export const partsScreen: ScreenRecord<PartsScreen> = {
	keys: partsKeys,
	rowCount: screen => rowsOf(screen).length,
	height: partsHeight,
	onBack: stopped,
};

/** Esc ends what is read again, then the range; before anything came, the screen is left at once. */
function stopped(state: SessionState, screen: PartsScreen): Step | undefined {
	if (screen.plan !== undefined && screen.loading)
		return stepOn(state, {...screen, loading: false}, {type: 'stop-reads', screen: screen.id});
	return screen.anchor === undefined ? undefined : stepOn(state, {...screen, anchor: undefined});
}

/** A parts file was read: what it does not name as it is there is left out, and what differs is shown. */
export function partsImported(
	state: SessionState,
	{screen: id, excluded, sentences}: ActionOf<'parts-imported'>,
): Step {
	const changed = withScreen<PartsScreen>(state, id, 'parts', screen => ({
		...screen,
		plan: screen.plan && replan(screen.plan, {excluded}),
	}));
	// Only in the place of the form that asked for it.
	if (openForm(state, 'import-parts') === undefined) return step(changed);
	return step({
		...changed,
		dialog: {kind: 'text', title: 'The parts file and the service', sentences},
	});
}

/** The parts came, and what is at the key. */
export function partsLoaded(
	state: SessionState,
	{screen: id, plan}: ActionOf<'parts-loaded'>,
): Step {
	const loaded = withScreen<PartsScreen>(state, id, 'parts', screen => ({
		...screen,
		loading: false,
		// What was left out stays out when the parts are read again.
		plan: replan(plan, {excluded: screen.plan?.excluded ?? screen.excluded}),
		trouble: undefined,
	}));
	// A screen that was left takes no answer, and neither does its list.
	if (loaded === state) return step(state);
	return step(
		withScreen<PartsScreen>(withVerdict(loaded, plan), id, 'parts', screen => ({
			...sought(loaded, screen),
			seek: undefined,
		})),
	);
}
