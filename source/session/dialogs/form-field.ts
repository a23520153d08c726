import {applyEdit, type Edit, emptyLine, lineOf} from '../../terminal/line-editor.js';
import type {SessionState} from '../core/state.js';
import type {FormField, FormPurpose, Option} from './dialog-state.js';

/** A field of a form, with what stands in it from the start. */
export function field(name: string, title: string, hint: string, text = ''): FormField {
	return {name, title, hint, line: text === '' ? emptyLine : lineOf(text)};
}

/** A field in which one of several is chosen; what stands in it is the value of that one. */
export function choiceField(
	name: string,
	title: string,
	hint: string,
	options: readonly Option[],
	value = '',
): FormField {
	const line = lineOf(options.some(option => option.value === value) ? value : '');
	return {name, title, hint, line, choice: {options, typed: ''}};
}

/** No, which is usual and stands for not said, or yes. */
export const noOrYes: readonly Option[] = [
	{value: '', title: 'no'},
	{value: 'yes', title: 'yes'},
];

/** The option that is chosen. */
export function chosenOption({line, choice}: FormField): Option | undefined {
	return choice?.options.find(({value}) => value === line.text);
}

/** A field after a key: text is edited, a choice is moved through or found by the beginning of a title. */
export function editField(before: FormField, edit: Edit): FormField {
	const {choice, line} = before;
	if (choice === undefined) return {...before, line: applyEdit(line, edit)};
	const {options} = choice;
	const at = options.findIndex(({value}) => value === line.text);
	const choose = (index: number, typed = ''): FormField => ({
		...before,
		line: lineOf(options[(index + options.length) % options.length]?.value ?? ''),
		choice: {options, typed},
	});
	switch (edit.kind) {
		case 'left':
			return choose(at - 1);
		case 'right':
			return choose(at + 1);
		case 'home':
		case 'backspace':
			return choose(0);
		case 'end':
			return choose(options.length - 1);
		case 'insert':
		case 'paste': {
			const typed = choice.typed + edit.text;
			const found = beginning(options, typed, at);
			if (found >= 0) return choose(found, typed);
			// A blank is in titles too; where it leads nowhere it takes the next one.
			if (edit.text === ' ') return choose(at + 1);
			const anew = beginning(options, edit.text, at + 1);
			return anew < 0 ? before : choose(anew, edit.text);
		}
		default:
			return before;
	}
}

/** The first option from a place on, around the end, whose title begins so; -1 when there is none. */
function beginning(options: readonly Option[], text: string, from: number): number {
	const wanted = text.toLowerCase();
	for (let step = 0; step < options.length; step++) {
		const index = (from + step) % options.length;
		if (options[index]?.title.toLowerCase().startsWith(wanted)) return index;
	}
	return -1;
}

/** Whether a form of this purpose is open: what comes late must not close another dialog. */
export function isForm({dialog}: SessionState, purpose: FormPurpose['kind']): boolean {
	return dialog?.kind === 'form' && dialog.purpose.kind === purpose;
}
