import {checkAmount, checkCurrency, type Price, readAmount} from '../../multipart/price.js';
import {endpointOfService, isServiceId} from '../../multipart/services/known-services.js';
import type {ServiceId} from '../../multipart/services/service-table.js';
import {parseEndpoint} from '../resolve/endpoint.js';
import {parseTarget, refusalOf} from '../resolve/target.js';
import {checkBucketOwner, noOwnerAt} from './bucket-terms.js';
import {checkProtected} from './protected.js';
import {checkAge, checkThresholds, type WrittenThresholds} from './thresholds.js';

/** Where a profile's credentials come from. */
export type ProfileCredentials =
	/** A profile of the AWS shared config, by its name. */
	| {readonly kind: 'aws-profile'; readonly name: string}
	/** Whatever the AWS default chain finds when partway runs. */
	| {readonly kind: 'environment'}
	/** Keys stored in the profile itself. */
	| {
			readonly kind: 'keys';
			readonly accessKeyId: string;
			readonly secretAccessKey: string;
			readonly sessionToken?: string;
	  };

/** A named connection to one S3 service, as the config store holds it. What is absent is inherited. */
export type Profile = WrittenThresholds & {
	readonly name: string;
	/** One of the known services, where the endpoint alone does not tell. */
	readonly service?: ServiceId;
	/** A URL; absent: AWS itself, unless the environment names another. */
	readonly endpoint?: string;
	readonly region?: string;
	readonly pathStyle?: boolean;
	readonly credentials: ProfileCredentials;
	/** `s3://bucket/prefix` */
	readonly defaultTarget?: string;
	readonly readOnly?: boolean;
	/** `s3://bucket/prefix`, or a prefix in every bucket: nothing is changed under them. */
	readonly protectedPrefixes?: readonly string[];
	/** 12 digits: a bucket of another account is refused. */
	readonly expectedBucketOwner?: string;
	/** Agrees to pay where the bucket's owner does not. */
	readonly requestPayer?: 'requester';
	/** What its service asks for storage. */
	readonly price?: Price;
};

/** Whether nothing says where the service is: the table knows no endpoint of it, or not without a region. */
export function lacksEndpoint({
	service,
	endpoint,
	region,
}: Pick<Profile, 'service' | 'endpoint' | 'region'>): boolean {
	return (
		service !== undefined &&
		service !== 'aws' &&
		endpoint === undefined &&
		endpointOfService(service, region) === undefined
	);
}

/** What is wrong with one field. The sentence may quote the value, but never a secret. */
export type FieldProblem = {readonly field: string; readonly sentence: string};

type Check = (value: unknown) => string | undefined;

const text =
	(what: string, check: (value: string) => string | undefined): Check =>
	value =>
		typeof value === 'string' ? check(value) : `${what} must be text.`;

const flag =
	(what: string): Check =>
	value =>
		typeof value === 'boolean' ? undefined : `${what} must be true or false.`;

const secret = (what: string): Check =>
	text(what, value => {
		if (value === '') return `${what} is empty.`;
		return /[\p{C}\p{Z}]/u.test(value)
			? `${what} holds a space or a control character.`
			: undefined;
	});

/** Names are typed after `-p`, where `own:` and `aws:` tell whose a name is. */
const checkName: Check = text('The name', value =>
	/^[\p{L}\p{N}][\p{L}\p{N}._@+-]{0,63}$/u.test(value) && value === value.normalize('NFC')
		? undefined
		: 'A name begins with a letter or digit and holds letters, digits and . _ @ + - only, 64 at most.',
);

const checkEndpoint = text('The endpoint', value => refusalOf(parseEndpoint(value)));

/** A region becomes part of a host name on AWS. */
export const checkRegion = text('The region', value =>
	/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i.test(value)
		? undefined
		: `"${value}" is not a region: letters, digits and dashes, such as eu-west-2.`,
);

const checkTarget = text('The default target', value => refusalOf(parseTarget(value)));

const age = (what: string): Check =>
	text(what, value => {
		const wrong = checkAge(value);
		return wrong && `${what}: ${wrong}`;
	});

const checkService = text('The service', value =>
	isServiceId(value) ? undefined : `"${value}" is no service that partway knows.`,
);

