import {doing, type ScriptCommand, scriptCommand} from './base/command.js';
import {addConnectionOptions} from './base/connection-options.js';
import type {Io} from './base/io.js';
import type {PartsOptions} from './parts/options.js';

/** `partway parts`: the parts of one upload, and whether it can be completed. */
export function partsCommand(io: Io): ScriptCommand {
	const command = scriptCommand(io, {
		name: 'parts',
		summary: 'list the parts of one upload',
		description:
			'Lists the parts of the upload that the key and the id name. On a terminal a table; into a pipe a line for each, its fields apart by tabs: number, bytes, last modified, ETag. --json gives all that "aws s3api list-parts" prints, and what it adds up to. Changes nothing.',
		examples: [
			['partway parts s3://media/raw/tape.tar --upload-id 2~abc', 'what is there'],
			[
				'partway parts s3://media/raw/tape.tar --upload-id 2~abc --check',
				'whether it can be completed, to what, and what speaks against it',
			],
			[
				'partway parts s3://media/raw/tape.tar --upload-id 2~abc --parts-file parts.json',
				'for aws s3api complete-multipart-upload --multipart-upload file://parts.json',
			],
		],
		exits: {
			0: 'done; with --check: nothing speaks against completing it',
			1: 'the parts could not be read; with --check: it cannot be completed, may well be refused, or has a gap',
			3: 'with --check: it can be completed, but an object is at the key, or somebody is or may be uploading',
		},
	})
		.argument('<target>', 's3://bucket/key')
		.requiredOption('--upload-id <id>', 'the id of the upload')
		.option('--json', 'one JSON document')
		.option('--check', 'plan its completion, and tell by the exit code whether it can be done')
		.option('--parts-file [file]', 'the JSON of the AWS CLI, into a new file or to stdout');
	return doing<PartsOptions>(addConnectionOptions(command), io, async (run, options, target) => {
		const {parts} = await import('./parts/parts.js');
		return parts(run, options, target ?? '');
	});
}
