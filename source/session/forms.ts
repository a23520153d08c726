import {type Profile, validateProfile} from '../profiles/profile.js';
import {applyEdit, type Edit} from '../terminal/line-editor.js';
import type {Action} from './action.js';
import {withoutDialog} from './choice.js';
import type {Command} from './command.js';
import type {FormDialog} from './dialog-state.js';
import {field, flagOf, isForm, writeYesOrNo, yesOrNo} from './form-field.js';
import {startOfList} from './list.js';
import {withNotice} from './notice.js';
import {openParts} from './parts.js';
import {type SessionState, topScreen} from './state.js';
import {type Step, step} from './step.js';
import {termFields, termsChosen} from './terms-form.js';
import {openUploads} from './uploads.js';

/** Asks for a bucket where the list of buckets is denied or too long. */
export function bucketForm(): FormDialog {
	return {
		kind: 'form',
		purpose: {kind: 'bucket'},
		title: 'Open a bucket',
		fields: [
			field('bucket', 'bucket', 'the name of the bucket'),
			field('prefix', 'prefix', 'only keys that begin with this; may be empty'),
		],
		focus: 0,
	};
}

/** Asks for a key and an upload id, where the service does not list uploads or the caller may not. */
export function uploadForm(bucket: string): FormDialog {
	return {
		kind: 'form',
		purpose: {kind: 'upload', bucket},
		title: 'Open an upload by key and id',
		fields: [
			field('key', 'key', 'the whole key, without the bucket'),
			field('uploadId', 'upload id', 'as CreateMultipartUpload answered it'),
		],
		focus: 0,
	};
}

/** Asks for a connection; what stands in the profile is filled in, but never its secret. */
export function connectionForm(profile?: Profile): FormDialog {
	const {credentials} = profile ?? {};
	const keys = credentials?.kind === 'keys' ? credentials : undefined;
	return {
		kind: 'form',
		purpose: {kind: 'connection', editing: profile?.name},
		title: profile === undefined ? 'A new connection' : `Edit ${profile.name}`,
		fields: [
			field('name', 'name', 'what you call it: partway -p NAME', profile?.name),
			field(
				'endpoint',
				'endpoint',
				'https://s3.example.com; empty for AWS itself',
				profile?.endpoint,
			),
			field('region', 'region', 'such as eu-west-2; may be empty', profile?.region),
			field(
				'credentials.name',
				'AWS profile',
				'credentials from this profile of the AWS config: recommended',
				credentials?.kind === 'aws-profile' ? credentials.name : undefined,
			),
			field(
				'credentials.accessKeyId',
				'access key',
				'or keys of its own; both empty: from the environment',
				keys?.accessKeyId,
			),
			{
				...field(
					'credentials.secretAccessKey',
					'secret key',
					keys === undefined
						? 'stored in the config file, mode 0600'
						: 'empty: the stored one stays',
				),
				secret: true,
			},
			field(
				'pathStyle',
				'path style',
				'yes or no; empty: yes for an endpoint of its own',
				yesOrNo(profile?.pathStyle),
			),
			field(
				'readOnly',
				'read-only',
				'yes: nothing that changes anything is sent',
				yesOrNo(profile?.readOnly),
			),
			...termFields(profile ?? {}),
			field(
				'activeWithin',
				'active',
				'1h: a younger part says that somebody is at work; empty: 1h',
				profile?.activeWithin,
			),
			field(
				'stalledAfter',
				'stalled',
				'7d: without a part for longer it is taken for dead; empty: 24h',
				profile?.stalledAfter,
			),
			field(
				'protectedPrefixes',
				'protected',
				's3://bucket/prefix, or prefixes: nothing is changed under them',
				profile?.protectedPrefixes?.join(', '),
			),
			field(
				'defaultTarget',
				'opens',
				's3://bucket/prefix to open at once; may be empty',
				profile?.defaultTarget,
			),
		],
		focus: 0,
	};
}

