import {knownService} from '../../multipart/services/known-services.js';
import type {ServiceId} from '../../multipart/services/service-table.js';
import {lacksEndpoint, type Profile} from '../../profiles/store/profile.js';
import {lineOf} from '../../terminal/line-editor.js';
import {type FormDialog, type FormField, formOf, textIn} from '../dialogs/form.js';
import {fieldsOf, pathStyleOptions} from './connection-fields.js';
import {listPriceIn, priceNotes} from './price-fields.js';
import {protectedWords} from './protected-field.js';
import {
	endpointHint,
	filledFor,
	isForeign,
	type PickedService,
	pickedService,
	recogniseTyped,
	serviceNotes,
	serviceOptions,
	serviceRemark,
} from './service-options.js';
import {type ConnectionForm, problemsOf} from './typed-connection.js';

const storedHere =
	'Stored in the config file, which you alone can read (mode 0600). An AWS profile is better: sign-ins and roles work, and no copy is made.';

/** Asks for a connection; what stands in the profile is filled in, but never its secret. */
export function connectionForm(awsProfiles: readonly string[], before?: Profile): ConnectionForm {
	const purpose = {kind: 'connection' as const, before, awsProfiles};
	const title = before === undefined ? 'A new connection' : `Edit ${before.name}`;
	const form = reviewed(formOf(purpose, title, fieldsOf(before)));
	return {...form, asOpened: form.fields};
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
		endpoint: {notes, hint: endpointHint(picked), empty: emptyEndpoint(picked, form)},
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
		'credentials.accessKeyId': {notes: [storedHere], empty: emptyKey(form)},
		'credentials.secretAccessKey': {notes: [storedHere], empty: emptySecret(form)},
		'price.perGiBMonth': {notes: priceNotes(form)},
		'price.currency': {
			notes: priceNotes(form),
			empty: textIn(form, 'price.perGiBMonth') === '' ? undefined : 'needed',
		},
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

function emptyEndpoint({id}: PickedService, form: ConnectionForm): string {
	if (id === undefined) return 'none';
	if (id === 'aws') return 'AWS itself';
	return lacksEndpoint({service: id, region: textIn(form, 'region') || undefined})
		? 'needed'
		: 'by the service';
}

function emptyKey(form: ConnectionForm): string {
	return textIn(form, 'credentials.name') === '' ? 'none: from the environment' : 'none';
}

function emptySecret(form: ConnectionForm): string {
	const typed = textIn(form, 'credentials.accessKeyId');
	if (typed === '') return 'none';
	const {before} = form.purpose;
	const stored = before?.credentials.kind === 'keys' ? before.credentials.accessKeyId : undefined;
	return typed === stored ? 'stored, never shown' : 'needed';
}

/** The form with the list price of its service as the price, and the focus there. */
export function listPriceFilled(form: ConnectionForm): ConnectionForm {
	const {price} = listPriceIn(form) ?? {};
	if (price === undefined) return form;
	const filled: Readonly<Record<string, string>> = {
		'price.perGiBMonth': String(price.perGiBMonth),
		'price.currency': price.currency,
	};
	const fields = form.fields.map(each => {
		const text = filled[each.name];
		return text === undefined ? each : {...each, line: lineOf(text), problem: undefined};
	});
	const focus = fields.findIndex(({name}) => name === 'price.perGiBMonth');
	return reviewed({...form, fields, focus});
}

function regionHint(service: string, endpoint: string): string {
	const found = recogniseTyped(endpoint);
	if (found?.region !== undefined) return `empty: ${found.region}, as the host says`;
	const {id} = found ?? pickedService(service);
	const regions = id === undefined ? [] : (knownService(id).regions?.is ?? []);
	return regions.length === 0 ? 'such as eu-west-2; may be empty' : regions.join(', ');
}
