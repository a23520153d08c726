import {chmodSync, mkdirSync, statSync} from 'node:fs';
import path from 'node:path';
import envPaths from 'env-paths';
import {type ConfigFile, configVersion, keepAside, readConfigFile} from './config-file.js';
import {type Profile, validateProfile} from './profile.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** partway's own profiles, in a file that only their owner can read. */
export type ProfileStore = {
	/** The config file, there or not. */
	readonly file: string;
	/** What a person must know about the file, as sentences: what was kept aside, what cannot be used. */
	readonly messages: readonly string[];
	/** Profiles in the file that cannot be used, and why. They stay in it until removed. */
	readonly invalid: ReadonlyMap<string, string>;
	list(): readonly Profile[];
	get(name: string): Profile | undefined;
	/** Adds the profile, or replaces the one of its name. Throws `StoreError`. */
	put(profile: Profile): Promise<void>;
	/** Removes the profile; false when there was none. Throws `StoreError`. */
	remove(name: string): Promise<boolean>;
};

/** The store could not be changed; the message is a sentence for the person. */
export class StoreError extends Error {
	override readonly name = 'StoreError';
}

/** The folder of the config file: PARTWAY_CONFIG_DIR, or the platform's own (`~/.config/partway`). */
export function configFolder(env: Environment): string {
	return env.PARTWAY_CONFIG_DIR
		? path.resolve(env.PARTWAY_CONFIG_DIR)
		: envPaths('partway', {suffix: ''}).config;
}

/**
 * Opens the store; never throws. A file that cannot be understood is moved aside under a new name and
 * the store starts empty; one that cannot be read, or comes from a newer partway, is left alone, and
 * changing the store then fails.
 *
 * Reading needs nothing but the file. conf writes it: to a temporary file that is synced and
 * renamed, with mode 0600. Its own ways are kept out: it takes a file that holds an array for an
 * empty store, clears what it cannot read when asked to, and skips migrations where there is no file
 * yet (conf 16.0.0), so the version is the file's own field.
 */
export function openProfileStore(
	env: Environment,
	now: () => Date = () => new Date(),
): ProfileStore {
	const file = path.join(configFolder(env), 'config.json');
	const messages: string[] = [];

	/** The file as it is now, a damaged one moved aside. */
	const read = (): ConfigFile => {
		const content = readConfigFile(file);
		if (content.kind !== 'damaged') {
			return content;
		}
		const told = `The config file ${file} cannot be used (${content.why})`;
		try {
			messages.push(`${told}. It was kept as ${keepAside(file, now())}.`);
			return {kind: 'absent'};
		} catch (error) {
			const {code} = error as NodeJS.ErrnoException;
			return {kind: 'unreadable', why: `${told}, nor moved aside (${code}).`};
		}
	};
	const readForChange = () => {
		const content = read();
		if (content.kind === 'unreadable' || content.kind === 'newer') {
			throw new StoreError(content.why);
		}
		return content.kind === 'read' ? content : undefined;
	};
	const write = async (change: (raw: Record<string, unknown>) => void) => {
		const {default: Conf} = await import('conf');
		// Read as late as possible: another partway may have written meanwhile.
		const raw = {...readForChange()?.raw};
		change(raw);
		try {
			const cwd = path.dirname(file);
			mkdirSync(cwd, {recursive: true, mode: 0o700});
			const conf = new Conf({
				cwd,
				configFileMode: 0o600,
				serialize: value => `${JSON.stringify(value, undefined, '\t')}\n`,
			});
			conf.set({version: configVersion, profiles: raw});
		} catch (error) {
			const {code, name} = error as NodeJS.ErrnoException;
			throw new StoreError(`The config file ${file} cannot be written (${code ?? name}).`);
		}
	};

	const opened = read();
	if (opened.kind === 'unreadable' || opened.kind === 'newer') {
		messages.push(opened.why);
	}
	if (opened.kind === 'read') {
		makePrivate(file, messages);
		for (const [name, why] of opened.invalid) {
			messages.push(`The profile "${name}" in ${file} cannot be used: ${why}`);
		}
	}
	const current = () => {
		const content = read();
		return content.kind === 'read' ? content : undefined;
	};

	return {
		file,
		messages,
		get invalid() {
			return current()?.invalid ?? new Map();
		},
		list: () => [...(current()?.profiles.values() ?? [])],
		get: name => current()?.profiles.get(name),
		async put(profile) {
			const checked = validateProfile(profile);
			if ('problems' in checked) {
				throw new StoreError(checked.problems.map(({sentence}) => sentence).join(' '));
			}
			const {name, ...rest} = checked;
			if (readForChange()?.invalid.has(name)) {
				throw new StoreError(
					`A profile "${name}" that cannot be used is in ${file}: remove it first.`,
				);
			}
			await write(raw => {
				raw[name] = rest;
			});
		},
		async remove(name) {
			if (!Object.hasOwn(readForChange()?.raw ?? {}, name)) {
				return false;
			}
			await write(raw => {
				delete raw[name];
			});
			return true;
		},
	};
}

/** The file may hold keys, and hands or a copy may have opened it to others. */
function makePrivate(file: string, messages: string[]): void {
	try {
		if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) {
			chmodSync(file, 0o600);
		}
	} catch {
		messages.push(`The config file ${file} can be read by others, and that cannot be changed.`);
	}
}
