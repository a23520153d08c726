import {chmodSync, mkdirSync, statSync} from 'node:fs';
import path from 'node:path';
import {isDeepStrictEqual} from 'node:util';
import {terminalJson} from '../../terminal/json.js';
import {userFolder} from '../../terminal/user-folders.js';
import {type ConfigFile, configVersion, keepAside, readConfigFile} from './config-file.js';
import {removeLeftovers} from './leftovers.js';
import {LockTrouble, oddLock, whileLocked, whileLockedSync} from './lock.js';
import {isRecord, type Profile, validateProfile} from './profile.js';

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
	/** Adds the profile. Throws `StoreError`, where its name is taken too. */
	add(profile: Profile): Promise<void>;
	/**
	 * Puts the profile in the place of one that was read before, under another name or the same, in one
	 * write. Throws `StoreError`: where the new name is another profile's, and where the one that was
	 * read has been changed or removed since, by another partway.
	 */
	replace(before: Profile, profile: Profile): Promise<void>;
	/** Removes the profile; false when there was none. Throws `StoreError`. */
	remove(name: string): Promise<boolean>;
};

/** The store could not be changed; the message is a sentence for the user. */
export class StoreError extends Error {
	override readonly name = 'StoreError';
}

/** The folder of the config file: PARTWAY_CONFIG_DIR, or the platform's own (`~/.config/partway`). */
export function configFolder(env: Environment): string {
	return env.PARTWAY_CONFIG_DIR ? path.resolve(env.PARTWAY_CONFIG_DIR) : userFolder('config', env);
}

/**
 * Opens the store; never throws. A file that cannot be understood is moved aside under a new name and
 * the store starts empty; one that cannot be read, or comes from a newer partway, is left alone, and
 * changing the store then fails.
 *
 * Reading needs nothing but the file. conf writes it: to a temporary file that is synced and
 * renamed, with mode 0600. Its own ways are kept out: it takes a file that holds an array for an
 * empty store, and clears what it cannot read when asked to (conf 16.0.0), so the version is the file's own field. A change is made under a lock, to the file
 * as it is by then.
 */
