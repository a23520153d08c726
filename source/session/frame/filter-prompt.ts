import {type Suggestions, suggestionsAt} from '../../multipart/query/query-language.js';
import {withoutNames} from '../../multipart/query/saved-filters.js';
import {filterName} from '../../profiles/views/connection-view.js';
import {emptyLine, type Line, lineOf} from '../../terminal/line-editor.js';
import {screenRecord} from '../core/screens.js';
import {type Screen, type SessionState, withAnyScreen} from '../core/state.js';
import {type Step, step, stepOn} from '../core/step.js';
import {type FormDialog, field, formOf, refuseField, textIn} from '../dialogs/form.js';
import {withDialog, withoutDialog} from '../dialogs/handlers.js';
import {type FilteredScreen, filtered, filterProblem} from './filtering.js';
import {withNotice} from './notice.js';
import type {PromptWalk} from './prompt-walk.js';
import {rememberedFilters, rememberInView} from './remembered.js';

/** What could be typed at the cursor; undefined where any text is searched as it is. */
export function suggestionsFor(
	state: SessionState,
	{kind, filter, walk}: FilteredScreen,
): Suggestions | undefined {
	const {language} = screenRecord<Screen>({kind} as Screen);
	if (language === undefined) return undefined;
	const {text, cursor} = walk?.through === 'suggestions' ? walk.typed : filter;
	const saved = rememberedFilters(state, kind).named.map(({name}) => name);
	return suggestionsAt(text, cursor, language, saved);
}

/** Completes what is typed: as far as all that could follow agree, then one after the other. */
export function completed(by: 1 | -1) {
	return (state: SessionState, screen: FilteredScreen): Step => {
		const {from, to, options} = suggestionsFor(state, screen) ?? {from: 0, to: 0, options: []};
		const walking = screen.walk?.through === 'suggestions' ? screen.walk : undefined;
		const typed = walking?.typed ?? screen.filter;
		const begun = typed.text.slice(from, to);
		const put = (text: string): Line => ({
			text: typed.text.slice(0, from) + text + typed.text.slice(to),
			cursor: from + text.length,
		});
		const [only] = options;
		if (only === undefined) return step(state);
		if (options.length === 1)
			// What is whole is followed by a blank, and that by whatever can come next.
			return filtered(
				state,
				screen,
				put(only === begun && to === typed.text.length ? `${only} ` : only),
			);
		const shared = sharedBeginning(options);
		if (walking === undefined && shared.length > begun.length)
			return filtered(state, screen, put(shared));
		const first = by > 0 ? 0 : options.length - 1;
		const at = walking === undefined ? first : (walking.at + by + options.length) % options.length;
		return walked(state, screen, put(options[at] ?? ''), {through: 'suggestions', typed, at});
	};
}

function sharedBeginning([first = '', ...others]: readonly string[]): string {
	let length = first.length;
	for (const other of others) while (!other.startsWith(first.slice(0, length))) length--;
	return first.slice(0, length);
}

/** Brings an earlier filter into the field, or a later one, and at last what was typed before. */
export function recalled(by: 1 | -1) {
	return (state: SessionState, screen: FilteredScreen): Step => {
		const walk: PromptWalk =
			screen.walk?.through === 'earlier'
				? screen.walk
				: {through: 'earlier', typed: screen.filter, at: -1};
		const earlier = rememberedFilters(state, screen.kind).typed.filter(
			text => text !== walk.typed.text,
		);
		const at = walk.at + by;
		if (at < -1) return step(state);
		const text = earlier[at];
		if (at >= 0 && text === undefined)
			return withNotice(
				state,
				earlier.length === 0 ? 'No filter was kept yet.' : 'This is the first.',
			);
		return walked(state, screen, text === undefined ? walk.typed : lineOf(text), {...walk, at});
	};
}

/** The field as keys that walk have it; whatever is typed ends that. */
function walked(state: SessionState, screen: FilteredScreen, line: Line, walk: PromptWalk): Step {
	const [next, effects] = filtered(state, screen, line);
	return step(
		withAnyScreen(next, screen.id, each => ({...each, walk}) as Screen),
		...effects,
	);
}

/** Keeps the filter, and remembers it; what cannot be read is not what the rows are, and is mended or cleared first. */
export function kept(state: SessionState, screen: FilteredScreen): Step {
	const problem = filterProblem(screen, state);
	if (problem !== undefined) return withNotice(state, problem.sentence, 'bad');
	const {kind, filter} = screen;
	const text = filter.text.trim();
	const [remembered, effects] =
		text === '' ? step(state) : rememberInView(state, {kind: 'typed', list: kind, text});
	const list = {...screen, editing: false, walk: undefined} as Screen;
	const [left, first] = stepOn(remembered, list, ...effects);
	const [next, more] = screenRecord<Screen>(list).onKept?.(left, list) ?? step(left);
	return step(next, ...first, ...more);
}

/** Why the filter cannot be saved under a name; undefined where it can. */
export function whyNotSaved(state: SessionState, screen: FilteredScreen): string | undefined {
	if (screenRecord<Screen>(screen).language === undefined) return 'this list has no saved filters';
	if (screen.filter.text.trim() === '') return 'nothing is typed';
	return filterProblem(screen, state) === undefined ? undefined : 'the filter cannot be read';
}

/** Asks what the filter is to be called. */
export function askForName(state: SessionState, {kind, filter}: FilteredScreen): Step {
	const text = withoutNames(filter.text.trim(), rememberedFilters(state, kind).named);
	const asked = field('name', 'name', 'a word: @name stands for the filter then');
	const form = formOf({kind: 'save-filter', list: kind, text}, 'Save the filter', [
		{...asked, notes: [text]},
	]);
	return step(withDialog(state, form));
}

/** Saves the filter under the name in the form. */
export function filterSaved(
	state: SessionState,
	dialog: FormDialog,
	{list, text}: {readonly list: Screen['kind']; readonly text: string},
): Step {
	const name = textIn(dialog, 'name').trim().replace(/^@/, '');
	if (!filterName.test(name))
		return refuseField(state, dialog, 'name', 'Letters, digits, and . _ - between them.');
	const isNew = rememberedFilters(state, list).named.every(each => each.name !== name);
	const change = {kind: 'named', list, filter: {name, text}} as const;
	const [saved, effects] = rememberInView(withoutDialog(state), change);
	const [notified, more] = withNotice(
		saved,
		`@${name} is ${isNew ? 'saved' : 'replaced'}.`,
		'good',
	);
	return step(notified, ...effects, ...more);
}

/** Why no saved filter can be forgotten; undefined where the field holds the name of one, and no more. */
export function whyNotForgotten(state: SessionState, screen: FilteredScreen): string | undefined {
	const {named} = rememberedFilters(state, screen.kind);
	const isOne = named.some(({name}) => `@${name}` === screen.filter.text.trim());
	return isOne ? undefined : 'type only the @name of a saved filter';
}

/** Forgets the saved filter whose name is in the field. */
export function forgotten(state: SessionState, screen: FilteredScreen): Step {
	const name = screen.filter.text.trim().slice(1);
	const change = {kind: 'forgotten', list: screen.kind, name} as const;
	const [cleared, effects] = filtered(state, screen, emptyLine);
	const [changed, written] = rememberInView(cleared, change);
	const [notified, more] = withNotice(changed, `@${name} is forgotten.`);
	return step(notified, ...effects, ...written, ...more);
}
