import type {SessionState} from '../core/state.js';
import type {Dialog} from '../dialogs/dialog.js';
import type {Act, ActId} from './acts-state.js';

type ActOf<K extends Act['kind']> = Extract<Act, {kind: K}>;

/** An act of this session; undefined where none of that kind has the id. */
export function findAct<K extends Act['kind']>(
	{acts}: SessionState,
	id: ActId,
	kind: K,
): ActOf<K> | undefined {
	const act = acts.acts.find(each => each.id === id);
	return act?.kind === kind ? (act as ActOf<K>) : undefined;
}

/** The state with one more act, and the dialog that shows it. */
export function withNewAct(state: SessionState, act: Act, dialog: Dialog): SessionState {
	const {acts} = state;
	return {...state, dialog, acts: {...acts, nextId: act.id + 1, acts: [...acts.acts, act]}};
}

/** The state with one act changed; the same acts where none of that kind has the id. */
export function withAct<K extends Act['kind']>(
	state: SessionState,
	id: ActId,
	kind: K,
	change: (act: ActOf<K>) => ActOf<K>,
): SessionState {
	const {acts} = state;
	const changed = acts.acts.map(act =>
		act.id === id && act.kind === kind ? change(act as ActOf<K>) : act,
	);
	return {...state, acts: {...acts, acts: changed}};
}

/** The state without an act: nothing was sent of it. */
export function withoutAct(state: SessionState, id: ActId): SessionState {
	const {acts} = state;
	return {...state, acts: {...acts, acts: acts.acts.filter(act => act.id !== id)}};
}

/** Whether the dialog that is open shows this act. */
export function isActShown({dialog}: SessionState, id: ActId): boolean {
	return dialog !== undefined && 'act' in dialog && dialog.act === id;
}
