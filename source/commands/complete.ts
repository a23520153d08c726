import {doing, type ScriptCommand, scriptCommand} from './base/command.js';
import type {Io} from './base/io.js';
import {addCompleteOptions, type CompleteOptions} from './complete/options.js';

/** `partway complete`: completes one upload, named by its key and id. */
export function completeCommand(io: Io): ScriptCommand {
	const command = scriptCommand(io, {
		name: 'complete',
		summary: 'complete one upload',
		description:
			'Completes one upload, named by its key and id. Its parts are read first, and again just before the request is sent. Afterwards the object is looked up.\n\nAn object that is at the key is replaced only with --overwrite. An upload that a client may still be writing is completed only with --include-active.\n\nOn a terminal it shows the plan and asks. Elsewhere it goes on, unless there is a problem that --yes must confirm.',
		examples: [
			[
				'partway complete s3://media/raw/tape.tar --upload-id 2~abc --dry-run',
				'show what it would make',
			],
			[
				'partway complete s3://media/raw/tape.tar --upload-id 2~abc --yes --json',
				'complete it from all parts',
			],
			[
				'partway complete s3://media/raw/tape.tar --upload-id 2~abc --parts 1-40,42',
				'complete it from these parts only',
			],
		],
		exits: {
			0: 'done: HeadObject shows the object',
			1: 'failed, or the outcome is unknown or could not be looked up',
			3: 'refused, also a dry run of what would be: the plan forbids it, an object is there, it is active, read-only, or it changed meanwhile',
		},
	});
	return doing<CompleteOptions>(addCompleteOptions(command), io, async (run, options, target) => {
		const {complete} = await import('./complete/complete.js');
		return complete(run, options, target ?? '');
	});
}
