import type {Command} from 'commander';
import {type ActFlags, addActOptions} from '../base/options/act-options.js';
import {addConnectionOptions, type ConnectionFlags} from '../base/options/connection-options.js';

export type RescueCommandOptions = ConnectionFlags &
	ActFlags & {
		readonly uploadId?: string;
		readonly partSize?: string;
		readonly check?: boolean;
		/** False where it ends after the parts. */
		readonly complete: boolean;
		readonly replaceDifferent?: boolean;
		readonly resendUnproven?: boolean;
		readonly overwrite?: boolean;
		readonly includeActive?: boolean;
	};

export function addRescueOptions<C extends Command>(command: C): C {
	command
		.argument('<file>', 'the file that the upload was begun from')
		.argument('<target>', 's3://bucket/key')
		.option('--upload-id <id>', 'the id of the upload, where the key has several')
		.option('--part-size <size>', 'how the file is cut, where the parts do not tell: 8MiB')
		.option('--check', 'compare the parts with the file, and nothing else')
		.option('--no-complete', 'end once all parts are there')
		.option('--replace-different', 'send parts again that differ from the file')
		.option('--resend-unproven', 'send parts again that cannot be compared with the file')
		.option('--overwrite', 'replace the object that is at the key')
		.option('--include-active', 'with --yes: go on even if a client may still be uploading');
	addActOptions(command, 'print the plan or the outcome as JSON');
	return addConnectionOptions(command);
}
