import {profileOfForeign} from '../../profiles/foreign/to-profile.js';
import {isTool, splitName} from '../../profiles/resolve/names.js';
import {resolveConnection} from '../../profiles/resolve/resolve.js';
import {loadConnectionSources} from '../../profiles/resolve/sources.js';
import type {Profile} from '../../profiles/store/profile.js';
import {escapeForTerminal, escapeLines} from '../../terminal/escape.js';
import type {Run} from '../base/command.js';
import {type ExitCode, exitCodes, usageError} from '../base/exit.js';
import {checked} from './change.js';
import type {ImportFlags} from './options.js';
import {changingStore, ownName} from './own.js';

/** Stores a connection of another tool as one of partway's own; its keys only where that is asked for. */
export async function importProfile(
	run: Run,
	{as, withSecrets = false}: ImportFlags,
	written: string,
): Promise<ExitCode> {
	const {source, name} = splitName(written);
	if (!isTool(source))
		throw usageError(
			`${written} is not a connection of another tool: write rclone:NAME, s3cmd:default or mc:NAME. For an AWS profile: partway profiles add NAME --aws-profile PROFILE.`,
		);
	const known = await loadConnectionSources(run.env);
	const found = known.foreign.connections.find(
		each => each.source === source && each.name === name,
	);
	const resolved = resolveConnection({...known, options: {profile: written}});
	if ('refused' in resolved) throw usageError(resolved.refused);
	if (found === undefined) throw usageError(`There is no connection ${written}.`);
	const {caBundle, credentials} = found;
	const stored = ownName(as ?? (source === 's3cmd' ? source : name));
	const profile: Profile = checked({...profileOfForeign(found, stored, withSecrets)});
	return changingStore(run, async store => {
		await store.add(profile);
		await run.say(escapeLines(`${stored} is stored in ${store.file}.`));
		const isKeyless = credentials.kind === 'keys' && !withSecrets;
		if (isKeyless)
			await run.say(
				escapeForTerminal(
					`Its keys stay with ${source}; until it has some, ${stored} takes those of the environment. --with-secrets copies them; partway profiles edit ${stored} gives it others.`,
				),
			);
		if (credentials.kind === 'keys' && withSecrets)
			await run.say('Its keys are stored there, which you alone can read (mode 0600).');
		if (caBundle !== undefined)
			await run.say(
				escapeForTerminal(`It trusts the authorities in ${caBundle}: name them with --ca-bundle.`),
			);
		return exitCodes.done;
	});
}
