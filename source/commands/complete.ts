import {addActOptions} from './base/act-options.js';
import {doing, type ScriptCommand, scriptCommand} from './base/command.js';
import {addConnectionOptions} from './base/connection-options.js';
import type {Io} from './base/io.js';
import type {CompleteOptions} from './complete/options.js';

/** `partway complete`: completes one upload, named by its key and id. */
export function completeCommand(io: Io): ScriptCommand {
	const command = scriptCommand(io, {
		name: 'complete',
		summary: 'complete one upload',
		description:
			'Completes the upload that the key and the id name. Its parts are read first, and again just before it is sent; afterwards the object is looked up. An object that is at the key is not replaced unless --overwrite says so, and an upload that somebody may still be writing is not completed unless --include-active does. On a terminal it shows the plan and asks; elsewhere it goes on, unless something speaks against it that --yes must agree to.',
		examples: [
			[
				'partway complete s3://media/raw/tape.tar --upload-id 2~abc --dry-run',
				'what it would make',
			],
			['partway complete s3://media/raw/tape.tar --upload-id 2~abc --yes --json', 'of all parts'],
			[
				'partway complete s3://media/raw/tape.tar --upload-id 2~abc --parts 1-40,42',
				'of these parts only',
			],
		],
		exits: {
			0: 'done: HeadObject shows the object',
			1: 'failed, or it is not known what became of it, or that could not be looked up',
			3: 'refused: the plan forbids it, an object is there, or it is active, or it changed meanwhile',
		},
	})
		.argument('<target>', 's3://bucket/key')
		.requiredOption('--upload-id <id>', 'the id of the upload')
		.option('--parts <numbers>', 'only these parts: 1-40,42')
		.option('--parts-file <file>', "exactly the parts of the AWS CLI's --multipart-upload JSON")
		.option('--overwrite', 'replace the object that is at the key')
		.option('--include-active', 'with --yes: complete it though somebody may still be uploading')
		.option(
			'--unconditional',
			'send it without If-None-Match and If-Match, where the service cannot do them; looks again just before',
		);
	addActOptions(
		command,
		'what became of it as JSON, as aws s3api complete-multipart-upload and more',
	);
	return doing<CompleteOptions>(addConnectionOptions(command), io, async (run, options, target) => {
		const {complete} = await import('./complete/complete.js');
		return complete(run, options, target ?? '');
	});
}
