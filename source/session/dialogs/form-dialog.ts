import {plural} from '../../multipart/text/units.js';
import type {Edit} from '../../terminal/line-editor.js';
import {bucketEdited, bucketTyped} from '../buckets/bucket-form.js';
import {connectionEdited, listPriceFilled} from '../connections/connection-form.js';
import {testTyped} from '../connections/connection-tests.js';
import {whyNoListPrice} from '../connections/price-fields.js';
import {switchTo} from '../connections/recents.js';
import {termsChosen} from '../connections/terms-form.js';
import {type ConnectionForm, isConnectionForm, profileIn} from '../connections/typed-connection.js';
import type {ActionOf} from '../core/action.js';
import {type SessionState, topScreen} from '../core/state.js';
import {type Step, step} from '../core/step.js';
import {filterSaved} from '../frame/filter-prompt.js';
import {withNotice} from '../frame/notice.js';
import {key} from '../keys/binding.js';
import {openParts} from '../parts/open.js';
import {startChange} from '../rules/change-rule.js';
import {ruleTyped} from '../rules/rule-form.js';
import {rollUpBy} from '../uploads/tree/roll-up-dialog.js';
import {leaveForm} from './discard.js';
import {editField, type FormDialog, openForm, refuseField, textIn} from './form.js';
import {closed, withDialog, withoutDialog} from './handlers.js';
import type {DialogRecord} from './record.js';

const ofConnection = {
	priority: 2,
	rare: true,
	disabled: (_: SessionState, dialog: FormDialog) =>
		isConnectionForm(dialog) ? undefined : 'this is not the form of a connection',
};

export const formDialog: DialogRecord<FormDialog> = {
	keys: {
		form: {
			'next-field': key('tab down', 'next field', 'To the next field', toField(1), {priority: 2}),
			'previous-field': key('shift-tab up', 'field before', 'To the previous field', toField(-1)),
			confirm: key(
				'enter',
				'next or save',
				'To the next field; save on the last',
				(state, dialog) =>
					(dialog.focus < dialog.fields.length - 1 ? toField(1) : submit)(state, dialog),
				{priority: 1},
			),
			'save-form': key('ctrl-s', 'save', 'Save from any field', submit, ofConnection),
			'test-connection': key(
				'ctrl-t',
				'test',
				'Test the connection as typed, before it is stored',
				(state, dialog: ConnectionForm) => testTyped(state, dialog),
				ofConnection,
			),
			'list-price': key(
				'ctrl-l',
				'list price',
				'Fill in the list price of the service',
				(state, dialog: ConnectionForm) => step(withDialog(state, listPriceFilled(dialog))),
				{priority: 3, rare: true, disabled: (_, dialog) => whyNoListPrice(dialog)},
			),
			back: key('esc', 'cancel', 'Close; asks if something is not saved', leaveForm, {
				priority: 1,
			}),
		},
	},
	onEdit: editForm,
};

/** The field after the last one is the first. */
function toField(by: 1 | -1) {
	return (state: SessionState, dialog: FormDialog): Step => {
		const count = dialog.fields.length;
		return step(withDialog(state, {...dialog, focus: (dialog.focus + by + count) % count}));
	};
}

/** What is typed goes into the field in focus, and its problem is forgotten. */
function editForm(state: SessionState, dialog: FormDialog, edit: Edit): Step {
	const fields = dialog.fields.map((each, at) =>
		at === dialog.focus ? {...editField(each, edit), problem: undefined} : each,
	);
	const edited = {...dialog, fields};
	if (isConnectionForm(dialog))
		return step(withDialog(state, connectionEdited(dialog, {...dialog, fields})));
	return step(withDialog(state, dialog.purpose.kind === 'bucket' ? bucketEdited(edited) : edited));
}

