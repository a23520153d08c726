import {emptyLine} from '../../terminal/line-editor.js';
import {badActs, runningActs} from '../acts/act-facts.js';
import {screenRecord} from '../core/screens.js';
import {type Screen, type SessionState, topScreen, withAnyScreen} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import {filtered} from './filtering.js';
import {withNotice} from './notice.js';

/** Esc: what failed is dismissed first, then a running load, the filter, and last the screen. */
export function back(state: SessionState, screen: Screen): Step {
	if (state.notice?.tone === 'bad') return step({...state, notice: undefined});
	if (screen.trouble !== undefined)
		return step(withAnyScreen(state, screen.id, top => ({...top, trouble: undefined})));
	const {onBack, openBelow} = screenRecord(screen);
	const ended = onBack?.(state, screen);
	if (ended !== undefined) return ended;
	if ('filter' in screen && screen.filter.text !== '') return filtered(state, screen, emptyLine);
	const below = state.screens.slice(0, -1);
	if (below.length > 0) return step({...state, screens: below});
	if (openBelow !== undefined) return openBelow({...state, screens: []});
	return withNotice(state, 'This is the first screen: q quits.');
}

/** With an act under way the first ctrl-c says so, and a second one quits. */
export function interrupt(state: SessionState): Step {
	if (runningActs(state).length > 0 && !state.interrupting) {
		return withNotice(
			{...state, interrupting: true},
			'An operation is under way: ctrl-c again quits before its outcome is known.',
			'bad',
		);
	}
	return quit({...state, interrupting: true}, 130);
}

/** Ends the program, unless an act is under way; what failed on the screen is written once more, and makes the exit code 1. */
export function quit(state: SessionState, code: number): Step {
	if (runningActs(state).length > 0 && !state.interrupting)
		return withNotice(
			state,
			'An operation is under way: wait for its outcome, or quit with ctrl-c twice.',
			'bad',
		);
	const trouble = topScreen(state)?.trouble ?? badActs(state);
	return step({
		...state,
		exit: {code: code === 0 && trouble !== undefined ? 1 : code, trouble},
	});
}
