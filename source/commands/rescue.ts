import {doing, type ScriptCommand, scriptCommand} from './base/command.js';
import type {Io} from './base/io.js';
import {addRescueOptions, type RescueCommandOptions} from './rescue/options.js';

/** `partway rescue`: finishes one upload from the file that it was begun from. */
export function rescueCommand(io: Io): ScriptCommand {
	const command = scriptCommand(io, {
		name: 'rescue',
		summary: 'finish one upload from its local file',
		description:
			'Finishes an interrupted upload from the file that it was begun from. It compares each part that is there with the file, sends those that are missing, lists all once more, and completes. Nothing is completed of a file that differs or changes meanwhile.\n\nWithout --upload-id it takes the only upload of the key; of several it shows which there are, and on a terminal asks which one.\n\nThe same command again goes on where it was interrupted. It begins no upload.',
		examples: [
			['partway rescue /data/tape.tar s3://media/raw/tape.tar', 'compare, show the plan, and ask'],
			[
				'partway rescue /data/tape.tar s3://media/raw/tape.tar --upload-id 2~abc --dry-run --json',
				'what is the same, what differs, what would be sent',
			],
			[
				'partway rescue /data/tape.tar s3://media/raw/tape.tar --upload-id 2~abc --yes',
				'send and complete without asking',
			],
			[
				'partway rescue /data/tape.tar s3://media/raw/tape.tar --check',
				"whether the parts that are there are the file's",
			],
		],
		exits: {
			0: "done: HeadObject shows the object; with --no-complete: all parts are there; with --check: every part that is there is the file's",
			1: 'failed, interrupted in the middle, or the outcome is unknown or could not be looked up; with --check: a part differs or cannot be compared',
			3: 'refused, also a dry run of what would be: something needs an option to go on, read-only, or it changed meanwhile',
		},
	});
	return doing<RescueCommandOptions>(
		addRescueOptions(command),
		io,
		async (run, options, file, target) => {
			const {rescue} = await import('./rescue/rescue.js');
			return rescue(run, options, file ?? '', target ?? '');
		},
	);
}
