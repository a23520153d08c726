import type {AbortOptions} from './abort/options.js';
import {addActOptions} from './base/act-options.js';
import {doing, type ScriptCommand, scriptCommand} from './base/command.js';
import {addConnectionOptions} from './base/connection-options.js';
import type {Io} from './base/io.js';
import {addQueryOptions} from './base/query-options.js';

/** `partway abort`: aborts one upload by its id, what a query finds, or what a plan names. */
export function abortCommand(io: Io): ScriptCommand {
	const command = scriptCommand(io, {
		name: 'abort',
		summary: 'abort one upload, what a query finds, or a plan',
		description:
			'Aborts one upload by its id, what a query finds, or exactly what a plan names. Each upload is read again just before, and left alone when it moved, or is active and was not named as that; afterwards a listing proves it gone. Active uploads and those of unknown state are left out unless --include-active or --include-unknown says so; those whose parts cannot be read, and those that are listed and not found, are never taken by a query. Without --yes it shows what it would abort and asks, where there is a terminal.',
		examples: [
			['partway abort my-bucket --stalled-for 7d --dry-run', 'what a clean-up would abort'],
			['partway abort my-bucket --stalled-for 7d --yes --json', 'and do it, from cron'],
			['partway abort my-bucket -q state:stalled --plan-out plan.jsonl', 'a plan to be looked at'],
			['partway abort --plan plan.jsonl --yes', 'exactly that plan, each upload looked at again'],
			['partway abort s3://media/raw/tape.tar --upload-id 2~abc', 'one upload'],
		],
		exits: {
			0: 'done: all are gone; what moved meanwhile or is active is left alone and named',
			1: 'some failed, are unknown or not proven gone; or could not be read, or are listed and not found',
			3: 'refused: not agreed to, read-only, protected, active, or another act stands in the way',
		},
	})
		.argument('[target]', 'a bucket, s3://bucket/prefix, or with --upload-id s3://bucket/key')
		.option('--upload-id <id>', 'this upload only');
	addQueryOptions(command)
		.option('--all', 'every upload of the target, but those that are active or of unknown state')
		.option('--include-active', 'take active uploads too')
		.option(
			'--include-unknown',
			'take uploads of unknown state too: those without a date, and one that is named by its id, whatever is known of it',
		)
		.option('--plan-out <file>', 'write the plan to a new file, and abort nothing')
		.option('--plan <file>', 'carry out the plan in the file');
	addActOptions(
		command,
		'a line of JSON for each upload: what became of it; and for each reason why uploads are left out: how many',
	);
	return doing<AbortOptions>(addConnectionOptions(command), io, async (run, options, target) => {
		const {abort} = await import('./abort/abort.js');
		return abort(run, options, target);
	});
}
