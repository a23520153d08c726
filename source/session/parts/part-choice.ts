import {replan} from '../../multipart/completion/completion.js';
import type {Part} from '../../multipart/part.js';
import type {Command} from '../core/command.js';
import {type PartsScreen, type SessionState, withScreen} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import {clampCursor} from '../frame/list-cursor.js';
import {withNotice} from '../frame/notice.js';
import {partsHeight} from './parts-layout.js';

/** What leaving out and taking in again does; undefined for every other command. */
export function choiceOfParts(
	state: SessionState,
	screen: PartsScreen,
	command: Command,
): Step | undefined {
	const {plan, cursor, anchor} = screen;
	if (plan === undefined) return undefined;
	const replace = (changed: PartsScreen) =>
		step(withScreen<PartsScreen>(state, screen.id, 'parts', () => changed));
	switch (command) {
		case 'leave-out': {
			const [from, to] = rangeOf(screen);
			const chosen = plan.listed.slice(from, to + 1);
			const next = clampCursor(
				{...cursor, position: anchor === undefined ? cursor.position + 1 : cursor.position},
				plan.listed.length,
				partsHeight(state, screen),
			);
			return replace({...toggled(screen, chosen), cursor: next, anchor: undefined});
		}
		case 'leave-out-range':
			return anchor === undefined
				? withNotice(
						withScreen<PartsScreen>(state, screen.id, 'parts', () => ({
							...screen,
							anchor: cursor.position,
						})),
						'Move to the other end, then space leaves the range out or takes it in; esc ends it.',
					)
				: replace({...screen, anchor: undefined});
		case 'leave-out-all':
			// Whatever is left out comes back first: that is what one wants after trying.
			return replace(
				plan.excluded.size > 0
					? {...screen, plan: replan(plan, {excluded: new Set()}), anchor: undefined}
					: toggled(screen, plan.listed),
			);
		default:
			return undefined;
	}
}

/** The rows that a choice is about: from the anchor to the cursor, or the cursor's alone. */
export function rangeOf({cursor, anchor}: PartsScreen): readonly [from: number, to: number] {
	const other = anchor ?? cursor.position;
	return [Math.min(other, cursor.position), Math.max(other, cursor.position)];
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
