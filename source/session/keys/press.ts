import {applyEdit, type Edit} from '../../terminal/line-editor.js';
import {notPossible} from '../acts/rights.js';
import type {ActionOf} from '../core/action.js';
import {type SessionState, topScreen} from '../core/state.js';
import {type Rows, type Step, step} from '../core/step.js';
import {recordOf} from '../dialogs/registry.js';
import {filtered} from '../frame/filtering.js';
import {withNotice} from '../frame/notice.js';
import {tourAfter} from '../frame/tour.js';
import {bindingFor, isTyping, whyNot} from './keymap.js';

/** A key was pressed: its binding is run, or says why not; without one it is typed where there is a field. */
export function pressed(
	state: SessionState,
	{key, text, alone}: ActionOf<'key'>,
	rows: Rows,
): Step {
	const binding = bindingFor(state, key);
	const reason = binding && whyNot(state, binding);
	const edit: Edit | undefined = text === undefined ? edits[key] : {kind: 'insert', text};
	// A letter that means something beside a field is part of what is typed while it cannot be done.
	if (binding === undefined || (text !== undefined && reason !== undefined && isTyping(state)))
		return edit !== undefined && isTyping(state) ? edited(state, edit) : step(state);
	if (!alone && binding.needsOwnKeypress) return step(state);
	const {title, name, on} = binding;
	if (reason !== undefined) return withNotice(state, notPossible(title, reason), 'info', name);
	// A hint that was followed goes, and so does what was only remarked.
	const before: SessionState = {
		...state,
		tour: tourAfter(state, name),
		notice: state.notice?.tone === 'info' ? undefined : state.notice,
	};
	const [next, effects] = binding.run(before, on, rows, key);
	// Only a second ctrl-c right after the first quits all the same.
	return [{...next, interrupting: next.interrupting && !state.interrupting}, effects];
}

/** A paste goes into a field, and nowhere else: it never triggers a key. */
export function pasted(state: SessionState, text: string): Step {
	return isTyping(state)
		? edited(state, {kind: 'paste', text})
		: withNotice(state, 'Paste ignored: no field is open.');
}

const edits: Readonly<Record<string, Edit>> = {
	left: {kind: 'left'},
	right: {kind: 'right'},
	home: {kind: 'home'},
	end: {kind: 'end'},
	'ctrl-a': {kind: 'home'},
	'ctrl-e': {kind: 'end'},
	backspace: {kind: 'backspace'},
	delete: {kind: 'deleteForward'},
	'ctrl-u': {kind: 'deleteToStart'},
	'ctrl-k': {kind: 'deleteToEnd'},
	'ctrl-w': {kind: 'deleteWord'},
};

function edited(state: SessionState, edit: Edit): Step {
	const {dialog} = state;
	if (dialog !== undefined) return recordOf(dialog).onEdit?.(state, dialog, edit) ?? step(state);
	const screen = topScreen(state);
	return screen !== undefined && 'editing' in screen
		? filtered(state, screen, applyEdit(screen.filter, edit))
		: step(state);
}
