import type {Command} from 'commander';
import {type ActFlags, addActOptions} from '../base/options/act-options.js';
import {addConnectionOptions, type ConnectionFlags} from '../base/options/connection-options.js';
import {addQueryOptions, type QueryFlags} from '../base/options/query-options.js';

export type AbortOptions = ConnectionFlags &
	QueryFlags &
	ActFlags & {
		readonly uploadId?: string;
		readonly all?: boolean;
		readonly includeActive?: boolean;
		readonly includeHeld?: boolean;
		readonly includeUnknown?: boolean;
		readonly planOut?: string;
		readonly plan?: string;
		readonly allBuckets?: boolean;
		readonly maxCount?: string;
		readonly maxBytes?: string;
	};

export function addAbortOptions<C extends Command>(command: C): C {
	command
		.argument('[target]', 'a bucket, s3://bucket/prefix, or with --upload-id s3://bucket/key')
		.option('--upload-id <id>', 'only this upload');
	addQueryOptions(command)
		.option('--all', 'every upload of the target, except active, held and unknown ones')
		.option('--include-active', 'also abort active uploads')
		.option(
			'--include-held',
			'also abort uploads that a program holds open on purpose; --include-active does not cover them',
		)
		.option(
			'--include-unknown',
			'also abort uploads of unknown state: without a date, or named by --upload-id whatever their state',
		)
		.option('--plan-out <file>', 'write the plan to a new file, and abort nothing')
		.option('--plan <file>', 'carry out the plan in this file')
		.option('--all-buckets', 'in every bucket that you may list, each with a plan of its own')
		.option('--max-count <n>', 'refuse a plan of more uploads than this')
		.option('--max-bytes <size>', 'refuse a plan that holds more than this, or may: 500GiB');
	addActOptions(
		command,
		'print a line of JSON for each upload with its outcome, and one for each reason why uploads are left out',
	);
	return addConnectionOptions(command);
}
