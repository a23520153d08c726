import {loadConnectionSources} from '../../profiles/resolve/sources.js';
import {
	lacksEndpoint,
	type Profile,
	type ProfileCredentials,
	validateProfile,
} from '../../profiles/store/profile.js';
import {parseProtected, protectedDoubt, protectedInWords} from '../../profiles/store/protected.js';
import {escapeForTerminal, escapeLines} from '../../terminal/escape.js';
import {monthlyCostWords, plainPriceSigns} from '../../text/price-words.js';
import {canAsk} from '../base/ask.js';
import {askSecret, secretFromStdin} from '../base/ask-secret.js';
import type {Run} from '../base/command.js';
import {type ExitCode, exitCodes, usageError} from '../base/exit.js';
import type {EditFlags, ProfileFlags} from './options.js';
import {changingStore, noSuchProfile, ownName} from './own.js';

/** Bytes. */
const TiB = 1024 ** 4;

/** The option that sets each field of a profile. */
const optionOf: Readonly<Record<string, string>> = {
	service: '--service',
	endpoint: '--endpoint',
	region: '--region',
	pathStyle: '--path-style',
	defaultTarget: '--opens',
	readOnly: '--read-only',
	protectedPrefixes: '--protect',
	expectedBucketOwner: '--expected-bucket-owner',
	requestPayer: '--request-payer',
	activeWithin: '--active-within',
	stalledAfter: '--stalled-after',
	price: '--price',
	'price.perGiBMonth': '--price',
	'price.currency': '--currency',
	'credentials.name': '--aws-profile',
	'credentials.accessKeyId': '--access-key-id',
};

/** Stores a connection under a name that is free. */
export async function addProfile(
	run: Run,
	flags: ProfileFlags,
	written: string,
): Promise<ExitCode> {
	const name = ownName(written);
	return changingStore(run, async store => {
		if (store.get(name) !== undefined)
			throw usageError(`There is a connection ${name} already: partway profiles edit ${name}.`);
		// What is wrong with the rest is said before a secret is asked for.
		checked({name, ...said(flags), credentials: {kind: 'environment'}});
		const credentials = (await credentialsFor(run, flags)) ?? {kind: 'environment'};
		const profile = checked({name, ...said(flags), credentials});
		await store.add(profile);
		await stored(run, profile, store.file, flags);
		return exitCodes.done;
	});
}

/** Changes what the flags name, where nobody else changed the connection meanwhile. */
export async function editProfile(run: Run, flags: EditFlags, written: string): Promise<ExitCode> {
	const name = ownName(written);
	if (changesNothing(flags))
		throw usageError(
			`What should change in ${name}? Name it with an option, such as --read-only or --unset region: partway profiles edit --help shows all.`,
		);
	return changingStore(run, async store => {
		const before = store.get(name);
		if (before === undefined) {
			const why = store.invalid.get(name);
			throw why === undefined
				? await noSuchProfile(name, run)
				: usageError(`The connection ${name} cannot be used: ${why}`);
		}
		const changed = {
			...before,
			...emptied(flags.unset ?? []),
			...said(flags, before),
			name: flags.rename === undefined ? name : ownName(flags.rename),
		};
		checked(changed);
		const given = await credentialsFor(run, flags, before.credentials);
		const profile = checked({...changed, credentials: given ?? before.credentials});
		await store.replace(before, profile);
		await stored(run, profile, store.file, flags);
		return exitCodes.done;
	});
}

/** Whether no option names anything to change. */
function changesNothing(flags: EditFlags): boolean {
	const {rename, unset, awsProfile, accessKeyId, fromEnvironment} = flags;
	const more = [rename, unset, awsProfile, accessKeyId, fromEnvironment, flags.secretFromStdin];
	return Object.keys(said(flags)).length === 0 && more.every(flag => flag === undefined);
}

/** What the flags say of a profile, its credentials aside; of a price they may change one of the two. */
function said(flags: ProfileFlags, before?: Profile): Record<string, unknown> {
	const {service, endpoint, region, pathStyle, opens, readOnly, protect} = flags;
	const {expectedBucketOwner, requestPayer, activeWithin, stalledAfter} = flags;
	const price = {perGiBMonth: flags.price, currency: flags.currency?.toUpperCase()};
	const priced = Object.entries(price).filter(([, value]) => value !== undefined);
	const fields = {
		...{service, endpoint, region, pathStyle, readOnly, expectedBucketOwner},
		...{activeWithin, stalledAfter, defaultTarget: opens, protectedPrefixes: protect},
		...(priced.length === 0 ? {} : {price: {...before?.price, ...Object.fromEntries(priced)}}),
		...(requestPayer === undefined ? {} : {requestPayer: requestPayer ? 'requester' : null}),
	};
	return Object.fromEntries(
		Object.entries(fields)
			.filter(([, value]) => value !== undefined)
			.map(([field, value]) => [field, value === null ? undefined : value]),
	);
}

