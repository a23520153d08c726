import {lacksEndpoint, type Profile, validateProfile} from '../../profiles/store/profile.js';
import {type FormDialog, textIn} from '../dialogs/form.js';
import {endpointHint, pickedService} from './service-options.js';

type ConnectionPurpose = Extract<FormDialog['purpose'], {kind: 'connection'}>;

/** The form of a connection. */
export type ConnectionForm = FormDialog & {readonly purpose: ConnectionPurpose};

export function isConnectionForm(dialog: FormDialog): dialog is ConnectionForm {
	return dialog.purpose.kind === 'connection';
}

/** What stands between commas; undefined for nothing. */
export function listOf(text: string): readonly string[] | undefined {
	const parts = text
		.split(',')
		.map(part => part.trim())
		.filter(part => part !== '');
	return parts.length === 0 ? undefined : parts;
}

/** What is typed, as a profile would hold it: not checked. */
function typedProfile(form: ConnectionForm): Readonly<Record<string, unknown>> {
	const {before} = form.purpose;
	const optional = (name: string) => textIn(form, name).trim() || undefined;
	const flag = (name: string) => {
		const chosen = textIn(form, name);
		return chosen === '' ? undefined : chosen === 'yes';
	};
	const stored = before?.credentials.kind === 'keys' ? before.credentials : undefined;
	const accessKeyId = optional('credentials.accessKeyId');
	const secret = textIn(form, 'credentials.secretAccessKey').trim();
	const awsProfile = optional('credentials.name');
	const price = {
		perGiBMonth: optional('price.perGiBMonth'),
		currency: optional('price.currency')?.toUpperCase(),
	};
	return {
		...before,
		name: textIn(form, 'name').trim(),
		service: pickedService(textIn(form, 'service')).id,
		endpoint: optional('endpoint'),
		region: optional('region'),
		pathStyle: flag('pathStyle'),
		readOnly: flag('readOnly'),
		expectedBucketOwner: optional('expectedBucketOwner'),
		requestPayer: flag('requestPayer') ? 'requester' : undefined,
		activeWithin: optional('activeWithin'),
		stalledAfter: optional('stalledAfter'),
		protectedPrefixes: listOf(textIn(form, 'protectedPrefixes')),
		defaultTarget: textIn(form, 'defaultTarget') || undefined,
		price: price.perGiBMonth || price.currency ? price : undefined,
		credentials:
			awsProfile !== undefined
				? {kind: 'aws-profile', name: awsProfile}
				: accessKeyId === undefined
					? {kind: 'environment'}
					: secret === '' && stored?.accessKeyId === accessKeyId
						? stored
						: {kind: 'keys', accessKeyId, secretAccessKey: secret},
	};
}

/** What is wrong, by field; as typed, an endpoint may be missing yet, and an AWS profile be misspelt. */
export function problemsOf(
	form: ConnectionForm,
	when: 'as typed' | 'to be used',
): Map<string, string> {
	const value = (name: string) => textIn(form, name).trim();
	const checked = validateProfile(typedProfile(form));
	const problems = new Map(
		'problems' in checked ? checked.problems.map(({field, sentence}) => [field, sentence]) : [],
	);
	const [awsProfile, accessKey] = [value('credentials.name'), value('credentials.accessKeyId')];
	const {awsProfiles} = form.purpose;
	if (awsProfile !== '' && accessKey !== '')
		problems.set('credentials.name', 'Either an AWS profile or keys, not both.');
	else if (when === 'as typed' && awsProfile !== '' && !awsProfiles.includes(awsProfile))
		problems.set('credentials.name', 'The AWS config holds no profile of this name yet.');
	if (accessKey === '' && value('credentials.secretAccessKey') !== '')
		problems.set('credentials.secretAccessKey', 'The access key that it belongs to is missing.');
	const {id} = pickedService(value('service'));
	const [endpoint, region] = [value('endpoint') || undefined, value('region') || undefined];
	if (when === 'to be used' && lacksEndpoint({service: id, endpoint, region}))
		problems.set('endpoint', `The endpoint is missing: ${endpointHint({id})}`);
	return problems;
}

/** The profile that is typed, or the form with what is wrong said under each field. */
export function profileIn(
	form: ConnectionForm,
	{named = true}: {readonly named?: boolean} = {},
): Profile | ConnectionForm {
	const problems = problemsOf(form, 'to be used');
	// What is only tested needs no name.
	if (!named && textIn(form, 'name').trim() === '') problems.delete('name');
	if (problems.size > 0) {
		const fields = form.fields.map(each => ({...each, problem: problems.get(each.name)}));
		const wrong = fields.findIndex(({problem}) => problem !== undefined);
		return {...form, fields, focus: Math.max(0, wrong)};
	}
	const typed = typedProfile(form);
	const checked = validateProfile(typed['name'] === '' ? {...typed, name: 'new'} : typed);
	if ('problems' in checked) throw new Error('A checked profile was refused.');
	return checked;
}
