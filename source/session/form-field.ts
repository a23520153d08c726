import {emptyLine, lineOf} from '../terminal/line-editor.js';
import type {FormField, FormPurpose} from './dialog-state.js';
import type {SessionState} from './state.js';

/** A field of a form, with what stands in it from the start. */
export function field(name: string, title: string, hint: string, text = ''): FormField {
	return {name, title, hint, line: text === '' ? emptyLine : lineOf(text)};
}

/** Whether a form of this purpose is open: what comes late must not close another dialog. */
export function isForm({dialog}: SessionState, purpose: FormPurpose['kind']): boolean {
	return dialog?.kind === 'form' && dialog.purpose.kind === purpose;
}
