import {notPossible} from '../acts/rights.js';
import {screenRecord, screenRecords} from '../core/screens.js';
import {type Notice, type SessionState, topScreen} from '../core/state.js';
import type {Dialog} from '../dialogs/dialog.js';
import {dialogRecords, recordOf} from '../dialogs/registry.js';
import {type Binding, type Context, contextTitles, type Keys} from './binding.js';
import {alwaysKeys, globalKeys, helpKeys} from './global-keys.js';
import {filterKeys, listKeys} from './list-keys.js';

/** A binding with its name, its context and what it acts on. */
export type ActiveBinding = Binding<unknown> & {
	readonly name: string;
	readonly context: Context;
	readonly on?: unknown;
};

type Layer = readonly [context: Context, keys: Keys<never>, on?: unknown];

const always: Layer = ['always', alwaysKeys];

function named([context, keys, on]: Layer): ActiveBinding[] {
	return Object.entries(keys).map(([name, binding]) => ({
		...(binding as Binding<unknown>),
		name,
		context,
		on,
	}));
}

/** Every key of the program, once, in the order of the key table: help and docs/keys.md come from here. */
export const bindings: readonly ActiveBinding[] = allBindings();

function allBindings(): readonly ActiveBinding[] {
	const layers: Layer[] = [
		...Object.entries(screenRecords).flatMap(([kind, {keys, other}]) => [
			[kind, keys] as unknown as Layer,
			...(other === undefined ? [] : [[other.context, other.keys] as unknown as Layer]),
		]),
		['list', listKeys],
		['filter', filterKeys],
		...Object.values(dialogRecords).flatMap(({keys}) => Object.entries(keys) as unknown as Layer[]),
		['help', helpKeys],
		['global', globalKeys],
		always,
	];
	const order = Object.keys(contextTitles);
	const found = new Map<string, ActiveBinding>();
	for (const each of layers.flatMap(named)) {
		// Dialogs share what their keys are called.
		const id = `${each.context} ${each.name} ${each.description}`;
		if (!found.has(id)) found.set(id, each);
	}
	return [...found.values()].toSorted(
		(one, other) => order.indexOf(one.context) - order.indexOf(other.context),
	);
}

/** What holds in a dialog. One that asks for a word has keys of its own while it does. */
function dialogLayers(dialog: Dialog): Layer[] {
	const asks = 'word' in dialog && dialog.word !== undefined;
	const layers = Object.entries(recordOf(dialog).keys)
		.filter(([context]) => (context === 'word') === asks)
		.map(([context, keys]) => [context, keys, dialog] as unknown as Layer);
	return asks || layers.some(([context]) => isTypedIn(context)) ? layers : [...layers, always];
}

function layersOf(state: SessionState): readonly Layer[] {
	const {dialog, help} = state;
	if (help) return [['help', helpKeys], always];
	if (dialog !== undefined) return dialogLayers(dialog);
	const screen = topScreen(state);
	if (screen === undefined) return [always];
	if ('editing' in screen && screen.editing) return [['filter', filterKeys, screen]];
	const {keys, other} = screenRecord(screen);
	return [
		other?.shows(screen) ? [other.context, other.keys, screen] : [screen.kind, keys, screen],
		['list', listKeys, screen],
		['global', globalKeys],
		always,
	];
}

/** What can be pressed now, the innermost context first: the first that has a key takes it. */
export function activeBindings(state: SessionState): readonly ActiveBinding[] {
	return layersOf(state).flatMap(named);
}

/** What a key does now; `ctrl-c` and `ctrl-z` hold everywhere. */
export function bindingFor(state: SessionState, pressed: string): ActiveBinding | undefined {
	const everywhere = pressed === 'ctrl-c' || pressed === 'ctrl-z';
	const active = everywhere ? named(always) : activeBindings(state);
	return active.find(({keys}) => keys.includes(pressed));
}

/** Whether text that is typed goes into a field now. */
export function isTyping(state: SessionState): boolean {
	const [[context] = always] = layersOf(state);
	return isTypedIn(context);
}

function isTypedIn(context: Context): boolean {
	return ['filter', 'form', 'word', 'file'].includes(context);
}

/** Why a binding cannot be done now; undefined when it can. */
export function whyNot(state: SessionState, {disabled, on}: ActiveBinding): string | undefined {
	return disabled?.(state, on);
}

/** Whether what a notice says is so still: that a key is not possible may be over. */
export function isStillSo(state: SessionState, {about, text}: Notice): boolean {
	if (about === undefined) return true;
	return activeBindings(state).some(binding => {
		const reason = binding.name === about ? whyNot(state, binding) : undefined;
		return reason !== undefined && notPossible(binding.title, reason) === text;
	});
}
