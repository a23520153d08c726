import {emptyLine, lineOf} from '../terminal/line-editor.js';
import type {FormField, FormPurpose} from './dialog-state.js';
import type {SessionState} from './state.js';

/** A field of a form, with what stands in it from the start. */
export function field(name: string, title: string, hint: string, text = ''): FormField {
	return {name, title, hint, line: text === '' ? emptyLine : lineOf(text)};
}

/** A flag as a form shows it; empty where it is not set. */
export function yesOrNo(flag: boolean | undefined): string {
	return flag === undefined ? '' : flag ? 'yes' : 'no';
}

/** What was typed for a flag: undefined where it is left open, what was typed where it is neither yes nor no. */
export function flagOf(typed: string | undefined): boolean | string | undefined {
	if (typed === undefined) return undefined;
	return /^y(es)?$/i.test(typed) ? true : /^no?$/i.test(typed) ? false : typed;
}

export const writeYesOrNo = 'Write yes or no, or leave it empty.';

/** Whether a form of this purpose is open: what comes late must not close another dialog. */
export function isForm({dialog}: SessionState, purpose: FormPurpose['kind']): boolean {
	return dialog?.kind === 'form' && dialog.purpose.kind === purpose;
}
