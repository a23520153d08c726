import type {Command} from 'commander';
import {addConnectionOptions, type ConnectionFlags} from '../base/options/connection-options.js';

export type PartsOptions = ConnectionFlags & {
	readonly uploadId: string;
	readonly json?: boolean;
	/** Where the parts file goes; true: to stdout. */
	readonly partsFile?: string | true;
	readonly check?: boolean;
};

export function addPartsOptions<C extends Command>(command: C): C {
	command
		.argument('<target>', 's3://bucket/key')
		.requiredOption('--upload-id <id>', 'the id of the upload, as partway list shows it')
		.option('--json', 'print one JSON document')
		.option('--check', 'plan its completion; the exit code says whether it can be completed')
		.option(
			'--parts-file [file]',
			'write the JSON that the AWS CLI takes, to a new file or to stdout',
		);
	return addConnectionOptions(command);
}
