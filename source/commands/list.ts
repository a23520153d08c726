import {doing, type ScriptCommand, scriptCommand} from './base/command.js';
import type {Io} from './base/io.js';
import {addListOptions, type ListOptions} from './list/options.js';

/** `partway list`: the uploads of a bucket, for scripts. */
export function listCommand(io: Io): ScriptCommand {
	const command = scriptCommand(io, {
		name: 'list',
		summary: 'list multipart uploads in progress',
		description:
			'Lists the multipart uploads in progress of a bucket, in the order of the service.\n\nOn a terminal it prints a table. Into a pipe it prints a line for each upload, with fields separated by tabs: key, upload id, initiated, and with --parts: last part, parts, bytes, state. Control characters are escaped there. --json and --jsonl give every key as it is, and all that "aws s3api list-multipart-uploads" prints.',
		examples: [
			['partway list my-bucket', 'list what is in progress'],
			['partway list s3://my-bucket/raw/ --parts', 'with sizes, last parts and states'],
			[
				"partway list my-bucket -q 'state:stalled size>1GiB' --json",
				'print one document: {"Bucket": …, "Uploads": […]}',
			],
			[
				"partway list my-bucket --stalled-for 7d --jsonl | jq -r '[.Key, .Bytes] | @tsv'",
				'print a line for each, as soon as it is known',
			],
			['partway list --all-buckets --count', 'count the uploads of each bucket'],
			['partway list my-bucket --parts --summary --depth 2', 'sum up what they hold, by prefix'],
		],
		exits: {1: 'something could not be read: it is named on stderr, and the list goes on'},
	});
	return doing<ListOptions>(addListOptions(command), io, async (run, options, target) => {
		const {list} = await import('./list/list.js');
		return list(run, options, target);
	});
}
