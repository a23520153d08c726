import type {Profile} from '../profiles/profile.js';
import {openProfileStore, StoreError} from '../profiles/store.js';
import type {Action} from './action.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** Stores a connection; a new name must not be one of another connection's. */
export async function saveConnection(
	env: Environment,
	profile: Profile,
	editing?: string,
): Promise<Action> {
	const store = openProfileStore(env);
	if (profile.name !== editing && store.get(profile.name) !== undefined)
		return {
			type: 'form-refused',
			field: 'name',
			problem: `There is a connection of this name already: ${profile.name}.`,
		};
	try {
		await store.put(profile);
		if (editing !== undefined && editing !== profile.name) await store.remove(editing);
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