function submit(state: SessionState, dialog: FormDialog): Step {
	const {purpose} = dialog;
	const shut = withoutDialog(state);
	const refuse = (name: string, problem: string) => refuseField(state, dialog, name, problem);
	switch (purpose.kind) {
		case 'bucket': {
			const typed = bucketTyped(dialog);
			return 'problem' in typed
				? refuse(typed.field, typed.problem)
				: switchTo(shut, typed.bucket, typed.prefix);
		}
		case 'upload': {
			const key = textIn(dialog, 'key');
			const uploadId = textIn(dialog, 'uploadId').trim();
			if (key === '') return refuse('key', 'A key is needed.');
			if (uploadId === '') return refuse('uploadId', 'An upload id is needed.');
			return openParts(shut, {bucket: purpose.bucket, key, uploadId});
		}
		case 'delimiter': {
			const delimiter = textIn(dialog, 'delimiter');
			return delimiter === ''
				? refuse('delimiter', 'A delimiter is needed.')
				: rollUpBy(state, purpose.screen, {kind: 'prefix', delimiter});
		}
		case 'rule': {
			const typed = ruleTyped(state, dialog, purpose.bucket);
			return 'problem' in typed
				? refuse(typed.field, typed.problem)
				: startChange(shut, purpose.bucket, typed);
		}
		case 'save-filter':
			return filterSaved(state, dialog, purpose);
		case 'export-parts':
		case 'import-parts': {
			const {kind, screen} = purpose;
			const path = textIn(dialog, 'path').trim();
			if (path === '') return refuse('path', 'A file is needed.');
			const top = topScreen(state);
			if (top?.kind !== 'parts' || top.id !== screen || top.plan === undefined) return step(shut);
			return step(state, {type: kind, screen, path, plan: top.plan});
		}
		case 'export-failures': {
			const path = textIn(dialog, 'path').trim();
			if (path === '') return refuse('path', 'A file is needed.');
			const act = state.acts.acts.find(each => each.id === purpose.act);
			return act?.kind === 'run'
				? step(state, {type: 'export-failures', bucket: act.bucket, path, results: act.results})
				: step(shut);
		}
		case 'terms': {
			const chosen = termsChosen(state, purpose.of, name => textIn(dialog, name));
			return 'problem' in chosen ? refuse(chosen.field, chosen.problem) : chosen;
		}
		case 'connection':
			return isConnectionForm(dialog) ? saveConnection(state, dialog) : step(state);
	}
}

/** Stores the connection that is typed, or says what is wrong with it. */
function saveConnection(state: SessionState, dialog: ConnectionForm): Step {
	const profile = profileIn(dialog);
	return 'kind' in profile
		? step(withDialog(state, profile))
		: step(state, {type: 'save-connection', profile, before: dialog.purpose.before});
}

/** What the form asked for could not be done: the store or the file would not take it. */
export function formRefused(
	state: SessionState,
	{field: name, problem}: ActionOf<'form-refused'>,
): Step {
	const {dialog} = state;
	return dialog?.kind === 'form' ? refuseField(state, dialog, name, problem) : step(state);
}

/** A file was written: its form closes. */
export function fileWritten(
	state: SessionState,
	action: ActionOf<'parts-exported' | 'failures-exported'>,
): Step {
	const [form, what] =
		action.type === 'parts-exported'
			? [openForm(state, 'export-parts'), plural(action.parts, 'part')]
			: [openForm(state, 'export-failures'), plural(action.uploads, 'upload')];
	return withNotice(
		form === undefined ? state : closed(state, form),
		`${what} written to ${action.path}`,
		'good',
	);
}

/** The store has changed: the picker reads the names again. */
export function connectionsChanged(
	state: SessionState,
	{type, name}: ActionOf<'connection-saved' | 'connection-removed'>,
): Step {
	const screen = topScreen(state);
	const [notified, effects] = withNotice(
		openForm(state, 'connection') === undefined ? state : withoutDialog(state),
		`${name} is ${type === 'connection-saved' ? 'stored' : 'removed'}.`,
		'good',
	);
	return screen?.kind === 'connections'
		? step(notified, ...effects, {type: 'list-connections', screen: screen.id})
		: step(notified, ...effects);
}
