import {awsFile, isTyped, profilesIn, readAwsText} from '../../s3/client/aws-files.js';
import {type IniFile, type ReadIni, readAwsIni, type Section} from '../../s3/client/aws-ini.js';
import type {SignIn} from '../../s3/client/connection.js';
import {NoPlainFile, whyUnusable} from '../../terminal/plain-file.js';
import {rememberLogin, shownUrl} from '../../terminal/secrets.js';

/** What the AWS shared files say of one profile, as far as a connection needs it; no key. An endpoint is as written: to be shown, it goes through `shownUrl`. */
export type AwsProfile = {
	readonly name: string;
	readonly region?: string;
	/** Of the services section when it names one for S3, else that of the AWS CLI's endpoint plug-in, else the profile's own. */
	readonly endpoint?: string;
	/** Why its endpoint cannot be used: it names two. */
	readonly noEndpoint?: string;
	/** Why it cannot be used at all: something of it is written so that nobody reads it. */
	readonly refused?: string;
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
	/** What is written as a profile, and is none: by the name that was meant, what to write. */
	readonly misnamed?: ReadonlyMap<string, string>;
	/** Why no connection can be made while the files are as they are: the SDK would wait for one for ever. */
	readonly blocked?: string;
};

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
	const read = (kind: 'config' | 'credentials'): ReadIni => {
		const {file, variable, isNamed} = awsFile(kind, env);
		try {
			const ini = readAwsIni(readAwsText(file));
			const [first] = ini.noSettings;
			if (first !== undefined)
				problems.push(
					`Line ${first} of the AWS file ${file} is not read: it has no "=".${ini.noSettings.length > 1 ? ' Others are like it.' : ''}`,
				);
			return ini;
		} catch (error) {
			const {code} = error as NodeJS.ErrnoException;
			if (isNamed || (code !== 'ENOENT' && code !== 'ENOTDIR'))
				problems.push(`The AWS file ${file} cannot be read (${whyUnusable(error)}).`);
			if (error instanceof NoPlainFile && code === undefined)
				blocked ??= `The AWS file ${file} cannot be read (${error.message}), and every connection reads it: put a regular file there, or name one with ${variable}.`;
			return {file: new Map(), unquoted: new Map(), noSettings: []};
		}
	};
	const [config, credentials] = [read('config'), read('credentials')];
	const merged = profilesIn(config.file, credentials.file);
	const misnamed = misnamedIn(config, credentials);
	const profiles = new Map(
		[...merged].map(([name, section]) => {
			const refused = misnamed.get(name);
			const profile = profileOf(name, section, config.file, merged);
			return [name, refused === undefined ? profile : {...profile, refused}];
		}),
	);
	return {profiles, problems, misnamed, blocked};
}

/** Sections of the config file that are no profiles. */
const others = new Set(['default', 'plugins', 'preview', 'toplevel', 'cli']);

/** What each section says that nobody reads, by the name that it is meant for. */
function misnamedIn(config: ReadIni, credentials: ReadIni): ReadonlyMap<string, string> {
	const found = new Map<string, string>();
	for (const header of config.file.keys())
		if (!isTyped(header) && !others.has(header)) found.set(header, noProfile(header, header));
	for (const [name, header] of config.unquoted) found.set(name, noProfile(header, name));
	for (const header of [...credentials.file.keys()].filter(isTyped)) {
		const name = header.replace(/^profile\./, '');
		if (header.startsWith('profile.'))
			found.set(
				name,
				`the section of "${name}" in the AWS credentials file is no profile: write [${name}], without the word profile`,
			);
	}
	return found;
}

function noProfile(header: string, name: string): string {
	const right = /\s/.test(name) ? `[profile "${name}"]` : `[profile ${name}]`;
	return `the section [${header}] of the AWS config file is no profile: write ${right}`;
}

function profileOf(
	name: string,
	section: Section,
	config: IniFile,
	all: ReadonlyMap<string, Section>,
): AwsProfile {
	const services = config.get(`services.${section.get('services')}`);
	const ignored = section.get('ignore_configured_endpoint_urls')?.toLowerCase() === 'true';
	const style = section.get('s3.addressing_style')?.toLowerCase();
	const {endpoint, noEndpoint} = ignored ? {} : withPlugin(services, section);
	// The SDK lets a single endpoint be said for everything that gives credentials: that of STS is none for SSO.
	const signIn = signInOf(name, all);
	const hasSts = !ignored && section.has('role_arn') && signIn?.command !== 'sso login';
	const stsEndpoint = hasSts
		? (services?.get('sts.endpoint_url') ??
			section.get('sts.endpoint_url') ??
			section.get('endpoint_url'))
		: undefined;
	rememberLogin(stsEndpoint);
	return {
		name,
		region: section.get('region'),
		endpoint,
		noEndpoint,
		refused:
			style === undefined || styles.includes(style)
				? undefined
				: `its addressing_style is "${style}", and none of ${styles.join(', ')}`,
		caBundle: section.get('ca_bundle'),
		stsEndpoint,
		signIn,
		pathStyle: style === 'path' ? true : style === 'virtual' ? false : undefined,
	};
}

const styles = ['path', 'virtual', 'auto'];

/**
 * The endpoint for S3. The endpoint plug-in of the AWS CLI takes it from the groups of a profile, `s3 =` and `s3api =`, and
 * before any other; where the standard settings name another, nobody knows which is meant.
 */
function withPlugin(
	services: Section | undefined,
	section: Section,
): Pick<AwsProfile, 'endpoint' | 'noEndpoint'> {
	if (section.has('services') && services === undefined)
		return {
			noEndpoint: `it names the services section "${section.get('services')}", which the AWS config file does not hold: write [services ${section.get('services')}] there, or name an endpoint with --endpoint`,
		};
	const usual = services?.get('s3.endpoint_url') ?? section.get('endpoint_url');
	const plugin = ['s3api', 's3'].flatMap(group => section.get(`${group}.endpoint_url`) ?? []);
	const named = [
		...new Set(
			[...plugin, ...(usual === undefined ? [] : [usual])].map(url => url.replace(/\/+$/, '')),
		),
	];
	for (const each of [...plugin, usual]) rememberLogin(each);
	if (named.length > 1)
		return {
			endpoint: plugin[0],
			noEndpoint: `it names several endpoints for S3, ${named.map(each => shownUrl(each)).join(' and ')} (endpoint_url, and the one under s3 = or s3api =): leave one, or name one with --endpoint`,
		};
	return {endpoint: plugin[0] ?? usual};
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