/** The fields that are to be empty. @throws CommandError (usage) for a name that is none of them. */
function emptied(names: readonly string[]): Record<string, undefined> {
	const fields = names.map(name => {
		const wanted = `--${name.replace(/^--/, '')}`;
		const found = Object.entries(optionOf).find(
			([field, option]) => option === wanted && !field.includes('.'),
		);
		if (found === undefined) throw usageError(`--unset ${name}: there is no such field.`);
		return found[0];
	});
	return Object.fromEntries(fields.map(field => [field, undefined]));
}

/** The profile. @throws CommandError (usage) with what is wrong, by option. */
export function checked(value: Readonly<Record<string, unknown>>): Profile {
	const profile = validateProfile(value);
	if ('problems' in profile)
		throw usageError(
			profile.problems
				.map(({field, sentence}) =>
					optionOf[field] ? `${optionOf[field]}: ${sentence}` : sentence,
				)
				.join('\n'),
		);
	if (lacksEndpoint(profile)) throw usageError(`--service ${profile.service} needs --endpoint.`);
	return profile;
}

/** Undefined where the flags say nothing of them. */
async function credentialsFor(
	run: Run,
	flags: ProfileFlags,
	before?: ProfileCredentials,
): Promise<ProfileCredentials | undefined> {
	const {awsProfile, accessKeyId, fromEnvironment, secretFromStdin: fromStdin} = flags;
	const ways = [awsProfile, accessKeyId, fromEnvironment].filter(way => way !== undefined);
	if (ways.length > 1 || (fromStdin && (awsProfile !== undefined || fromEnvironment)))
		throw usageError('Credentials come from one place: an AWS profile, keys, or the environment.');
	if (awsProfile !== undefined) return {kind: 'aws-profile', name: awsProfile};
	if (fromEnvironment) return {kind: 'environment'};
	const id = accessKeyId ?? (fromStdin && before?.kind === 'keys' ? before.accessKeyId : undefined);
	if (id === undefined) {
		if (fromStdin) throw usageError('--secret-from-stdin needs --access-key-id.');
		return undefined;
	}
	if (!fromStdin && !canAsk(run))
		throw usageError('The secret key must come from stdin: --secret-from-stdin.');
	const secretAccessKey = fromStdin
		? await secretFromStdin(run)
		: await askSecret(run, 'Secret access key (it is not shown)');
	return {kind: 'keys', accessKeyId: id, secretAccessKey};
}

/** Says what was stored and, of what the flags named in this call, what it means. */
async function stored(
	run: Run,
	{name, credentials, protectedPrefixes = [], price}: Profile,
	file: string,
	{protect, accessKeyId, secretFromStdin: fromStdin, ...flags}: ProfileFlags,
): Promise<void> {
	await run.say(escapeLines(`${name} is stored in ${file}.`));
	for (const written of protect === undefined ? [] : protectedPrefixes)
		await run.say(escapeForTerminal(protectedLine(name, written)));
	const ofTiB = monthlyCostWords(TiB, price, plainPriceSigns);
	if (ofTiB !== undefined && (flags.price !== undefined || flags.currency !== undefined))
		await run.say(`At this price 1 TiB costs ${ofTiB}.`);
	if (credentials.kind === 'keys' && (accessKeyId !== undefined || fromStdin))
		await run.say(
			'Its keys are stored there, which you alone can read (mode 0600). An AWS profile is better: --aws-profile.',
		);
	if (credentials.kind === 'aws-profile') {
		const {awsConfig} = await loadConnectionSources(run.env);
		if (!awsConfig.profiles.has(credentials.name))
			await run.say(escapeLines(`The AWS config holds no profile "${credentials.name}" yet.`));
	}
}

function protectedLine(name: string, written: string): string {
	const entry = parseProtected(written);
	if ('refused' in entry) return entry.refused;
	const doubt = protectedDoubt(entry);
	return `${name} protects ${protectedInWords(entry)}${doubt === undefined ? '.' : `; ${doubt}.`}`;
}
