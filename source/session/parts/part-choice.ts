import {replan} from '../../multipart/completion/completion.js';
import type {Part} from '../../multipart/part.js';
import {partIn} from '../../multipart/part-rows.js';
import type {PartsScreen, SessionState} from '../core/state.js';
import {type Step, stepOn} from '../core/step.js';
import {withNotice} from '../frame/notice.js';
import {withPosition} from './open.js';
import {rangeOf, rowsOf} from './parts-rows.js';

/** Leaves the part under the cursor out, or the range, or takes it in again. */
export function leaveOut(state: SessionState, screen: PartsScreen): Step {
	const {cursor, anchor} = screen;
	const [from, to] = rangeOf(screen);
	const chosen = rowsOf(screen).slice(from, to + 1);
	const parts = chosen.flatMap(row => partIn(row) ?? []);
	const position = anchor === undefined ? cursor.position + 1 : cursor.position;
	if (chosen.length > 0 && parts.length === 0) {
		const [moved] = stepOn(state, withPosition(state, {...screen, anchor: undefined}, position));
		return withNotice(moved, 'A missing part cannot be left out: the object lacks it already.');
	}
	const toggledParts = {...toggled(screen, parts), anchor: undefined};
	return stepOn(state, withPosition(state, toggledParts, position));
}

/** Begins a range under the cursor, or forgets it. */
export function rangeEnd(state: SessionState, screen: PartsScreen): Step {
	const anchor = screen.anchor === undefined ? screen.cursor.position : undefined;
	const changed = stepOn(state, {...screen, anchor});
	return anchor === undefined
		? changed
		: withNotice(
				changed[0],
				'Move to the other end, then space leaves the range out or includes it; esc ends it.',
			);
}

/** Takes all parts in again, or leaves all out. */
export function leaveAllOut(state: SessionState, screen: PartsScreen): Step {
	const {plan} = screen;
	// Whatever is left out comes back first: that is what one wants after trying.
	return stepOn(
		state,
		plan !== undefined && plan.excluded.size > 0
			? {...screen, plan: replan(plan, {excluded: new Set()}), anchor: undefined}
			: toggled(screen, plan?.listed ?? []),
	);
}

/** All of them left out, or all taken in when the first one is out already. */
function toggled(screen: PartsScreen, chosen: readonly Part[]): PartsScreen {
	const {plan} = screen;
	const [first] = chosen;
	if (plan === undefined || first === undefined) return screen;
	const excluded = new Set(plan.excluded);
	const takeIn = excluded.has(first.partNumber);
	for (const {partNumber} of chosen)
		if (takeIn) excluded.delete(partNumber);
		else excluded.add(partNumber);
	return {...screen, plan: replan(plan, {excluded})};
}
