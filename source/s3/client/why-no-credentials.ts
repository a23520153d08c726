import type {AwsFiles} from './aws-files.js';
import type {Section} from './aws-ini.js';

/**
 * Why a profile of the AWS files gives no credentials, as far as the files tell: a sentence on what is missing in them, or on
 * what only the AWS CLI asks for; undefined where they are whole.
 */
export function whyNoCredentials(
	name: string,
	{profiles, config}: Pick<AwsFiles, 'profiles' | 'config'>,
): string | undefined {
	const way: string[] = [];
	let at = name;
	let mfa: string | undefined;
	for (;;) {
		const section = profiles.get(at);
		if (section === undefined)
			return way.length === 0
				? `The AWS files hold no profile "${at}".`
				: `The AWS profile "${way.at(-1)}" takes its credentials from "${at}" (source_profile), which the AWS files do not hold.`;
		const circle = way.includes(at);
		const hasKeys = section.has('aws_access_key_id') && section.has('aws_secret_access_key');
		// What stands in a profile that is its own source are the keys for its role.
		if (way.length > 0 && hasKeys) return mfa;
		if (circle)
			return `The AWS profiles ${[...way, at].map(each => `"${each}"`).join(' > ')} take their credentials from each other (source_profile): one of them needs keys.`;
		way.push(at);
		const role = section.has('role_arn') && !section.has('web_identity_token_file');
		if (!role) return whyNotHere(at, section, config) ?? mfa;
		const [source, other] = [section.get('source_profile'), section.get('credential_source')];
		if (source !== undefined && other !== undefined)
			return `The AWS profile "${at}" has a source_profile and a credential_source: keep one.`;
		if (source === undefined && other === undefined)
			return hasKeys
				? mfa
				: `The AWS profile "${at}" has a role_arn, and neither a source_profile nor a credential_source that may assume it.`;
		if (section.has('mfa_serial')) mfa ??= mfaWords(name, at);
		if (source === undefined) return mfa ?? whyNotFrom(at, other ?? '');
		at = source;
	}
}

function mfaWords(name: string, at: string): string {
	return `The role of the AWS profile "${at}" wants an MFA code, which only the AWS CLI asks for: run aws configure export-credentials --profile ${JSON.stringify(name)} --format env, and start partway with the variables that it prints.`;
}

const sources = ['Environment', 'Ec2InstanceMetadata', 'EcsContainer'];

function whyNotFrom(at: string, source: string): string | undefined {
	return sources.includes(source)
		? undefined
		: `The credential_source "${source}" of the AWS profile "${at}" is none of ${sources.join(', ')}.`;
}

/** What a profile lacks that gives credentials by itself. */
function whyNotHere(
	at: string,
	section: Section,
	config: ReadonlyMap<string, Section>,
): string | undefined {
	const [id, secret] = ['aws_access_key_id', 'aws_secret_access_key'];
	const has = (key: string) => section.has(key);
	if (has(id as string) && has(secret as string)) return undefined;
	if (has('web_identity_token_file'))
		return has('role_arn') ? undefined : lacks(at, 'role_arn', 'for its web_identity_token_file');
	if (has('credential_process')) return undefined;
	if ([...section.keys()].some(key => key.startsWith('sso_')))
		return whyNoSignIn(at, section, config);
	if (has('login_session')) return undefined;
	if (has(id as string)) return lacks(at, secret as string, 'beside its aws_access_key_id');
	if (has(secret as string)) return lacks(at, id as string, 'beside its aws_secret_access_key');
	if (has('source_profile') || has('credential_source'))
		return lacks(at, 'role_arn', 'for its source');
	return `The AWS profile "${at}" holds no keys, no role, no sign-in and no credential_process.`;
}

/** A setting that is missing is no sign-in that has expired. */
function whyNoSignIn(
	at: string,
	section: Section,
	config: ReadonlyMap<string, Section>,
): string | undefined {
	const named = section.get('sso_session');
	const session = named === undefined ? section : config.get(`sso-session.${named}`);
	if (session === undefined)
		return `The AWS profile "${at}" names the sso_session "${named}", and the AWS config file holds no [sso-session ${named}].`;
	if (named !== undefined && /[^\w@+.%:/-]/.test(named))
		return `The sso_session "${named}" of the AWS profile "${at}" cannot be used: its name has other characters than letters, digits and -_.@+%:/.`;
	for (const key of ['sso_start_url', 'sso_region'])
		if (!session.has(key))
			return named === undefined
				? lacks(at, key, 'for its sign-in')
				: `The [sso-session ${named}] of the AWS config file lacks ${key}.`;
	for (const key of ['sso_account_id', 'sso_role_name'])
		if (!section.has(key)) return lacks(at, key, 'for its sign-in');
	return undefined;
}

function lacks(at: string, key: string, why: string): string {
	return `The AWS profile "${at}" lacks ${key} ${why}: add it to the AWS files.`;
}
