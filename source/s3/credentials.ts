import {closeSync} from 'node:fs';
import type {S3ClientConfig, ServiceInputTypes, ServiceOutputTypes} from '@aws-sdk/client-s3';
import type {AwsCredentialIdentity, Pluggable} from '@smithy/types';
import {quoteForShell} from '../multipart/shell-quote.js';
import {NoPlainFile, openPlainSync} from '../terminal/plain-file.js';
import {rememberSecret} from '../terminal/secrets.js';
import {noCredentials} from './advice.js';
import type {ConnectionSettings, CredentialSource, SignIn} from './connection.js';

/** Milliseconds before they end at which credentials are fetched anew, as the SDK itself does. */
const renewBefore = 5 * 60_000;

/** Milliseconds until a renewal that failed is tried again, while the old credentials still hold. */
const renewAgainAfter = 30_000;

/** For which proxy they are asked: STS and the sign-in services of AWS share their domain. */
const awsSts = 'https://sts.amazonaws.com';

/** As an S3 client takes it; it is for the clients of STS and of sign-ins, which the SDK makes. */
type RequestHandler = S3ClientConfig['requestHandler'];

/** Hides the secrets of a source, where it holds any, from what is made for developers. */
export function rememberKeys(source: CredentialSource): void {
	if (source.kind !== 'keys') return;
	rememberSecret(source.secretAccessKey);
	rememberSecret(source.sessionToken);
}

type Elsewhere = Exclude<CredentialSource, {readonly kind: 'keys'}>;

const silent = {trace() {}, debug() {}, info() {}, warn() {}, error() {}};

/** No credentials could be had from their source; nothing was sent to the service. */
export class CredentialsFailure extends Error {
	/** One sentence on what to do. */
	readonly advice: string;
	constructor(message: string, advice: string, cause: unknown) {
		super(message, {cause});
		this.name = 'CredentialsProviderError';
		this.advice = advice;
	}
}

export type Credentials = {
	readonly provider: NonNullable<S3ClientConfig['credentials']>;
	/** To be used by each client: what the service calls expired is fetched anew by the next request. */
	readonly plugin: Pluggable<ServiceInputTypes, ServiceOutputTypes>;
};

/**
 * The credentials of a connection, one set for all its clients: fetched when first needed, and again
 * shortly before they end. A failure to fetch them is a `CredentialsFailure`, and the next request tries
 * again; files are read anew each time, so that a renewed sign-in counts without a restart.
 */
export function credentialsOf(
	{
		credentials: source,
		endpoint,
		region,
	}: Pick<ConnectionSettings, 'credentials' | 'endpoint' | 'region'>,
	handlerFor: (endpoint: string) => RequestHandler,
): Credentials {
	rememberKeys(source);
	if (source.kind === 'keys') {
		const {accessKeyId, secretAccessKey, sessionToken} = source;
		const provider = {accessKeyId, secretAccessKey, ...(sessionToken ? {sessionToken} : {})};
		return {provider, plugin: onExpired(source, () => {})};
	}
	// The region of a custom endpoint names none of AWS: there STS is found by the profile's.
	return fetchedFrom(source, endpoint === undefined ? region : undefined, handlerFor);
}

function fetchedFrom(
	source: Elsewhere,
	region: string | undefined,
	handlerFor: (endpoint: string) => RequestHandler,
): Credentials {
	let held: AwsCredentialIdentity | undefined;
	let fetching: Promise<AwsCredentialIdentity> | undefined;
	let notBefore = 0;

	const leftOf = ({expiration}: AwsCredentialIdentity) =>
		(expiration?.getTime() ?? Number.POSITIVE_INFINITY) - Date.now();

	async function provider(): Promise<AwsCredentialIdentity> {
		if (held !== undefined && leftOf(held) > renewBefore) return held;
		if (held !== undefined && leftOf(held) > 0 && Date.now() < notBefore) return held;
		fetching ??= fetchFrom(source, region, handlerFor).finally(() => {
			fetching = undefined;
		});
		try {
			held = await fetching;
			rememberKeys({kind: 'keys', ...held});
			return held;
		} catch (error) {
			notBefore = Date.now() + renewAgainAfter;
			if (held !== undefined && leftOf(held) > 0) return held;
			throw failureOf(error, source);
		}
	}
	return {
		// The SDK would keep credentials without an end for ever.
		provider: Object.assign(provider, {memoized: true}),
		plugin: onExpired(source, () => {
			held = undefined;
		}),
	};
}

