import {emptyLine, lineOf} from '../terminal/line-editor.js';
import type {FormField} from './dialog-state.js';

/** A field of a form, with what stands in it from the start. */
export function field(name: string, title: string, hint: string, text = ''): FormField {
	return {name, title, hint, line: text === '' ? emptyLine : lineOf(text)};
}
