import {splitName} from '../../profiles/resolve/names.js';
import {loadConnectionSources} from '../../profiles/resolve/sources.js';
import {openProfileStore, type ProfileStore, StoreError} from '../../profiles/store/store.js';
import type {Run} from '../base/command.js';
import {CommandError, exitCodes, usageError} from '../base/exit.js';

/** The name of a connection of partway's own, without `own:` in front. @throws CommandError (usage) for another's. */
export function ownName(written: string): string {
	const {source, name} = splitName(written);
	if (source === undefined || source === 'own') return name;
	throw usageError(
		source === 'environment'
			? `${written} comes from the environment: there is nothing to change here.`
			: `${written} is in the ${source === 'aws' ? 'AWS files' : `file of ${source}`}, which partway never writes.`,
	);
}

/** There is none of that name. */
export async function noSuchProfile(name: string, run: Run): Promise<CommandError> {
	const {awsConfig} = await loadConnectionSources(run.env);
	return usageError(
		awsConfig.profiles.has(name)
			? `"${name}" is in the AWS files, which partway never writes.`
			: `There is no connection own:${name}; partway profiles list shows what there is.`,
	);
}

/** Changes the store; what it has to say about its file is said. @throws CommandError when it cannot be changed. */
export async function changingStore<T>(
	run: Run,
	change: (store: ProfileStore) => Promise<T>,
): Promise<T> {
	const store = openProfileStore(run.env);
	try {
		return await change(store);
	} catch (error) {
		if (error instanceof StoreError) throw new CommandError(error.message, exitCodes.failed);
		throw error;
	}
}
