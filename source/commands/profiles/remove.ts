import {escapeLines} from '../../terminal/escape.js';
import {canAsk, wordTyped} from '../base/ask.js';
import type {Run} from '../base/command.js';
import {type ExitCode, exitCodes, refusedBySafety} from '../base/exit.js';
import type {RemoveFlags} from './options.js';
import {changingStore, noSuchProfile, ownName} from './own.js';

/** Removes a connection of partway's own, one that cannot be used included. */
export async function removeProfile(
	run: Run,
	{yes}: RemoveFlags,
	written: string,
): Promise<ExitCode> {
	const name = ownName(written);
	return changingStore(run, async store => {
		if (store.get(name) === undefined && !store.invalid.has(name))
			throw await noSuchProfile(name, run);
		if (yes !== true) {
			if (!canAsk(run))
				throw refusedBySafety(
					`Nothing is removed: add --yes to remove ${name} without a question.`,
				);
			if (!(await wordTyped(run, `Remove the connection ${name}?`, name)))
				throw refusedBySafety('Nothing is removed.');
		}
		await store.remove(name);
		await run.say(escapeLines(`${name} is removed from ${store.file}.`));
		return exitCodes.done;
	});
}
