import {knownService} from '../../multipart/services/known-services.js';
import type {ServiceId} from '../../multipart/services/service-table.js';
import type {Profile} from '../../profiles/store/profile.js';
import {lineOf} from '../../terminal/line-editor.js';
import {
	choiceField,
	type FormDialog,
	type FormField,
	field,
	noOrYes,
	textIn,
} from '../dialogs/form.js';
import {protectedWords} from './protected-field.js';
import {
	endpointHint,
	filledFor,
	isForeign,
	optionOf,
	pickedService,
	recogniseTyped,
	serviceNotes,
	serviceOptions,
	serviceRemark,
} from './service-options.js';
import {termFields} from './terms-form.js';
import {type ConnectionForm, problemsOf} from './typed-connection.js';

const storedHere =
	'Stored in the config file, which you alone can read (mode 0600). An AWS profile is better: sign-ins and roles work, and no copy is made.';

/** Asks for a connection; what stands in the profile is filled in, but never its secret. */
export function connectionForm(awsProfiles: readonly string[], before?: Profile): ConnectionForm {
	const {credentials, endpoint = '', region} = before ?? {};
	const keys = credentials?.kind === 'keys' ? credentials : undefined;
	return reviewed({
		kind: 'form',
		purpose: {kind: 'connection', before, awsProfiles},
		title: before === undefined ? 'A new connection' : `Edit ${before.name}`,
		fields: [
			field('name', 'name', 'what you call it: partway -p NAME', before?.name),
			choiceField(
				'service',
				'service',
				'left, right or its first letters; fills in what is empty below',
				serviceOptions(endpoint),
				optionOf(before?.service, region),
			),
			field('endpoint', 'endpoint', '', endpoint),
			field('region', 'region', '', region),
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
					keys === undefined ? 'never shown' : 'empty: the stored one stays',
				),
				secret: true,
			},
			field(
				'defaultTarget',
				'opens',
				's3://bucket/prefix to open at once; may be empty',
				before?.defaultTarget,
			),
			choiceField(
				'readOnly',
				'read-only',
				'yes: nothing that changes anything is sent',
				noOrYes,
				before?.readOnly ? 'yes' : '',
			),
			field(
				'protectedPrefixes',
				'protected',
				's3://bucket/prefix, or a key prefix for every bucket; several with commas',
				before?.protectedPrefixes?.join(', '),
			),
			...termFields(before ?? {}),
			field(
				'activeWithin',
				'active',
				'1h: a younger part says that somebody is at work; empty: 1h',
				before?.activeWithin,
			),
			field(
				'stalledAfter',
				'stalled',
				'7d: without a part for longer it is taken for dead; empty: 24h',
				before?.stalledAfter,
			),
			choiceField(
				'pathStyle',
				'path style',
				'yes: the bucket in the path, no: in the host name',
				pathStyleOptions('', endpoint),
				before?.pathStyle === undefined ? '' : before.pathStyle ? 'yes' : 'no',
			),
		],
		focus: 0,
	});
}

/** As the table says for the service, else yes for an endpoint of its own. */
function pathStyleOptions(service: string, endpoint: string) {
	const {id} = recogniseTyped(endpoint) ?? pickedService(service);
	const known = id === undefined ? undefined : knownService(id).pathStyle?.is;
	const usual = endpoint === '' ? 'no' : (known ?? true) ? 'yes' : 'no';
	return [
		{value: '', title: `by the service: ${usual}`},
		{value: 'yes', title: 'yes'},
		{value: 'no', title: 'no'},
	];
}

/**
 * The form after something was typed into the field in focus: what the table knows of the service is filled
 * in where nothing else was typed, and every field says what is wrong with it.
 */
export function connectionEdited(before: ConnectionForm, after: ConnectionForm): ConnectionForm {
	const {name} = after.fields[after.focus] ?? {};
	if (name === 'endpoint') return reviewed(regionRefilled(before, after));
	return reviewed(name === 'service' || name === 'region' ? refilled(before, after, name) : after);
}

