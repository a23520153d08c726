import {homedir} from 'node:os';
import path from 'node:path';
import {readPlainSync} from '../../terminal/plain-file.js';
import {type IniFile, readAwsIni, type Section} from './aws-ini.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** Which of the two files: each is named by a variable, or is in the home folder. */
export type AwsFileKind = 'config' | 'credentials';

const variables = {
	config: 'AWS_CONFIG_FILE',
	credentials: 'AWS_SHARED_CREDENTIALS_FILE',
} as const satisfies Record<AwsFileKind, string>;

/** Where an AWS file is, and the variable that names it where one does. */
export function awsFile(
	kind: AwsFileKind,
	env: Environment,
): {readonly file: string; readonly variable: string; readonly isNamed: boolean} {
	const variable = variables[kind];
	const named = env[variable];
	const home = env['HOME'] || homedir();
	const file = named?.startsWith('~/')
		? path.join(home, named.slice(2))
		: named || path.join(home, '.aws', kind);
	return {file, variable, isNamed: Boolean(named)};
}

/** Bytes: some hundred thousand profiles. */
const longest = 16 * 1024 * 1024;

/** The text of an AWS file. @throws as `readPlainSync`. */
export function readAwsText(file: string): string {
	return readPlainSync(file, longest, {orNull: true}).toString('utf8');
}

/** The profiles of both files. In the config file a profile is `[profile x]` or `[default]`, in the credentials file `[x]`, which wins. */
export function profilesIn(config: IniFile, credentials: IniFile): ReadonlyMap<string, Section> {
	const merged = new Map<string, Section>();
	for (const [header, section] of config) {
		const name = header === 'default' ? header : /^profile\.(.*)$/su.exec(header)?.[1];
		// `[profile default]` beats `[default]`, wherever it stands.
		if (name !== undefined && !(header === 'default' && config.has('profile.default')))
			merged.set(name, section);
	}
	for (const [name, section] of credentials)
		if (!isTyped(name)) merged.set(name, new Map([...(merged.get(name) ?? []), ...section]));
	return merged;
}

/** Whether a header of the credentials file is written as one of the config file. */
export function isTyped(header: string): boolean {
	return /^(?:profile|services|sso-session)\./.test(header);
}

/** What the AWS files hold now; a file that is missing or cannot be read holds nothing. */
export type AwsFiles = {
	readonly profiles: ReadonlyMap<string, Section>;
	readonly config: IniFile;
	/** Both files in one form that the SDK reads as they are read here, by the paths that it reads. */
	readonly forSdk: ReadonlyMap<string, string>;
};

export function readAwsFiles(env: Environment): AwsFiles {
	const read = (kind: AwsFileKind): {file: string; ini: IniFile} => {
		const {file} = awsFile(kind, env);
		try {
			return {file, ini: readAwsIni(readAwsText(file)).file};
		} catch {
			return {file, ini: new Map()};
		}
	};
	const [config, credentials] = [read('config'), read('credentials')];
	const profiles = profilesIn(config.ini, credentials.ini);
	const others = [...config.ini].filter(([header]) => /^(services|sso-session)\./.test(header));
	const all = [
		...[...profiles].map(([name, section]) => [`profile.${name}`, section] as const),
		...others,
	];
	const text = all.map(([header, section]) => sectionForSdk(header, section)).join('\n');
	return {
		profiles,
		config: config.ini,
		forSdk: new Map([
			[credentials.file, ''],
			[config.file, text],
		]),
	};
}

/** A profile's name as the SDK finds it: it reads no blanks, quotes or letters of other scripts. */
export function nameForSdk(name: string): string {
	return Buffer.from(name)
		.toString('latin1')
		.replace(/[^\w@+.:/-]/g, byte => `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

/** A command, which may hold what opens a comment, goes through the SDK in this form. */
const hidden = 'partway:';

/** The command that `credential_process` has in the files. */
export function commandFromSdk(written: string): string {
	return written.startsWith(hidden)
		? Buffer.from(written.slice(hidden.length), 'base64').toString('utf8')
		: written;
}

function sectionForSdk(header: string, section: Section): string {
	const plain: string[] = [];
	const groups = new Map<string, string[]>();
	for (const [name, value] of section) {
		const dot = name.indexOf('.');
		if (dot < 0) plain.push(`${name} = ${valueForSdk(name, value)}`);
		else {
			const group = name.slice(0, dot);
			groups.set(group, [...(groups.get(group) ?? []), `  ${name.slice(dot + 1)} = ${value}`]);
		}
	}
	const nested = [...groups].flatMap(([group, lines]) => [`${group} =`, ...lines]);
	const [, type, name = ''] = /^([^.]*)\.(.*)$/su.exec(header) ?? [];
	// The SDK would read nothing of a file with this name.
	if (name === '__proto__') return '';
	return [`[${type} ${nameForSdk(name)}]`, ...plain, ...nested, ''].join('\n');
}

function valueForSdk(name: string, value: string): string {
	if (name === 'credential_process') return hidden + Buffer.from(value).toString('base64');
	return ['source_profile', 'services', 'sso_session'].includes(name) ? nameForSdk(value) : value;
}