export function openProfileStore(
	env: Environment,
	now: () => Date = () => new Date(),
): ProfileStore {
	const file = path.join(configFolder(env), 'config.json');
	const messages: string[] = [];

	/** Under the lock: the file as it is now, a damaged one moved aside. */
	const readLocked = (): ConfigFile => {
		const content = readConfigFile(file);
		if (content.kind !== 'damaged') return content;
		messages.push(`${unusable(content)}. It was kept as ${keepAside(file, now())}.`);
		return {kind: 'absent'};
	};
	const unusable = ({why}: {why: string}) => `The config file ${file} cannot be used (${why})`;
	/** The same from outside the lock, which is taken only where the file is damaged. */
	const read = (): ConfigFile => {
		const content = readConfigFile(file);
		if (content.kind !== 'damaged') return content;
		const stays = (code: unknown): ConfigFile => {
			return {kind: 'unreadable', why: `${unusable(content)}, nor moved aside (${code}).`};
		};
		try {
			const locked = () => stays(oddLock(file) ?? 'ELOCKED');
			return whileLockedSync(file, readLocked)?.done ?? locked();
		} catch (error) {
			return stays((error as NodeJS.ErrnoException).code);
		}
	};
	/**
	 * Changes the profiles as they are in the file under the lock; `change` may throw, or return false,
	 * and nothing is written.
	 */
	const write = async (change: (content: Changeable) => boolean) => {
		const {default: Conf} = await import('conf');
		const cwd = path.dirname(file);
		let isWritten = false;
		const changes = (content: Changeable) => {
			try {
				return change(content);
			} catch (error) {
				// Done once more, since the lock was lost: the change is in the file.
				if (isWritten && error instanceof StoreError) return false;
				throw error;
			}
		};
		try {
			mkdirSync(cwd, {recursive: true, mode: 0o700});
			await whileLocked(file, stillOurs => {
				removeLeftovers(file);
				const found = readLocked();
				if (found.kind === 'unreadable' || found.kind === 'newer') throw new StoreError(found.why);
				const read = found.kind === 'read' ? found : undefined;
				const changed = {profiles: {...read?.raw}, invalid: read?.invalid ?? new Map()};
				if (!changes(changed)) return;
				const conf = new Conf({
					cwd,
					configFileMode: 0o600,
					serialize: value => `${terminalJson(value, '\t')}\n`,
				});
				const {profiles} = changed;
				const whole = {...read?.content, version: configVersion, profiles};
				stillOurs();
				withoutSnap(() => {
					conf.store = whole;
				});
				isWritten = true;
			});
		} catch (error) {
			if (error instanceof StoreError) throw error;
			const {code, name, message} = error as NodeJS.ErrnoException;
			const why = error instanceof LockTrouble ? `: ${message}` : ` (${code ?? name}).`;
			throw new StoreError(`The config file ${file} cannot be written${why}`);
		}
	};
	const refuseTaken = ({profiles, invalid}: Changeable, name: string) => {
		if (invalid.has(name))
			throw new StoreError(
				`A profile "${name}" that cannot be used is in ${file}: remove it first.`,
			);
		if (Object.hasOwn(profiles, name))
			throw new StoreError(`There is a profile of this name already: ${name}.`);
	};

	const opened = read();
	if (opened.kind === 'unreadable' || opened.kind === 'newer') messages.push(opened.why);
	if (opened.kind === 'read') {
		makePrivate(file, messages);
		for (const [name, why] of opened.invalid)
			messages.push(`The profile "${name}" in ${file} cannot be used: ${why}`);
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
		async add(profile) {
			const {name, ...rest} = checked(profile);
			await write(content => {
				refuseTaken(content, name);
				content.profiles[name] = rest;
				return true;
			});
		},
		async replace(before, profile) {
			const {name, ...rest} = checked(profile);
			await write(content => {
				if (name !== before.name) refuseTaken(content, name);
				const stored = content.profiles[before.name];
				const now = isRecord(stored) ? validateProfile({...stored, name: before.name}) : undefined;
				if (!isDeepStrictEqual(now, before)) {
					throw new StoreError(
						`${before.name} was changed or removed by another partway: look at it again first.`,
					);
				}
				// In its place.
				content.profiles = Object.fromEntries(
					Object.entries(content.profiles).map(entry =>
						entry[0] === before.name ? [name, rest] : entry,
					),
				);
				return true;
			});
		},
		async remove(name) {
			let was = false;
			// Where nothing can be there to remove, no folder is made and no lock is taken.
			if (readConfigFile(file).kind === 'absent') return was;
			await write(({profiles}) => {
				was = Object.hasOwn(profiles, name);
				delete profiles[name];
				return was;
			});
			return was;
		},
	};
}

/**
 * conf writes the file in place where SNAP is set, and a terminal of an editor that came as a snap sets it
 * for every program that runs in it: nothing that is killed there may leave half of a store.
 */
function withoutSnap(write: () => void): void {
	const {SNAP: set} = process.env;
	delete process.env['SNAP'];
	try {
		write();
	} finally {
		if (set !== undefined) process.env['SNAP'] = set;
	}
}

/** The profiles in the file under the lock, to be changed. */
type Changeable = {
	profiles: Record<string, unknown>;
	readonly invalid: ReadonlyMap<string, string>;
};

function checked(profile: Profile): Profile {
	const valid = validateProfile(profile);
	if ('problems' in valid)
		throw new StoreError(valid.problems.map(({sentence}) => sentence).join(' '));
	return valid;
}

/** The file may hold keys, and hands or a copy may have opened it to others. */
function makePrivate(file: string, messages: string[]): void {
	try {
		if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600);
	} catch {
		messages.push(`The config file ${file} can be read by others, and that cannot be changed.`);
	}
}