/** What typing means in a form: it goes into the field in focus, and its problem is forgotten. */
export function formEdit(state: SessionState, dialog: FormDialog, edit: Edit): Step {
	const fields = dialog.fields.map((each, at) =>
		at === dialog.focus ? {...each, line: applyEdit(each.line, edit), problem: undefined} : each,
	);
	return step({...state, dialog: {...dialog, fields}});
}

/** What a form was opened over comes back when it closes. */
export function behindForm(state: SessionState, {purpose}: FormDialog): SessionState {
	if (purpose.kind === 'terms') return {...state, dialog: purpose.of};
	if (purpose.kind === 'export-failures')
		return {...state, dialog: {kind: 'run', act: purpose.act, place: startOfList}};
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
		default:
			return step(state);
	}
}

function submit(state: SessionState, dialog: FormDialog): Step {
	const value = (name: string) => dialog.fields.find(each => each.name === name)?.line.text ?? '';
	const closed = withoutDialog(state);
	switch (dialog.purpose.kind) {
		case 'bucket': {
			const bucket = value('bucket').trim();
			return bucket === ''
				? refuse(state, dialog, 'bucket', 'A bucket is needed.')
				: openUploads(closed, bucket, value('prefix'));
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
			return submitConnection(state, dialog, dialog.purpose.editing, value);
	}
}

/** What stands between commas; undefined for nothing. */
function listOf(text: string): readonly string[] | undefined {
	const parts = text
		.split(',')
		.map(part => part.trim())
		.filter(part => part !== '');
	return parts.length === 0 ? undefined : parts;
}

function submitConnection(
	state: SessionState,
	dialog: FormDialog,
	editing: string | undefined,
	value: (name: string) => string,
): Step {
	const optional = (name: string) => value(name).trim() || undefined;
	const screen = topScreen(state);
	const before =
		screen?.kind === 'connections'
			? screen.entries?.find(entry => entry.profile?.name === editing)?.profile
			: undefined;
	const stored =
		before?.credentials.kind === 'keys' ? before.credentials.secretAccessKey : undefined;
	const accessKeyId = optional('credentials.accessKeyId');
	const awsProfile = optional('credentials.name');
	if (accessKeyId !== undefined && awsProfile !== undefined)
		return refuse(state, dialog, 'credentials.name', 'Either an AWS profile or keys, not both.');
	const pathStyle = flagOf(optional('pathStyle'));
	const readOnly = flagOf(optional('readOnly'));
	if (typeof pathStyle === 'string') return refuse(state, dialog, 'pathStyle', writeYesOrNo);
	if (typeof readOnly === 'string') return refuse(state, dialog, 'readOnly', writeYesOrNo);
	const pays = flagOf(optional('requestPayer'));
	if (typeof pays === 'string') return refuse(state, dialog, 'requestPayer', writeYesOrNo);
	const checked = validateProfile({
		...before,
		name: value('name').trim(),
		endpoint: optional('endpoint'),
		region: optional('region'),
		pathStyle,
		readOnly,
		expectedBucketOwner: optional('expectedBucketOwner'),
		requestPayer: pays ? 'requester' : undefined,
		activeWithin: optional('activeWithin'),
		stalledAfter: optional('stalledAfter'),
		protectedPrefixes: listOf(value('protectedPrefixes')),
		defaultTarget: value('defaultTarget') || undefined,
		credentials:
			awsProfile !== undefined
				? {kind: 'aws-profile', name: awsProfile}
				: accessKeyId !== undefined
					? {
							kind: 'keys',
							accessKeyId,
							secretAccessKey: value('credentials.secretAccessKey') || stored || '',
						}
					: {kind: 'environment'},
	});
	if (!('problems' in checked))
		return step(state, {type: 'save-connection', profile: checked, before});
	const problems = new Map(checked.problems.map(({field: name, sentence}) => [name, sentence]));
	const fields = dialog.fields.map(each => ({...each, problem: problems.get(each.name)}));
	const focus = Math.max(
		0,
		fields.findIndex(({problem}) => problem !== undefined),
	);
	return step({...state, dialog: {...dialog, fields, focus}});
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
