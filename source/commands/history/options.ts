import type {Command} from 'commander';
import {acts, standings} from '../../operations/journal/history-query.js';
import {addConnectionOptions, type ConnectionFlags} from '../base/options/connection-options.js';
import {ListOption} from '../base/options/list-option.js';

export type HistoryOptions = ConnectionFlags & {
	readonly since?: string;
	readonly operation?: string;
	/** The same, by its older name. */
	readonly act?: string;
	readonly outcome?: string;
	readonly bucket?: string;
	readonly query?: string;
	readonly limit?: string;
	readonly json?: boolean;
	readonly jsonl?: boolean;
	readonly setAside?: string;
	readonly look?: boolean;
};

export function addHistoryOptions<C extends Command>(command: C): C {
	command
		.option('--since <time>', 'only the last 7d or 12h, or since a day: 2026-11-01')
		.addOption(new ListOption('--operation <kinds>', acts))
		.addOption(new ListOption('--act <kinds>', acts).hideHelp())
		.addOption(new ListOption('--outcome <outcomes>', standings))
		.option('--bucket <text>', 'only buckets whose name contains this text')
		.option(
			'-q, --query <text>',
			"what / in the app's history takes: 'operation:abort by:alice tape-0091'",
		)
		.option('--limit <count>', 'print at most this many')
		.option('--json', 'print one JSON document')
		.option('--jsonl', 'print a line of JSON for each operation')
		.option(
			'--look',
			'first look up, over the connection, the outcomes there that are not known or not proven',
		)
		.option(
			'--set-aside <line>',
			'let a damaged line block nothing any more; it stays in the file',
		);
	return addConnectionOptions(command);
}