/** The form after a test of what is typed found a service behind the endpoint. */
export function connectionTested(form: ConnectionForm, service: ServiceId): ConnectionForm {
	const tested = {endpoint: textIn(form, 'endpoint'), service};
	return reviewed({...form, purpose: {...form.purpose, tested}});
}

/** The region that was filled in goes when the endpoint leaves the picked service, and comes back with it. */
function regionRefilled(before: ConnectionForm, after: ConnectionForm): ConnectionForm {
	const picked = pickedService(textIn(after, 'service'));
	const leaves = (form: ConnectionForm) => isForeign(picked, textIn(form, 'endpoint'));
	if (leaves(before) === leaves(after)) return after;
	const {region} = filledFor(picked, '');
	const [from, to] = leaves(after) ? [region, ''] : ['', region];
	const fields = after.fields.map(each =>
		each.name === 'region' && each.line.text === from
			? {...each, line: lineOf(to), problem: undefined}
			: each,
	);
	return {...after, fields};
}

function refilled(
	before: ConnectionForm,
	after: ConnectionForm,
	edited: 'service' | 'region',
): ConnectionForm {
	const filling = (form: ConnectionForm) =>
		filledFor(pickedService(textIn(form, 'service')), textIn(form, 'region'));
	const was = filling(before);
	const fill = (form: ConnectionForm, name: 'endpoint' | 'region', text: string) => {
		const {[name]: filled} = was;
		const fields = form.fields.map(each =>
			each.name === name && (each.line.text === '' || each.line.text === filled)
				? {...each, line: lineOf(text), problem: undefined}
				: each,
		);
		return {...form, fields};
	};
	const withRegion = edited === 'service' ? fill(after, 'region', filling(after).region) : after;
	return fill(withRegion, 'endpoint', filling(withRegion).endpoint);
}

/** The form with what there is to say of each field as it is now. */
function reviewed(form: ConnectionForm): ConnectionForm {
	const {awsProfiles, tested} = form.purpose;
	const [service, endpoint] = [textIn(form, 'service'), textIn(form, 'endpoint')];
	const picked = pickedService(service);
	const notes = serviceNotes(picked, endpoint);
	const problems = problemsOf(form, 'as typed');
	const about: Readonly<Record<string, Partial<FormField>>> = {
		service: {
			notes,
			choice: {options: serviceOptions(endpoint), typed: typedIn(form, 'service')},
			remark:
				picked.id &&
				serviceRemark(
					{...picked, id: picked.id},
					endpoint,
					tested?.endpoint === endpoint ? tested.service : undefined,
				),
		},
		endpoint: {notes, hint: endpointHint(picked)},
		region: {hint: regionHint(service, endpoint)},
		pathStyle: {
			choice: {options: pathStyleOptions(service, endpoint), typed: typedIn(form, 'pathStyle')},
		},
		'credentials.name': {
			notes:
				awsProfiles.length === 0
					? ['The AWS config holds no profile.']
					: [`There are: ${awsProfiles.join(', ')}.`],
		},
		protectedPrefixes: protectedWords(textIn(form, 'protectedPrefixes')),
		'credentials.accessKeyId': {notes: [storedHere]},
		'credentials.secretAccessKey': {notes: [storedHere]},
	};
	return {
		...form,
		fields: form.fields.map(each => ({
			...each,
			...about[each.name],
			remark:
				each.line.text === '' ? undefined : (problems.get(each.name) ?? about[each.name]?.remark),
		})),
	};
}

function typedIn({fields}: FormDialog, name: string): string {
	return fields.find(each => each.name === name)?.choice?.typed ?? '';
}

function regionHint(service: string, endpoint: string): string {
	const found = recogniseTyped(endpoint);
	if (found?.region !== undefined) return `empty: ${found.region}, as the host says`;
	const {id} = found ?? pickedService(service);
	const regions = id === undefined ? [] : (knownService(id).regions?.is ?? []);
	return regions.length === 0 ? 'such as eu-west-2; may be empty' : regions.join(', ');
}
