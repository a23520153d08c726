import {type SessionState, topScreen} from '../../session/core/state.js';
import {recordOf} from '../../session/dialogs/registry.js';
import type {Binding, Context} from './binding.js';
import {bindings} from './keymap.js';

/** The contexts that are active, the innermost first. */
export function contextsOf(state: SessionState): readonly Context[] {
	const {dialog} = state;
	if (state.help) return ['help', 'always'];
	if (dialog !== undefined) return recordOf(dialog).contexts(dialog);
	const screen = topScreen(state);
	if (screen === undefined) return ['always'];
	if ('editing' in screen && screen.editing) return ['filter'];
	return [screen.kind, 'list', 'global', 'always'];
}

const everywhere: ReadonlySet<string> = new Set(['ctrl-c', 'ctrl-z']);

/** What a key does now; `ctrl-c` and `ctrl-z` hold everywhere. */
export function bindingFor(state: SessionState, key: string): Binding | undefined {
	const contexts = everywhere.has(key) ? (['always'] as const) : contextsOf(state);
	for (const context of contexts) {
		const found = bindings.find(each => each.context === context && each.keys.includes(key));
		if (found !== undefined) return found;
	}
	return undefined;
}

/** Whether text that is typed goes into a field now. */
export function isTyping(state: SessionState): boolean {
	const [context] = contextsOf(state);
	return context === 'filter' || context === 'form' || context === 'word';
}
