import {cutText} from '../answer/cut-text.js';
import type {Hint, SourceName} from '../failure/hint.js';
import {readAwsFiles} from './aws-files.js';
import type {CredentialSource, SignIn} from './connection.js';
import {whyNoCredentials} from './why-no-credentials.js';

/** No credentials could be had from their source; nothing was sent to the service. */
export class CredentialsFailure extends Error {
	readonly hint: Hint;
	constructor(message: string, hint: Hint, cause: unknown) {
		super(message, {cause});
		this.name = 'CredentialsProviderError';
		this.hint = hint;
	}
}

/** Why no credentials came from their source, and what to do: by what the files say, else by the SDK's own reason. */
export function failureOf(error: unknown, source: CredentialSource): CredentialsFailure {
	if (error instanceof CredentialsFailure) return error;
	const {name, code, message: thrown = ''} = error as Partial<NodeJS.ErrnoException>;
	const message = cutText(String(thrown), 'message');
	const failed = (hint: Hint) => new CredentialsFailure(message, hint, error);
	const expired = (hint: Hint) => new CredentialsFailure('The sign-in has expired.', hint, error);
	const from = sourceOf(source);
	const profile = profileOf(source);
	const files = readAwsFiles(process.env);
	const why = profile === undefined ? undefined : whyNoCredentials(profile, files);
	if (why !== undefined) return failed({code: 'aws-files', problem: why});
	// What Node says of a process begins with its command line, which may hold a secret.
	const [first = '', ...said] = message.split('\n');
	if (first.startsWith('Command failed:'))
		return new CredentialsFailure(
			said.join(' ').trim() || 'It printed nothing.',
			{code: 'credential-process-failed', from, ...saidBy(said)},
			new Error('The credential_process failed.'),
		);
	const ofProcess = /credential_process (?:did not )?return(?:ed)? (.+?)\.?$/.exec(message)?.[1];
	if (ofProcess !== undefined)
		return failed({code: 'credential-process-output', from, returned: ofProcess});
	if (/ForbiddenException|No access/.test(message))
		return failed({code: 'sign-in-without-access', from});
	if (/\bsso login\b|sso (session|token)\b|Token is expired|UnauthorizedException/i.test(message))
		return expired(renewalOf(source, 'sso login'));
	if (/aws login/.test(message)) return expired(renewalOf(source, 'login'));
	if (/^Expired/.test(name ?? '')) return failed(renewalOf(source));
	if (profile === undefined && noneAtAll.test(message)) return failed({code: 'no-credentials'});
	const reason = typeof code === 'string' ? code : name;
	if (reason === undefined || /^(CredentialsProvider|Token)?(Provider)?Error$/.test(reason))
		return failed({code: 'no-credentials-from', from, message});
	return failed({code: 'source-failed', from, reason});
}

/** Whether a profile is meant to give credentials, and not only a region. */
export function mayGiveKeys(section: ReadonlyMap<string, string> = new Map()): boolean {
	return [...section.keys()].some(key =>
		/^(aws_(access|secret)|role_arn|sso_|credential_|source_|web_identity|login_)/.test(key),
	);
}

/** What the SDK says where no source holds any. */
const noneAtAll = /Could not load credentials from any providers/;

function saidBy(lines: readonly string[]): {said?: string} {
	const said = lines.join(' ').replace(/\s+/g, ' ').trim().slice(0, 200);
	return said === '' ? {} : {said};
}

/** How to renew what has expired; with a way to sign in only where it is certain that one was used. */
export function renewalOf(source: CredentialSource, learned?: SignIn['command']): Hint {
	if (source.kind === 'keys') return {code: 'stored-keys-expired'};
	const known = source.kind === 'aws-profile' ? source.signIn : undefined;
	const command = learned ?? known?.command;
	if (command === undefined) return {code: 'credentials-expired', from: sourceOf(source)};
	const profile = known?.profile ?? profileOf(source);
	return {code: 'sign-in-expired', command, profile};
}

function profileOf(source: CredentialSource): string | undefined {
	if (source.kind === 'aws-profile') return source.name;
	return process.env['AWS_PROFILE'] || profileOfChain();
}

function sourceOf(source: CredentialSource): SourceName {
	return {profile: profileOf(source)};
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
