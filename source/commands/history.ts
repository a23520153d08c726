import {acts, standings} from '../operations/journal/history-query.js';
import {doing, type ScriptCommand, scriptCommand} from './base/command.js';
import {addConnectionOptions} from './base/connection-options.js';
import type {Io} from './base/io.js';
import {ListOption} from './base/list-option.js';
import type {HistoryOptions} from './history/options.js';

/** `partway history`: every act of every partway on this machine, and what became of it. */
export function historyCommand(io: Io): ScriptCommand {
	const command = scriptCommand(io, {
		name: 'history',
		summary: 'every act on this machine, and what became of it',
		description:
			'Shows the acts that the journal holds, the newest first: every Complete, Abort and ACL change of every partway on this machine, whatever service it was sent to. Reads files only, but for --look, which asks the service of the connection what became of acts without a known outcome, as the app does, and --set-aside: a line of the journal that cannot be understood refuses the acts that it may be about, until a person says that nothing of it is under way.',
		examples: [
			['partway history --since 7d', 'a table of the last week'],
			['partway history --outcome failed,unknown --bucket media', 'what did not go well there'],
			['partway history --look -p own:oos-prod', 'what is unknown there is looked up first'],
			[
				'partway history --set-aside line-0123456789ab',
				'go on after a damaged line, whose name it told',
			],
			[
				"partway history --act abort --jsonl | jq -s 'map(.bytes // 0) | add'",
				'the bytes that aborts were about',
			],
		],
		exits: {
			1: 'the journal cannot be read, or lines of it cannot be understood: each is named',
			2: 'usage',
		},
	})
		.option('--since <time>', 'acts of the last 7d or 12h, or since a day: 2026-11-01')
		.addOption(new ListOption('--act <kinds>', acts))
		.addOption(new ListOption('--outcome <outcomes>', standings))
		.option('--bucket <text>', 'whose bucket holds this text')
		.option('-q, --query <text>', "as the app's / takes it: 'act:abort by:alice tape-0091'")
		.option('--limit <count>', 'so many at most')
		.option('--json', 'one document of JSON')
		.option('--jsonl', 'a line of JSON for each act')
		.option('--look', 'first look up, over the connection, what is unknown or not proven there')
		.option(
			'--set-aside <line>',
			'let a line that cannot be understood refuse nothing any more; it stays in the file',
		);
	return doing<HistoryOptions>(addConnectionOptions(command), io, async (run, options) => {
		const {history} = await import('./history/history.js');
		return history(run, options);
	});
}
