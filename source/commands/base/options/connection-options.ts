import type {Command} from 'commander';
import type {ConnectionOptions} from '../../../profiles/resolve/resolve.js';

/** How to reach a service, as every command takes it. */
export type ConnectionFlags = ConnectionOptions & {
	/** A file that each request is written to. */
	readonly log?: string;
};

/** Over which they stand in the help. */
export const connectionGroup = 'Connection:';

/** The options of a connection, the same for the app and for every command. */
export function addConnectionOptions<C extends Command>(command: C): C {
	return command
		.optionsGroup(connectionGroup)
		.option(
			'-p, --profile <connection>',
			'a connection (own:NAME, aws:NAME, rclone:NAME, s3cmd:default, mc:NAME)',
		)
		.option('-e, --endpoint <url>', 'the S3 service (default: AWS)')
		.option('-r, --region <name>', 'the region')
		.option(
			'--path-style',
			'put the bucket in the path, not in the host name (usual with --endpoint)',
		)
		.option('--no-path-style', 'put the bucket in the host name')
		.option('--read-only', 'send nothing that changes anything')
		.option('--expected-bucket-owner <id>', 'the account that must own the bucket: 12 digits')
		.option('--request-payer', 'pay for requests to a Requester Pays bucket')
		.option(
			'--ca-bundle <file>',
			'trust the certificates in this PEM file (AWS_CA_BUNDLE does the same)',
		)
		.option(
			'--log <file>',
			'append a line for each request: operation, status, request id, time; no secrets',
		)
		.optionsGroup('Options:');
}
