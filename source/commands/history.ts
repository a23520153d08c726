import {doing, type ScriptCommand, scriptCommand} from './base/command.js';
import type {Io} from './base/io.js';
import {addHistoryOptions, type HistoryOptions} from './history/options.js';

/** `partway history`: every act of every partway on this machine, and its outcome. */
export function historyCommand(io: Io): ScriptCommand {
	const command = scriptCommand(io, {
		name: 'history',
		summary: 'show every operation on this machine and its outcome',
		description:
			'Shows the operations in the journal, the newest first: every Complete, Abort and ACL change of every partway on this machine, whatever service it was sent to.\n\nIt reads files only, except for --look, which asks the service of the connection about outcomes that are not known, as the app does when it connects. --set-aside is for a damaged line of the journal: such a line blocks the operations that it may be about, until you say that nothing of it is under way.',
		examples: [
			['partway history --since 7d', 'print a table of the last week'],
			[
				'partway history --outcome failed,unknown --bucket media',
				'show what did not go well there',
			],
			['partway history --look -p own:oos-prod', 'first look up what is unknown there'],
			[
				'partway history --set-aside line-0123456789ab',
				'go on after a damaged line, by the name that was printed for it',
			],
			[
				"partway history --operation abort --jsonl | jq -s 'map(.bytes // 0) | add'",
				'sum up the bytes of aborts',
			],
		],
		exits: {1: 'the journal cannot be read, or lines of it are damaged: each is named'},
	});
	return doing<HistoryOptions>(addHistoryOptions(command), io, async (run, options) => {
		const {history} = await import('./history/history.js');
		return history(run, options);
	});
}
