import {homedir} from 'node:os';
import path from 'node:path';
import type {SignIn} from '../s3/connection.js';
import {NoPlainFile, readPlainSync, whyUnusable} from '../terminal/plain-file.js';
import {rememberLogin} from '../terminal/secrets.js';
import {type IniFile, parseAwsIni, type Section} from './aws-ini.js';

/** What the AWS shared files say of one profile, as far as a connection needs it; no key. An endpoint is as written: to be shown, it goes through `shownUrl`. */
export type AwsProfile = {
	readonly name: string;
	readonly region?: string;
	/** Of the services section when it names one for S3, else the profile's own. */
	readonly endpoint?: string;
	/** From `addressing_style`; absent when it is not set or `auto`. */
	readonly pathStyle?: boolean;
	/** `ca_bundle`: a PEM file of authorities. */
	readonly caBundle?: string;
	/** Where it assumes its role, when it has one and names a place for STS or for every service. */
	readonly stsEndpoint?: string;
	/** The command of the AWS CLI that renews its credentials, where a person signs in for them: it, or its source profile. */
	readonly signIn?: SignIn;
};

export type AwsConfig = {
	readonly profiles: ReadonlyMap<string, AwsProfile>;
	/** Sentences on files that are there and cannot be read. */
	readonly problems: readonly string[];
	/** Why no connection can be made while the files are as they are: the SDK would wait for one for ever. */
	readonly blocked?: string;
};

/** Bytes: some hundred thousand profiles. */
const longest = 16 * 1024 * 1024;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The profiles of the AWS shared config and credentials files: `~/.aws/config` and
 * `~/.aws/credentials`, or what AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE name. The files are
 * read, never written; one that is missing holds nothing. Never rejects.
 *
 * The SDK has a loader of its own, but only its gateway may import the SDK, and reads credentials
 * by itself; here no secret is kept.
 */
export async function readAwsConfig(env: Environment): Promise<AwsConfig> {
	const problems: string[] = [];
	let blocked: string | undefined;
	const read = (variable: string, usual: string): IniFile => {
		const named = env[variable];
		const home = env.HOME || homedir();
		const file = named ? named.replace(/^~(?=\/)/, home) : path.join(home, '.aws', usual);
		try {
			return parseAwsIni(readPlainSync(file, longest, {orNull: true}).toString('utf8'));
		} catch (error) {
			const {code} = error as NodeJS.ErrnoException;
			if (named || (code !== 'ENOENT' && code !== 'ENOTDIR')) {
				problems.push(`The AWS file ${file} cannot be read (${whyUnusable(error)}).`);
			}
			if (error instanceof NoPlainFile && code === undefined) {
				blocked ??= `The AWS file ${file} cannot be read (${error.message}), and every connection reads it: put a regular file there, or name one with ${variable}.`;
			}
			return new Map();
		}
	};
	const config = read('AWS_CONFIG_FILE', 'config');
	const credentials = read('AWS_SHARED_CREDENTIALS_FILE', 'credentials');
	const profiles = profilesOf(config, credentials);
	return {profiles, problems, ...(blocked === undefined ? {} : {blocked})};
}

/** In the config file a profile is `[profile x]` or `[default]`, in the credentials file `[x]`, which wins. */
function profilesOf(config: IniFile, credentials: IniFile): ReadonlyMap<string, AwsProfile> {
	const merged = new Map<string, Section>();
	for (const [header, section] of config) {
		const name = header === 'default' ? header : /^profile\.(.*)$/u.exec(header)?.[1];
		// `[profile default]` beats `[default]`, wherever it stands.
		if (name !== undefined && !(header === 'default' && config.has('profile.default'))) {
			merged.set(name, section);
		}
	}
	for (const [name, section] of credentials) {
		if (!/^(?:profile|services|sso-session)\./.test(name)) {
			merged.set(name, new Map([...(merged.get(name) ?? []), ...section]));
		}
	}
	return new Map(
		[...merged].map(([name, section]) => [name, profileOf(name, section, config, merged)]),
	);
}

function profileOf(
	name: string,
	section: Section,
	config: IniFile,
	all: ReadonlyMap<string, Section>,
): AwsProfile {
	const services = config.get(`services.${section.get('services')}`);
	const ignored = section.get('ignore_configured_endpoint_urls')?.toLowerCase() === 'true';
	const style = section.get('s3.addressing_style');
	const endpointOf = (service: string) => {
		if (ignored) return undefined;
		const written = services?.get(`${service}.endpoint_url`) ?? section.get('endpoint_url');
		rememberLogin(written);
		return written;
	};
	// The SDK lets a single endpoint be said for everything that gives credentials: that of STS is none for SSO.
	const signIn = signInOf(name, all);
	const sts =
		section.has('role_arn') && signIn?.command !== 'sso login' ? endpointOf('sts') : undefined;
	return {
		name,
		region: section.get('region'),
		endpoint: endpointOf('s3'),
		...(section.has('ca_bundle') ? {caBundle: section.get('ca_bundle')} : {}),
		...(sts === undefined ? {} : {stsEndpoint: sts}),
		...(signIn === undefined ? {} : {signIn}),
		pathStyle: style === 'path' ? true : style === 'virtual' ? false : undefined,
	};
}

/** Along the source profiles, as far as they are there: a circle ends it. */
function signInOf(
	name: string,
	all: ReadonlyMap<string, Section>,
	seen: ReadonlySet<string> = new Set(),
): SignIn | undefined {
	const section = all.get(name);
	// Keys that stand there come before a sign-in.
	if (section === undefined || seen.has(name) || section.has('aws_access_key_id')) return undefined;
	const keys = [...section.keys()];
	if (keys.some(key => key.startsWith('sso_'))) return {command: 'sso login', profile: name};
	if (section.has('login_session')) return {command: 'login', profile: name};
	const source = section.get('source_profile');
	return source === undefined ? undefined : signInOf(source, all, new Set([...seen, name]));
}
