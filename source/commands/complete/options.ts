import type {Command} from 'commander';
import {type ActFlags, addActOptions} from '../base/options/act-options.js';
import {addConnectionOptions, type ConnectionFlags} from '../base/options/connection-options.js';

export type CompleteOptions = ConnectionFlags &
	ActFlags & {
		readonly uploadId: string;
		readonly parts?: string;
		readonly partsFile?: string;
		readonly overwrite?: boolean;
		readonly includeActive?: boolean;
		readonly unconditional?: boolean;
	};

export function addCompleteOptions<C extends Command>(command: C): C {
	command
		.argument('<target>', 's3://bucket/key')
		.requiredOption('--upload-id <id>', 'the id of the upload, as partway list shows it')
		.option('--parts <numbers>', 'use only these parts: 1-40,42')
		.option('--parts-file <file>', "use exactly the parts in this file: the AWS CLI's JSON")
		.option('--overwrite', 'replace the object that is at the key')
		.option('--include-active', 'with --yes: complete it even if a client may still be uploading')
		.option(
			'--unconditional',
			'send no If-None-Match or If-Match, where the service cannot handle them; looks again just before',
		);
	addActOptions(
		command,
		'print the outcome as JSON: what aws s3api complete-multipart-upload prints, and more',
	);
	return addConnectionOptions(command);
}
