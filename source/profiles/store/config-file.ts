import {chmodSync, existsSync, renameSync} from 'node:fs';
import path from 'node:path';
import {readPlainSync, whyUnusable} from '../../terminal/plain-file.js';
import {rememberSecret} from '../../terminal/secrets.js';
import {isRecord, type Profile, validateProfile} from './profile.js';

/**
 * The version of the file's form. A file of a newer one is left alone. From 1 to 2 every setting of a profile stayed
 * what it was: only an older partway would change what is under protected prefixes, and drop them when it stores the
 * profile.
 */
export const configVersion = 2;

/** What the config file holds, apart from every way in which it can be wrong. */
export type ConfigFile =
	| {readonly kind: 'absent'}
	| {
			readonly kind: 'read';
			/** Everything in the file: a write keeps what it does not know. */
			readonly content: Readonly<Record<string, unknown>>;
			/** The profiles of `content`, those included that cannot be used. */
			readonly raw: Readonly<Record<string, unknown>>;
			readonly profiles: ReadonlyMap<string, Profile>;
			/** Names of profiles that cannot be used, and why. */
			readonly invalid: ReadonlyMap<string, string>;
	  }
	/** No config file of ours, whatever it once was. */
	| {readonly kind: 'damaged'; readonly why: string}
	/** It may be right, and cannot be read: it must not be overwritten. */
	| {readonly kind: 'unreadable'; readonly why: string}
	| {readonly kind: 'newer'; readonly why: string};

/** Bytes: some ten thousand profiles. */
const longest = 16 * 1024 * 1024;

/** Reads and checks the file. Never throws. */
export function readConfigFile(file: string): ConfigFile {
	let text: string;
	try {
		text = readPlainSync(file, longest).toString('utf8');
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'ENOENT'
			? {kind: 'absent'}
			: {
					kind: 'unreadable',
					why: `The config file ${file} cannot be read (${whyUnusable(error)}).`,
				};
	}
	let content: unknown;
	try {
		content = JSON.parse(text);
	} catch {
		// JSON.parse quotes what it could not read, which may be a secret.
		return {kind: 'damaged', why: 'it is not JSON'};
	}
	if (!isRecord(content)) return {kind: 'damaged', why: 'it holds no object'};
	const {version} = content;
	if (typeof version !== 'number' || !Number.isInteger(version) || version < 1)
		return {kind: 'damaged', why: 'its version is not a number'};
	if (version > configVersion) {
		const why = `The config file ${file} was written by a newer partway (version ${version} of its format; this one knows ${configVersion}): it is neither read nor changed.`;
		return {kind: 'newer', why};
	}
	const {profiles: raw = {}} = content;
	if (!isRecord(raw)) return {kind: 'damaged', why: 'its profiles are not an object'};
	return {kind: 'read', content, raw, ...validated(raw)};
}

function validated(raw: Record<string, unknown>) {
	const profiles = new Map<string, Profile>();
	const invalid = new Map<string, string>();
	for (const [name, value] of Object.entries(raw)) {
		const profile = validateProfile(isRecord(value) ? {...value, name} : value);
		if ('problems' in profile) {
			invalid.set(name, profile.problems.map(({sentence}) => sentence).join(' '));
		} else {
			remember(profile);
			profiles.set(name, profile);
		}
	}
	return {profiles, invalid};
}

/** Nothing that is made for developers shows them, whether the profile is used or not. */
function remember({credentials}: Profile): void {
	if (credentials.kind !== 'keys') return;
	rememberSecret(credentials.secretAccessKey);
	rememberSecret(credentials.sessionToken);
}

/**
 * Moves a damaged file out of the way, to a name that nothing has, with its mode made private: it may
 * hold keys. Returns that name; throws when it cannot be moved.
 */
export function keepAside(file: string, now: Date): string {
	const {dir, name, ext} = path.parse(file);
	const moment = now.toISOString().slice(0, 19).replaceAll(':', '-');
	let aside = path.join(dir, `${name}.damaged-${moment}Z${ext}`);
	for (let number = 2; existsSync(aside); number++)
		aside = path.join(dir, `${name}.damaged-${moment}Z-${number}${ext}`);
	renameSync(file, aside);
	chmodSync(aside, 0o600);
	return aside;
}
