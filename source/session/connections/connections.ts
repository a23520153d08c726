import type {Profile} from '../../profiles/store/profile.js';
import {openProfileStore, StoreError} from '../../profiles/store/store.js';
import type {Action} from '../core/action.js';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Stores a connection; a new name must not be one of another connection's.
 *
 * @param before the connection as it was when its form was opened: it is not lost where another partway changed it.
 */
export async function saveConnection(
	env: Environment,
	profile: Profile,
	before?: Profile,
): Promise<Action> {
	const store = openProfileStore(env);
	if (profile.name !== before?.name && store.get(profile.name) !== undefined)
		return {
			type: 'form-refused',
			field: 'name',
			problem: `There is a connection of this name already: ${profile.name}.`,
		};
	try {
		await (before === undefined ? store.add(profile) : store.replace(before, profile));
		return {type: 'connection-saved', name: profile.name};
	} catch (error) {
		return notStored(error);
	}
}

/** Removes a connection from the store. */
export async function removeConnection(env: Environment, name: string): Promise<Action> {
	try {
		await openProfileStore(env).remove(name);
		return {type: 'connection-removed', name};
	} catch (error) {
		return notStored(error);
	}
}

function notStored(error: unknown): Action {
	if (!(error instanceof StoreError)) throw error;
	return {type: 'noticed', text: error.message, tone: 'bad'};
}
