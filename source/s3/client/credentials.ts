import {closeSync} from 'node:fs';
import type {S3ClientConfig, ServiceInputTypes, ServiceOutputTypes} from '@aws-sdk/client-s3';
import type {AwsCredentialIdentity, Pluggable} from '@smithy/types';
import {NoPlainFile, openPlainSync} from '../../terminal/plain-file.js';
import {rememberSecret} from '../../terminal/secrets.js';
import type {Hint} from '../failure/hint.js';
import {nameForSdk, readAwsFiles} from './aws-files.js';
import type {ConnectionSettings, CredentialSource} from './connection.js';
import {runCredentialProcess} from './credential-process.js';
import {
	CredentialsFailure,
	failureOf,
	mayGiveKeys,
	profileOfChain,
	renewalOf,
} from './credentials-failure.js';

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

export type Credentials = {
	readonly provider: NonNullable<S3ClientConfig['credentials']>;
	/** Called with each error of a request. After one that says "expired", the next request fetches new credentials. */
	readonly onError: (error: unknown) => void;
	/** Tells it, used by a client. */
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
		return {provider, ...onExpired(source, () => {})};
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
		...onExpired(source, () => {
			held = undefined;
		}),
	};
}

async function fetchFrom(
	source: Elsewhere,
	region: string | undefined,
	handlerFor: (endpoint: string) => RequestHandler,
): Promise<AwsCredentialIdentity> {
	refuseBrokenVariables(source);
	const {fromIni, fromNodeProviderChain} = await import('@aws-sdk/credential-providers');
	await handFilesToSdk();
	const more = {ignoreCache: true, logger: silent};
	// Without one the SDK warns on the console, over the screen.
	refuseOddTokenFiles();
	const {AWS_REGION, AWS_DEFAULT_REGION} = process.env;
	const parentClientConfig = {region: region ?? (AWS_REGION || AWS_DEFAULT_REGION || 'us-east-1')};
	const said = process.env['AWS_ENDPOINT_URL_STS'] || process.env['AWS_ENDPOINT_URL'];
	const meant = source.kind === 'default-chain' ? profileOfChain() : undefined;
	if (source.kind === 'default-chain')
		return (meant === undefined ? fromNodeProviderChain : fromIni)({
			...more,
			...(meant === undefined ? {} : {profile: nameForSdk(meant)}),
			parentClientConfig,
			clientConfig: {requestHandler: handlerFor(said || awsSts)},
		})();
	const {stsEndpoint} = source;
	const profile = nameForSdk(source.name);
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

/** The SDK reads the files by itself, and less of them than botocore does: it is given them in a form that it reads whole. */
async function handFilesToSdk(): Promise<void> {
	const {externalDataInterceptor} = await import('@smithy/core/config');
	for (const [file, text] of readAwsFiles(process.env).forSdk)
		externalDataInterceptor.interceptFile(file, text);
	Object.assign(externalDataInterceptor.getTokenRecord(), {exec: runCredentialProcess});
}

const keyVariables = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'] as const;

/** What a header cannot carry is named by its variable, and half a pair too. @throws CredentialsFailure */
function refuseBrokenVariables({kind}: Elsewhere): void {
	const {env} = process;
	if (kind !== 'default-chain' || env['AWS_PROFILE']) return;
	for (const name of keyVariables) {
		const holds = notOfKey(env[name]);
		if (holds === undefined) continue;
		const hint = {code: 'broken-variable', variable: name, holds} as const;
		throw new CredentialsFailure(`${name} cannot be a key.`, hint, undefined);
	}
	const [id, secret] = keyVariables;
	const [set, other] = env[id] ? [id, secret] : [secret, id];
	if (env[set] && !env[other] && !hasOtherSource(env))
		throw new CredentialsFailure(
			`${other} is not set.`,
			{code: 'half-a-key-pair', set, missing: other},
			undefined,
		);
}

/** Whether something else may give credentials where the variables do not. */
function hasOtherSource(env: NodeJS.ProcessEnv): boolean {
	return (
		Boolean(
			env['AWS_WEB_IDENTITY_TOKEN_FILE'] ||
				env['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'] ||
				env['AWS_CONTAINER_CREDENTIALS_FULL_URI'],
		) || mayGiveKeys(readAwsFiles(env).profiles.get('default'))
	);
}

/** What the value of a variable holds that no key holds. */
function notOfKey(key = ''): 'line-end' | 'blank' | 'odd-character' | undefined {
	if (/[\r\n]/.test(key)) return 'line-end';
	if (/\s/.test(key)) return 'blank';
	return /[^\x21-\x7e]/.test(key) ? 'odd-character' : undefined;
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

const expiredCodes = new Set(['ExpiredToken', 'ExpiredTokenException', 'TokenRefreshRequired']);

/** Errors by which the service called credentials expired, and how to renew those. */
const renewals = new WeakMap<object, Hint>();

/** How to renew the credentials that the service called expired by this error; undefined for any other. */
export function renewalFor(error: unknown): Hint | undefined {
	return typeof error === 'object' && error !== null ? renewals.get(error) : undefined;
}

function onExpired(
	source: CredentialSource,
	forget: () => void,
): Pick<Credentials, 'onError' | 'plugin'> {
	const onError = (error: unknown) => {
		if (!(error instanceof Error && expiredCodes.has(error.name))) return;
		forget();
		renewals.set(error, renewalOf(source));
	};
	return {
		onError,
		plugin: {
			applyToStack(stack) {
				stack.add(
					next => async args => {
						try {
							return await next(args);
						} catch (error) {
							onError(error);
							throw error;
						}
					},
					{step: 'initialize', name: 'partwayCredentials'},
				);
			},
		},
	};
}
