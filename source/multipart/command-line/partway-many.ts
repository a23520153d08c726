import {argument, commandLine} from './arguments.js';
import {connectionArguments, type PartwayConnection} from './partway-command.js';

/** The uploads under a prefix that a query names; all of them where it is empty. */
export type Uploads = {readonly bucket: string; readonly prefix: string; readonly query: string};

/** What of them is named besides. */
export type AgreedOfMany = {
	readonly includeActive?: boolean;
	readonly includeHeld?: boolean;
	readonly includeUnknown?: boolean;
};

/** The `partway` command that aborts the same uploads, one line for a shell; it asks again. Undefined for what no command line can carry. */
export function partwayAbortCommand(
	uploads: Uploads,
	connection: PartwayConnection,
	{includeActive, includeHeld, includeUnknown}: AgreedOfMany,
): string | undefined {
	return commandLine([
		...['partway', 'abort', addressOf(uploads)],
		...(uploads.query === '' ? ['--all'] : argument('--query', uploads.query)),
		...(includeActive ? ['--include-active'] : []),
		...(includeHeld ? ['--include-held'] : []),
		...(includeUnknown ? ['--include-unknown'] : []),
		...connectionArguments(connection),
	]);
}

/** The one that tells what they hold, by prefix. */
export function partwaySummaryCommand(
	uploads: Uploads,
	connection: PartwayConnection,
): string | undefined {
	return commandLine([
		...['partway', 'list', addressOf(uploads), '--summary', '--parts'],
		...(uploads.query === '' ? [] : argument('--query', uploads.query)),
		...connectionArguments(connection),
	]);
}

function addressOf({bucket, prefix}: Uploads): string {
	return prefix === '' ? `s3://${bucket}` : `s3://${bucket}/${prefix}`;
}
