import {doing, type ScriptCommand, scriptCommand} from './base/command.js';
import {addConnectionOptions} from './base/connection-options.js';
import type {Io} from './base/io.js';
import type {ListOptions} from './list/options.js';

/** `partway list`: the uploads of a bucket, for scripts. */
export function listCommand(io: Io): ScriptCommand {
	const command = scriptCommand(io, {
		name: 'list',
		summary: 'list multipart uploads in progress',
		examples: [['partway list my-bucket --jsonl', 'a line of JSON for each upload']],
	})
		.argument('[target]', 'a bucket, or s3://bucket/prefix; without one, what the profile opens')
		.option('--jsonl', 'a line of JSON for each upload, as soon as it is known');
	return doing<ListOptions>(addConnectionOptions(command), io, async (run, options, target) => {
		const {list} = await import('./list/list.js');
		return list(run, options, target);
	});
}
