import type {ServiceId} from '../../multipart/services/service-table.js';
import type {Profile} from '../../profiles/store/profile.js';
import {applyEdit, type Edit, emptyLine, type Line, lineOf} from '../../terminal/line-editor.js';
import type {ActId} from '../acts/acts-state.js';
import type {ScreenId} from '../core/screen-id.js';
import type {Screen, SessionState} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import type {Dialog, DialogOf} from './dialog.js';
import {withDialog} from './handlers.js';

/** What can be chosen in a field; no two have the same value, or the same title. */
export type Option = {readonly value: string; readonly title: string};

export type FormField = {
	readonly name: string;
	readonly title: string;
	readonly line: Line;
	readonly hint: string;
	/** Over which fields it stands; the first of a group names it. */
	readonly group?: string;
	/** What it means that nothing stands in it, seen while it is not in focus. */
	readonly empty?: string;
	readonly secret?: boolean;
	/** Where one of several is chosen; `typed` is the beginning of a title that was typed last. */
	readonly choice?: {readonly options: readonly Option[]; readonly typed: string};
	/** A sentence when what is typed will not do: it was refused. */
	readonly problem?: string;
	/** The same while it is typed: it may merely be incomplete. */
	readonly remark?: string;
	/** What to know of it, shown while it is in focus. */
	readonly notes?: readonly string[];
};

/** What a form is for. */
export type FormPurpose =
	| {readonly kind: 'bucket'}
	| {readonly kind: 'upload'; readonly bucket: string}
	/** Of the groups of an uploads screen. */
	| {readonly kind: 'delimiter'; readonly screen: ScreenId}
	/** The rule that is added to a bucket. */
	| {readonly kind: 'rule'; readonly bucket: string}
	/** The name of a filter of a kind of list. */
	| {readonly kind: 'save-filter'; readonly list: Screen['kind']; readonly text: string}
	| {
			readonly kind: 'connection';
			/** What is edited, as it was when the form was opened. */
			readonly before?: Profile;
			/** The names of the profiles in the AWS config. */
			readonly awsProfiles: readonly string[];
			/** What the last test of what is typed found behind the endpoint, as that was typed. */
			readonly tested?: {readonly endpoint: string; readonly service: ServiceId};
	  }
	/** The terms of one Complete, whose confirmation comes back. */
	| {readonly kind: 'terms'; readonly of: DialogOf<'complete'>}
	/** Of the parts screen of this number. */
	| {readonly kind: 'export-parts' | 'import-parts'; readonly screen: ScreenId}
	| {readonly kind: 'export-failures'; readonly act: ActId};

export type FormDialog = {
	readonly kind: 'form';
	readonly purpose: FormPurpose;
	readonly title: string;
	readonly fields: readonly FormField[];
	readonly focus: number;
	/** The fields as they were at first, where leaving them changed is asked about. */
	readonly asOpened?: readonly FormField[];
	readonly returnTo?: Dialog;
};

declare module './dialog.js' {
	interface Dialogs {
		form: FormDialog;
	}
}

/** A form with the focus on its first field; `returnTo` comes back when it is closed. */
export function formOf<P extends FormPurpose>(
	purpose: P,
	title: string,
	fields: readonly FormField[],
	returnTo?: Dialog,
): FormDialog & {readonly purpose: P} {
	return {kind: 'form', purpose, title, fields, focus: 0, returnTo};
}

/** Fields that belong together. */
export function group(name: string, fields: readonly FormField[]): FormField[] {
	return fields.map(each => ({...each, group: name}));
}

/** What was changed since the form was opened, by the titles of the fields. */
export function changedFields({fields, asOpened}: FormDialog): readonly string[] {
	return fields
		.filter(({name, line}) =>
			asOpened?.some(before => before.name === name && before.line.text !== line.text),
		)
		.map(({title}) => title);
}

/** A field of a form, with what stands in it from the start. */
export function field(
	name: string,
	title: string,
	hint: string,
	text = '',
	empty?: string,
): FormField {
	return {name, title, hint, empty, line: text === '' ? emptyLine : lineOf(text)};
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
		case 'deleteForward':
		case 'deleteWord':
		case 'deleteToStart':
		case 'deleteToEnd':
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

/** The open form, where it has this purpose: what comes late must not close another dialog. */
export function openForm(
	{dialog}: SessionState,
	purpose: FormPurpose['kind'],
): FormDialog | undefined {
	return dialog?.kind === 'form' && dialog.purpose.kind === purpose ? dialog : undefined;
}

/** What stands in a field. */
export function textIn({fields}: FormDialog, name: string): string {
	return fields.find(each => each.name === name)?.line.text ?? '';
}

/** The form with the focus on a field, and under it why what is typed there will not do. */
export function refuseField(
	state: SessionState,
	dialog: FormDialog,
	name: string,
	problem: string,
): Step {
	const fields = dialog.fields.map(each => (each.name === name ? {...each, problem} : each));
	const focus = fields.findIndex(each => each.name === name);
	return step(withDialog(state, {...dialog, fields, focus}));
}