async function fetchFrom(
	source: Elsewhere,
	region: string | undefined,
	handlerFor: (endpoint: string) => RequestHandler,
): Promise<AwsCredentialIdentity> {
	const {fromIni, fromNodeProviderChain} = await import('@aws-sdk/credential-providers');
	const more = {ignoreCache: true, logger: silent};
	// Without one the SDK warns on the console, over the screen.
	refuseOddTokenFiles();
	const {AWS_REGION, AWS_DEFAULT_REGION} = process.env;
	const parentClientConfig = {region: region ?? (AWS_REGION || AWS_DEFAULT_REGION || 'us-east-1')};
	const said = process.env['AWS_ENDPOINT_URL_STS'] || process.env['AWS_ENDPOINT_URL'];
	if (source.kind === 'default-chain')
		return fromNodeProviderChain({
			...more,
			parentClientConfig,
			clientConfig: {requestHandler: handlerFor(said || awsSts)},
		})();
	const {name: profile, stsEndpoint} = source;
	// The SDK would look for an endpoint of STS in the default profile, whoever's role this is. What the
	// environment says comes first: https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
	const clientConfig = {
		requestHandler: handlerFor(said || stsEndpoint || awsSts),
		...(stsEndpoint === undefined || said ? {} : {endpoint: stsEndpoint}),
	};
	return fromIni({
		...more,
		profile,
		clientConfig,
		parentClientConfig: {...parentClientConfig, profile},
	})();
}

/** The SDK would wait for ever for a pipe that nobody writes to. @throws NoPlainFile */
function refuseOddTokenFiles(): void {
	for (const name of ['AWS_WEB_IDENTITY_TOKEN_FILE', 'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE']) {
		const file = process.env[name];
		try {
			if (file) closeSync(openPlainSync(file, 'r'));
		} catch (error) {
			if (error instanceof NoPlainFile) throw new NoPlainFile(`${name}: ${error.message}.`);
			// Where it is needed and cannot be read the SDK says so.
		}
	}
}

function failureOf(error: unknown, source: CredentialSource): CredentialsFailure {
	const {name, code, message = ''} = error as {name?: string; code?: unknown; message?: string};
	if (/\bsso\b|Token is expired|SSO Token/i.test(message))
		return new CredentialsFailure(
			'The sign-in has expired.',
			renewalOf(source, 'sso login'),
			error,
		);
	if (/aws login/.test(message))
		return new CredentialsFailure('The sign-in has expired.', renewalOf(source, 'login'), error);
	// What Node says of a process begins with its command line, which may hold a secret.
	const [first = '', ...said] = message.split('\n');
	if (first.startsWith('Command failed:'))
		return new CredentialsFailure(
			said.join(' ').trim() || 'It said nothing.',
			`The credential_process of ${nameOf(source)} failed: run it by hand, then press r.`,
			new Error('The credential_process failed.'),
		);
	if (/^Expired/.test(name ?? '')) return new CredentialsFailure(message, renewalOf(source), error);
	const told = typeof code === 'string' ? code : name;
	if (told === undefined || /^(CredentialsProvider|Token)?(Provider)?Error$/.test(told))
		return new CredentialsFailure(message, noCredentials, error);
	return new CredentialsFailure(
		message,
		`No credentials came from ${nameOf(source)} (${told}): check its role, its source and the network, then press r.`,
		error,
	);
}

/** How to renew what has expired; with a way to sign in only where it is certain that one was used. */
function renewalOf(source: CredentialSource, told?: SignIn['command']): string {
	if (source.kind === 'keys')
		return 'The credentials have expired: renew them, and put the new ones into the profile.';
	const known = source.kind === 'aws-profile' ? source.signIn : undefined;
	const command = told ?? known?.command;
	if (command === undefined)
		return `The credentials of ${nameOf(source)} have expired: renew them, then press r.`;
	const profile = known?.profile ?? profileOf(source);
	const option = profile === undefined ? '' : ` --profile ${quoteForShell(profile) ?? profile}`;
	return `The sign-in has expired: run aws ${command}${option}, then press r.`;
}

function profileOf(source: CredentialSource): string | undefined {
	return source.kind === 'aws-profile' ? source.name : process.env['AWS_PROFILE'] || undefined;
}

function nameOf(source: CredentialSource): string {
	const profile = profileOf(source);
	return profile === undefined ? 'the environment' : `the AWS profile "${profile}"`;
}

const expiredCodes = new Set(['ExpiredToken', 'ExpiredTokenException', 'TokenRefreshRequired']);

/** Errors by which the service called credentials expired, and how to renew those. */
const renewals = new WeakMap<object, string>();

/** How to renew the credentials that the service called expired by this error; undefined for any other. */
export function renewalFor(error: unknown): string | undefined {
	return typeof error === 'object' && error !== null ? renewals.get(error) : undefined;
}

function onExpired(
	source: CredentialSource,
	forget: () => void,
): Pluggable<ServiceInputTypes, ServiceOutputTypes> {
	return {
		applyToStack(stack) {
			stack.add(
				next => async args => {
					try {
						return await next(args);
					} catch (error) {
						if (error instanceof Error && expiredCodes.has(error.name)) {
							forget();
							renewals.set(error, renewalOf(source));
						}
						throw error;
					}
				},
				{step: 'initialize', name: 'partwayCredentials'},
			);
		},
	};
}
