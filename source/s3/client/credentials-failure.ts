import {quoteForShell} from '../../multipart/parts-file/shell-quote.js';
import {cutText} from '../answer/cut-text.js';
import {noCredentials} from '../failure/advice.js';
import {readAwsFiles} from './aws-files.js';
import type {CredentialSource, SignIn} from './connection.js';
import {whyNoCredentials} from './why-no-credentials.js';

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

/** Why no credentials came from their source, and what to do: by what the files say, else by the SDK's own reason. */
export function failureOf(error: unknown, source: CredentialSource): CredentialsFailure {
	if (error instanceof CredentialsFailure) return error;
	const {
		name,
		code,
		message: thrown = '',
	} = error as {name?: string; code?: unknown; message?: string};
	const message = cutText(String(thrown), 'message');
	const advise = (advice: string, cause: unknown = error) =>
		new CredentialsFailure(message, advice, cause);
	const profile = profileOf(source);
	const files = readAwsFiles(process.env);
	const why = profile === undefined ? undefined : whyNoCredentials(profile, files);
	if (why !== undefined) return advise(why);
	// What Node says of a process begins with its command line, which may hold a secret.
	const [first = '', ...said] = message.split('\n');
	if (first.startsWith('Command failed:'))
		return new CredentialsFailure(
			said.join(' ').trim() || 'It said nothing.',
			`The credential_process of ${sourceName(source)} failed${saidBy(said)}: run it by hand, then press r.`,
			new Error('The credential_process failed.'),
		);
	const ofProcess = /credential_process (?:did not )?return(?:ed)? (.+?)\.?$/.exec(message)?.[1];
	if (ofProcess !== undefined)
		return advise(
			`The credential_process of ${sourceName(source)} ${ofProcesses[ofProcess] ?? `returned ${ofProcess}`}: run it by hand, then press r.`,
		);
	if (/ForbiddenException|No access/.test(message))
		return advise(
			`The sign-in is valid, and gives no access to the account and the role of ${sourceName(source)}: check sso_account_id and sso_role_name.`,
		);
	if (/\bsso login\b|sso (session|token)\b|Token is expired|UnauthorizedException/i.test(message))
		return new CredentialsFailure(
			'The sign-in has expired.',
			renewalOf(source, 'sso login'),
			error,
		);
	if (/aws login/.test(message))
		return new CredentialsFailure('The sign-in has expired.', renewalOf(source, 'login'), error);
	if (/^Expired/.test(name ?? '')) return advise(renewalOf(source));
	if (profile === undefined && noneAtAll.test(message)) return advise(noCredentials);
	const told = typeof code === 'string' ? code : name;
	if (told === undefined || /^(CredentialsProvider|Token)?(Provider)?Error$/.test(told))
		return advise(
			`No credentials came from ${sourceName(source)}: ${message.replace(/\.?\s*$/, '.')}`,
		);
	return advise(
		`No credentials came from ${sourceName(source)} (${told}): check its role, its source and the network, then press r.`,
	);
}

/** Whether a profile is meant to give credentials, and not only a region. */
export function mayGiveKeys(section: ReadonlyMap<string, string> = new Map()): boolean {
	return [...section.keys()].some(key =>
		/^(aws_(access|secret)|role_arn|sso_|credential_|source_|web_identity|login_)/.test(key),
	);
}

/** What the SDK says where no source holds any. */
const noneAtAll = /Could not load credentials from any providers/;

const ofProcesses: Readonly<Record<string, string>> = {
	nothing: 'printed nothing',
	'invalid JSON': 'printed something else than JSON',
	'expired credentials': 'printed credentials that have ended',
	'Version 1': 'printed no "Version": 1',
	'invalid credentials': 'printed no AccessKeyId or no SecretAccessKey',
};

function saidBy(lines: readonly string[]): string {
	const said = lines.join(' ').replace(/\s+/g, ' ').trim().slice(0, 200);
	return said === '' ? '' : ` ("${said}")`;
}

/** How to renew what has expired; with a way to sign in only where it is certain that one was used. */
export function renewalOf(source: CredentialSource, told?: SignIn['command']): string {
	if (source.kind === 'keys')
		return 'The credentials have expired: renew them, and put the new ones into the profile.';
	const known = source.kind === 'aws-profile' ? source.signIn : undefined;
	const command = told ?? known?.command;
	if (command === undefined)
		return `The credentials of ${sourceName(source)} have expired: renew them, then press r.`;
	const profile = known?.profile ?? profileOf(source);
	const option = profile === undefined ? '' : ` --profile ${quoteForShell(profile) ?? profile}`;
	return `The sign-in has expired: run aws ${command}${option}, then press r.`;
}

function profileOf(source: CredentialSource): string | undefined {
	if (source.kind === 'aws-profile') return source.name;
	return process.env['AWS_PROFILE'] || profileOfChain();
}

function sourceName(source: CredentialSource): string {
	const profile = profileOf(source);
	return profile === undefined ? 'the environment' : `the AWS profile "${profile}"`;
}

/**
 * The profile that the default chain comes to, where that is meant to give credentials. The SDK's chain would go on to
 * those of the machine where they fail, and lose the reason.
 */
export function profileOfChain(): string | undefined {
	const {AWS_PROFILE, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY} = process.env;
	if (!AWS_PROFILE && AWS_ACCESS_KEY_ID && AWS_SECRET_ACCESS_KEY) return undefined;
	const name = AWS_PROFILE || 'default';
	return mayGiveKeys(readAwsFiles(process.env).profiles.get(name)) ? name : undefined;
}
