import {
	type AgreedOfMany,
	partwayAbortCommand,
	partwaySummaryCommand,
	type Uploads,
} from '../../multipart/command-line/partway-many.js';
import type {SessionState} from '../core/state.js';
import {type Keys, key} from '../keys/binding.js';
import {askToCopy} from './copy.js';
import {type CopyItem, item, partwayConnectionOf} from './copy-commands.js';
import type {DialogOf} from './dialog.js';

/** The command that aborts the same as a confirmation of many. */
export function commandToAbortMany(
	state: SessionState,
	uploads: Uploads,
	agreed: AgreedOfMany,
): CopyItem[] {
	const command = partwayAbortCommand(uploads, partwayConnectionOf(state), agreed);
	return item('partway command', command);
}

/** The command that tells the sums by prefix. */
export function commandOfSums(state: SessionState, uploads: Uploads): CopyItem[] {
	return item('partway command', partwaySummaryCommand(uploads, partwayConnectionOf(state)));
}

/** The same as a command, to copy, while a word is typed: a letter would be part of it. @param note what it does otherwise. */
export function commandOfMany<D extends DialogOf<'abort-many'> | DialogOf<'empty-bucket'>>(
	commandsOf: (state: SessionState, dialog: D) => readonly CopyItem[],
	whyNone: (state: SessionState, dialog: D) => string | undefined = () => undefined,
	note?: string,
): Keys<D> {
	return {
		copy: key<D>(
			'ctrl-y',
			'command',
			'Copy a command that does the same',
			(state, dialog) => askToCopy(state, commandsOf(state, dialog), dialog, note),
			{
				priority: 3,
				rare: true,
				disabled: (state, dialog) =>
					whyNone(state, dialog) ??
					(commandsOf(state, dialog).length > 0 ? undefined : 'no command does it'),
			},
		),
	};
}
