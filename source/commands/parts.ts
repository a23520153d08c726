import {doing, type ScriptCommand, scriptCommand} from './base/command.js';
import type {Io} from './base/io.js';
import {addPartsOptions, type PartsOptions} from './parts/options.js';

/** `partway parts`: the parts of one upload, and whether it can be completed. */
export function partsCommand(io: Io): ScriptCommand {
	const command = scriptCommand(io, {
		name: 'parts',
		summary: 'list the parts of one upload',
		description:
			'Lists the parts of one upload, named by its key and id. On a terminal it prints a table. Into a pipe it prints a line for each part, with fields separated by tabs: number, bytes, last modified, ETag. --json gives all that "aws s3api list-parts" prints, and the sums. Changes nothing.',
		examples: [
			['partway parts s3://media/raw/tape.tar --upload-id 2~abc', 'list what is there'],
			[
				'partway parts s3://media/raw/tape.tar --upload-id 2~abc --check',
				'whether it can be completed, what that makes, and which problems it has',
			],
			[
				'partway parts s3://media/raw/tape.tar --upload-id 2~abc --parts-file parts.json',
				'for aws s3api complete-multipart-upload --multipart-upload file://parts.json',
			],
		],
		exits: {
			0: 'done; with --check: it can be completed',
			1: 'the parts could not be read; with --check: it cannot be completed, may well be refused, or has a gap',
			3: 'with --check: it can be completed, but an object is at the key, or a client is or may be uploading',
		},
	});
	return doing<PartsOptions>(addPartsOptions(command), io, async (run, options, target) => {
		const {parts} = await import('./parts/parts.js');
		return parts(run, options, target ?? '');
	});
}