const optionalFields = {
	service: checkService,
	endpoint: checkEndpoint,
	region: checkRegion,
	pathStyle: flag('Path style'),
	defaultTarget: checkTarget,
	readOnly: flag('Read-only'),
	protectedPrefixes: checkProtected,
	activeWithin: age('Active within'),
	stalledAfter: age('Stalled after'),
	expectedBucketOwner: text('The expected bucket owner', checkBucketOwner),
	requestPayer: value =>
		value === 'requester' ? undefined : 'The request payer is "requester", or left out.',
} satisfies Record<string, Check>;

const credentialFields: Record<
	ProfileCredentials['kind'],
	{required: string[]; optional: string[]}
> = {
	'aws-profile': {required: ['name'], optional: []},
	environment: {required: [], optional: []},
	keys: {required: ['accessKeyId', 'secretAccessKey'], optional: ['sessionToken']},
};

const credentialChecks: Record<string, Check> = {
	name: text("The AWS profile's name", value =>
		value.trim() === '' ? 'The AWS profile is not named.' : undefined,
	),
	accessKeyId: secret('The access key id'),
	secretAccessKey: secret('The secret access key'),
	sessionToken: secret('The session token'),
};

export function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The price, whose amount may be as it is typed; what is wrong with it goes to the problems. */
function checkedPrice(value: unknown, problems: FieldProblem[]): unknown {
	if (!isRecord(value)) {
		problems.push({field: 'price', sentence: 'A price must be an amount and a currency.'});
		return undefined;
	}
	const {perGiBMonth, currency} = value;
	const [amount, unit] = [checkAmount(perGiBMonth, currency), checkCurrency(currency)];
	if (amount !== undefined) problems.push({field: 'price.perGiBMonth', sentence: amount});
	if (unit !== undefined) problems.push({field: 'price.currency', sentence: unit});
	return {perGiBMonth: readAmount(perGiBMonth), currency};
}

/**
 * A profile out of what a form or the store holds: every field is checked, unknown fields are left
 * out, the endpoint gets its scheme. Or all that is wrong with it, a sentence for each field.
 */
export function validateProfile(
	value: unknown,
): Profile | {readonly problems: readonly FieldProblem[]} {
	if (!isRecord(value))
		return {problems: [{field: 'profile', sentence: 'A profile must be an object.'}]};
	const problems: FieldProblem[] = [];
	const checked = (record: Record<string, unknown>, field: string, check: Check, path = field) => {
		const sentence = check(record[field]);
		if (sentence) problems.push({field: path, sentence});
		return record[field];
	};
	const profile: Record<string, unknown> = {name: checked(value, 'name', checkName)};
	for (const [field, check] of Object.entries(optionalFields))
		if (value[field] !== undefined) profile[field] = checked(value, field, check);
	const noOwner =
		typeof value.endpoint === 'string' && value.expectedBucketOwner !== undefined
			? noOwnerAt(value.endpoint)
			: undefined;
	if (value.price !== undefined) profile['price'] = checkedPrice(value.price, problems);
	if (noOwner !== undefined) problems.push({field: 'expectedBucketOwner', sentence: noOwner});
	if (!problems.some(({field}) => field === 'activeWithin' || field === 'stalledAfter')) {
		const sentence = checkThresholds(value);
		if (sentence !== undefined) problems.push({field: 'stalledAfter', sentence});
	}
	const given = value.credentials;
	const kind = isRecord(given) ? given.kind : undefined;
	if (!isRecord(given) || typeof kind !== 'string' || !Object.hasOwn(credentialFields, kind)) {
		const sentence = 'Credentials come from an AWS profile, the environment, or keys.';
		return {problems: [...problems, {field: 'credentials', sentence}]};
	}
	const credentials: Record<string, unknown> = {kind};
	const {required, optional} = credentialFields[kind as ProfileCredentials['kind']];
	for (const field of [...required, ...optional.filter(name => given[name] !== undefined)])
		credentials[field] = checked(given, field, credentialChecks[field]!, `credentials.${field}`);
	if (problems.length > 0) return {problems};
	if (typeof profile.endpoint === 'string') Object.assign(profile, parseEndpoint(profile.endpoint));
	return {...profile, credentials} as Profile;
}
