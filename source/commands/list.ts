import {doing, type ScriptCommand, scriptCommand} from './base/command.js';
import {addConnectionOptions} from './base/connection-options.js';
import type {Io} from './base/io.js';
import {addQueryOptions} from './base/query-options.js';
import type {ListOptions} from './list/options.js';

/** `partway list`: the uploads of a bucket, for scripts. */
export function listCommand(io: Io): ScriptCommand {
	const command = scriptCommand(io, {
		name: 'list',
		summary: 'list multipart uploads in progress',
		description:
			'Lists the multipart uploads in progress of a bucket, in the order of the service.\n\nOn a terminal a table; into a pipe a line for each, its fields apart by tabs: key, upload id, initiated, and with parts: last part, parts, bytes, state. What a terminal would obey is escaped there; --json and --jsonl give every key as it is, and all that "aws s3api list-multipart-uploads" prints.',
		examples: [
			['partway list my-bucket', 'what is in progress'],
			['partway list s3://my-bucket/raw/ --parts', 'with sizes, last parts and states'],
			[
				"partway list my-bucket -q 'state:stalled size>1GiB' --json",
				'one document: {"Bucket": …, "Uploads": […]}',
			],
			[
				"partway list my-bucket --stalled-for 7d --jsonl | jq -r '[.Key, .Bytes] | @tsv'",
				'a line for each, as soon as it is known',
			],
			['partway list --all-buckets --count', 'how many there are in each bucket'],
			['partway list my-bucket --parts --summary --depth 2', 'what they hold, by prefix'],
		],
		exits: {
			1: 'something could not be read: it is named on stderr, and the list goes on where it can',
		},
	})
		.argument('[target]', 'a bucket, or s3://bucket/prefix; without one, what the profile opens')
		.option('--parts', 'read the parts: size, last part, state; a request or more for each upload')
		.option('--json', 'one JSON document')
		.option('--jsonl', 'a line of JSON for each upload, in constant memory')
		.option('--wide', 'shorten nothing, and show upload ids')
		.option('--count', 'only how many there are')
		.option('--summary', 'only what they add up to, by prefix; sizes and states with --parts')
		.option('--depth <n>', 'levels of prefixes that --summary tells apart; 0: none (default: 1)')
		.option('--limit <n>', 'end after so many')
		.option('--all-buckets', 'every bucket that the caller may list');
	return doing<ListOptions>(
		addConnectionOptions(addQueryOptions(command)),
		io,
		async (run, options, target) => {
			const {list} = await import('./list/list.js');
			return list(run, options, target);
		},
	);
}
