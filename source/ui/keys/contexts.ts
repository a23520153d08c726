import {type SessionState, topScreen} from '../../session/core/state.js';
import type {Binding, Context} from './binding.js';
import {bindings} from './keymap.js';

/** The contexts that are active, the innermost first. */
export function contextsOf(state: SessionState): readonly Context[] {
	const {dialog} = state;
	if (state.help) return ['help', 'always'];
	if (dialog !== undefined) {
		switch (dialog.kind) {
			case 'form':
				return ['form'];
			case 'test':
				return ['test', 'always'];
			case 'abort-many':
				return dialog.word === undefined ? ['choice', 'always'] : ['word'];
			case 'empty-bucket':
				return ['word'];
			case 'run':
				return ['run', 'always'];
			case 'complete':
			case 'abort':
				return dialog.word === undefined ? ['choice', 'always'] : ['word'];
			case 'resume-run':
			case 'read-more':
			case 'make-public':
			case 'remove-connection':
				return ['choice', 'always'];
			case 'act':
				return ['act', 'always'];
			case 'past-act':
				return ['past-act', 'always'];
			case 'close-act':
				return ['word'];
			case 'acts':
				return ['acts', 'menu', 'always'];
			default:
				return ['menu', 'always'];
		}
	}
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
