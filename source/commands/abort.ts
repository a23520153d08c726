import {type AbortOptions, addAbortOptions} from './abort/options.js';
import {doing, type ScriptCommand, scriptCommand} from './base/command.js';
import type {Io} from './base/io.js';

/** `partway abort`: aborts one upload by its id, what a query finds, or what a plan names. */
export function abortCommand(io: Io): ScriptCommand {
	const command = scriptCommand(io, {
		name: 'abort',
		summary: 'abort one upload, those that a query finds, or those of a plan',
		description:
			'Aborts one upload by its id, those that a query finds, or exactly those of a plan. Each upload is read again just before. It is left alone when it moved meanwhile, or is active and was not confirmed as active. Afterwards a listing proves that it is gone.\n\nActive and unknown uploads are left out, unless --include-active or --include-unknown is given. Uploads whose parts cannot be read, and uploads that are listed and not found, are never aborted by a query.\n\nWithout --yes it shows what it would abort and asks, where there is a terminal.',
		examples: [
			['partway abort my-bucket --stalled-for 7d --dry-run', 'show what would be aborted'],
			['partway abort my-bucket --stalled-for 7d --yes --json', 'abort it, from cron'],
			['partway abort my-bucket -q state:stalled --plan-out plan.jsonl', 'write a plan to review'],
			['partway abort --plan plan.jsonl --yes', 'carry out that plan; each upload is read again'],
			['partway abort s3://media/raw/tape.tar --upload-id 2~abc', 'abort one upload'],
		],
		exits: {
			0: 'all are gone; what moved meanwhile or is active is left alone and named',
			1: 'some failed, are unknown or not proven gone, could not be read, or are listed and not found',
			3: 'refused, also a dry run of what would be: too large a plan, read-only, not confirmed, protected, active, or another operation blocks it',
		},
	});
	return doing<AbortOptions>(addAbortOptions(command), io, async (run, options, target) => {
		const {abort} = await import('./abort/abort.js');
		return abort(run, options, target);
	});
}
