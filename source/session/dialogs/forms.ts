import type {Edit} from '../../terminal/line-editor.js';
import {bucketEdited, bucketTyped} from '../buckets/bucket-form.js';
import {connectionEdited} from '../connections/connection-form.js';
import {testTyped} from '../connections/connection-tests.js';
import {switchTo} from '../connections/recents.js';
import {termsChosen} from '../connections/terms-form.js';
import {type ConnectionForm, isConnectionForm, profileIn} from '../connections/typed-connection.js';
import type {Action} from '../core/action.js';
import type {Command} from '../core/command.js';
import {type SessionState, topScreen} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import {startOfList} from '../frame/list-cursor.js';
import {withNotice} from '../frame/notice.js';
import {openParts} from '../parts/parts.js';
import {withoutDialog} from './choice.js';
import type {FormDialog} from './dialog-state.js';
import {editField, isForm} from './form-field.js';

/** What typing means in a form: it goes into the field in focus, and its problem is forgotten. */
export function formEdit(state: SessionState, dialog: FormDialog, edit: Edit): Step {
	const fields = dialog.fields.map((each, at) =>
		at === dialog.focus ? {...editField(each, edit), problem: undefined} : each,
	);
	if (isConnectionForm(dialog))
		return step({...state, dialog: connectionEdited(dialog, {...dialog, fields})});
	const edited = {...dialog, fields};
	return step({...state, dialog: dialog.purpose.kind === 'bucket' ? bucketEdited(edited) : edited});
}

/** What a form was opened over comes back when it closes. */
export function behindForm(state: SessionState, {purpose}: FormDialog): SessionState {
	if (purpose.kind === 'terms') return {...state, dialog: purpose.of};
	if (purpose.kind === 'export-failures')
		return {...state, dialog: {kind: 'run', act: purpose.act, cursor: startOfList}};
	return withoutDialog(state);
}

/** What a key means in a form. */
export function formCommand(state: SessionState, dialog: FormDialog, command: Command): Step {
	const last = dialog.fields.length - 1;
	const focusOn = (focus: number) =>
		step({...state, dialog: {...dialog, focus: Math.max(0, Math.min(last, focus))}});
	switch (command) {
		case 'back':
			return step(behindForm(state, dialog));
		case 'next-field':
			return focusOn(dialog.focus === last ? 0 : dialog.focus + 1);
		case 'previous-field':
			return focusOn(dialog.focus === 0 ? last : dialog.focus - 1);
		case 'confirm':
			return dialog.focus < last ? focusOn(dialog.focus + 1) : submit(state, dialog);
		case 'save-form':
			return submit(state, dialog);
		case 'test-connection':
			return isConnectionForm(dialog) ? testTyped(state, dialog) : step(state);
		default:
			return step(state);
	}
}

function submit(state: SessionState, dialog: FormDialog): Step {
	const value = (name: string) => dialog.fields.find(each => each.name === name)?.line.text ?? '';
	const closed = withoutDialog(state);
	switch (dialog.purpose.kind) {
		case 'bucket': {
			const typed = bucketTyped(dialog);
			return 'problem' in typed
				? refuse(state, dialog, typed.field, typed.problem)
				: switchTo(closed, typed.bucket, typed.prefix);
		}
		case 'upload': {
			const {bucket} = dialog.purpose;
			const key = value('key');
			const uploadId = value('uploadId').trim();
			if (key === '') return refuse(state, dialog, 'key', 'A key is needed.');
			if (uploadId === '') return refuse(state, dialog, 'uploadId', 'An upload id is needed.');
			return openParts(closed, {bucket, key, uploadId});
		}
		case 'export-parts':
		case 'import-parts': {
			const {kind, screen} = dialog.purpose;
			const path = value('path').trim();
			if (path === '') return refuse(state, dialog, 'path', 'A file is needed.');
			const top = topScreen(state);
			if (top?.kind !== 'parts' || top.id !== screen || top.plan === undefined) return step(closed);
			return step(state, {type: kind, screen, path, plan: top.plan});
		}
		case 'export-failures': {
			const path = value('path').trim();
			if (path === '') return refuse(state, dialog, 'path', 'A file is needed.');
			const {act: id} = dialog.purpose;
			const act = state.acts.acts.find(each => each.id === id);
			return act?.kind === 'run'
				? step(state, {type: 'export-failures', bucket: act.bucket, path, results: act.results})
				: step(closed);
		}
		case 'terms': {
			const chosen = termsChosen(state, dialog.purpose.of, value);
			return 'problem' in chosen ? refuse(state, dialog, chosen.field, chosen.problem) : chosen;
		}
		case 'connection':
			return isConnectionForm(dialog) ? saveConnection(state, dialog) : step(state);
	}
}

/** Stores the connection that is typed, or says what is wrong with it. */
function saveConnection(state: SessionState, dialog: ConnectionForm): Step {
	const profile = profileIn(dialog);
	return 'kind' in profile
		? step({...state, dialog: profile})
		: step(state, {type: 'save-connection', profile, before: dialog.purpose.before});
}

function refuse(state: SessionState, dialog: FormDialog, name: string, problem: string): Step {
	const fields = dialog.fields.map(each => (each.name === name ? {...each, problem} : each));
	const focus = fields.findIndex(each => each.name === name);
	return step({...state, dialog: {...dialog, fields, focus}});
}

/** The store would not take it. */
export function formRefused(
	state: SessionState,
	{field: name, problem}: Extract<Action, {type: 'form-refused'}>,
): Step {
	return state.dialog?.kind === 'form' ? refuse(state, state.dialog, name, problem) : step(state);
}

/** The store has changed: the picker reads the names again. */
export function connectionsChanged(
	state: SessionState,
	{type, name}: {readonly type: 'connection-saved' | 'connection-removed'; readonly name: string},
): Step {
	const screen = topScreen(state);
	const [told, effects] = withNotice(
		isForm(state, 'connection') ? withoutDialog(state) : state,
		`${name} is ${type === 'connection-saved' ? 'stored' : 'removed'}.`,
		'good',
	);
	return screen?.kind === 'connections'
		? step(told, ...effects, {type: 'list-connections', screen: screen.id})
		: step(told, ...effects);
}
