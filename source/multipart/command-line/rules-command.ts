import {argument, commandLine} from './arguments.js';
import {connectionArguments, type PartwayConnection} from './partway-command.js';

/** What a change of rules is about. */
export type RulesArguments = {
	readonly days?: number | undefined;
	readonly prefix?: string;
	readonly id?: string;
	readonly includeActive?: boolean;
	readonly includeHeld?: boolean;
};

/** The `partway rules` command for a bucket, one line for a shell; it asks again. Undefined for what no command line can carry. */
export function partwayRulesCommand(
	[name, bucket]: readonly ['list' | 'add' | 'remove', string],
	{days, prefix, id, includeActive, includeHeld}: RulesArguments,
	connection: PartwayConnection,
): string | undefined {
	return commandLine([
		...['partway', 'rules', name, `s3://${bucket}`],
		...argument('--days', days === undefined ? undefined : String(days)),
		...argument('--prefix', prefix),
		...argument('--id', id),
		...(includeActive ? ['--include-active'] : []),
		...(includeHeld ? ['--include-held'] : []),
		...connectionArguments(connection),
	]);
}
