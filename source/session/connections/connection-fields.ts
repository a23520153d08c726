import {knownService} from '../../multipart/services/known-services.js';
import type {Profile} from '../../profiles/store/profile.js';
import {choiceField, type FormField, field, group, noOrYes} from '../dialogs/form.js';
import {priceFields} from './price-fields.js';
import {optionOf, pickedService, recogniseTyped, serviceOptions} from './service-options.js';
import {termFields} from './terms-form.js';

/** The fields of a connection by groups, with what stands in the profile, but never its secret. */
export function fieldsOf(before: Profile | undefined): readonly FormField[] {
	const {credentials, endpoint = '', region, price} = before ?? {};
	const keys = credentials?.kind === 'keys' ? credentials : undefined;
	return [
		field('name', 'name', 'name of this connection: partway -p NAME', before?.name, 'needed'),
		...group('Service', [
			choiceField(
				'service',
				'service',
				'left, right or its first letters; fills empty fields below',
				serviceOptions(endpoint),
				optionOf(before?.service, region),
			),
			field('endpoint', 'endpoint', '', endpoint),
			field('region', 'region', '', region, 'by the service'),
			choiceField(
				'pathStyle',
				'bucket in path',
				'yes: the bucket in the path, no: in the host name',
				pathStyleOptions('', endpoint),
				before?.pathStyle === undefined ? '' : before.pathStyle ? 'yes' : 'no',
			),
		]),
		...group('Credentials', [
			field(
				'credentials.name',
				'AWS profile',
				'credentials from this profile of the AWS config: recommended',
				credentials?.kind === 'aws-profile' ? credentials.name : undefined,
				'none',
			),
			field(
				'credentials.accessKeyId',
				'access key id',
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
		]),
		...group('Rules', [
			choiceField(
				'readOnly',
				'read-only',
				'yes: changes nothing on the server',
				noOrYes,
				before?.readOnly ? 'yes' : '',
			),
			field(
				'protectedPrefixes',
				'protected',
				's3://bucket/prefix, or a key prefix for every bucket; several with commas',
				before?.protectedPrefixes?.join(', '),
				'nothing',
			),
			...termFields(before ?? {}),
		]),
		...group('Lists', [
			field(
				'defaultTarget',
				'open at',
				's3://bucket/prefix to open at once; may be empty',
				before?.defaultTarget,
				'the list of buckets',
			),
			field(
				'activeWithin',
				'active within',
				'active if a part arrived within this time; empty: 1h',
				before?.activeWithin,
				'1h, the default',
			),
			field(
				'stalledAfter',
				'stalled after',
				'stalled after this long without a part; empty: 24h',
				before?.stalledAfter,
				'24h, the default',
			),
		]),
		...group('Price', priceFields(price)),
	];
}

/** As the table says for the service, else yes for an endpoint of its own. */
export function pathStyleOptions(service: string, endpoint: string) {
	const {id} = recogniseTyped(endpoint) ?? pickedService(service);
	const known = id === undefined ? undefined : knownService(id).pathStyle?.is;
	const usual = endpoint === '' ? 'no' : (known ?? true) ? 'yes' : 'no';
	return [
		{value: '', title: `by the service: ${usual}`},
		{value: 'yes', title: 'yes'},
		{value: 'no', title: 'no'},
	];
}
