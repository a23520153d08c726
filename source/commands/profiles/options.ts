import {type Command, Option} from 'commander';
import {serviceIds} from '../../multipart/services/service-table.js';
import type {ConnectionOptions} from '../../profiles/resolve/resolve.js';
import type {WrittenThresholds} from '../../profiles/store/thresholds.js';
import type {ConnectionFlags} from '../base/options/connection-options.js';

/** What a profile is to hold, as `add` and `edit` take it; what is absent is not said. */
export type ProfileFlags = Omit<ConnectionOptions, 'profile' | 'caBundle'> &
	WrittenThresholds & {
		readonly service?: string;
		readonly awsProfile?: string;
		readonly accessKeyId?: string;
		readonly secretFromStdin?: boolean;
		readonly fromEnvironment?: boolean;
		readonly opens?: string;
		readonly protect?: readonly string[];
		readonly price?: string;
		readonly currency?: string;
	};

export type EditFlags = ProfileFlags & {
	readonly rename?: string;
	/** Names of options whose field is to be empty. */
	readonly unset?: readonly string[];
};

export type ListFlags = {readonly json?: boolean};
export type ImportFlags = {
	/** Its name here; absent: the one that it has. */
	readonly as?: string;
	readonly withSecrets?: boolean;
};
export type RemoveFlags = {readonly yes?: boolean};
export type TestFlags = ConnectionFlags & {
	readonly json?: boolean;
	/** Where a conformance run works: s3://bucket/prefix/. */
	readonly conformance?: string;
	readonly yes?: boolean;
};

/** The options of `add` and `edit`. */
export function addProfileOptions<C extends Command>(command: C): C {
	return command
		.optionsGroup('The service:')
		.addOption(new Option('--service <id>', 'a known service').choices(serviceIds))
		.option('-e, --endpoint <url>', 'its URL (default: that of the service, else AWS)')
		.option('-r, --region <name>', 'the region')
		.option('--path-style', 'put the bucket in the path')
		.option('--no-path-style', 'put the bucket in the host name')
		.optionsGroup('Credentials, one of:')
		.option('--aws-profile <aws-profile>', 'those of this AWS profile (recommended)')
		.option(
			'--access-key-id <id>',
			'a key that is stored in the connection; its secret is asked for',
		)
		.option('--secret-from-stdin', 'read the secret of that key from stdin')
		.option('--from-environment', 'those in the environment when partway runs')
		.optionsGroup('Rules:')
		.option('--opens <target>', 'what to open at once: s3://bucket/prefix')
		.option('--read-only', 'send nothing that changes anything')
		.option('--no-read-only', 'allow changes')
		.option(
			'--protect <prefix>',
			'change nothing under s3://bucket/prefix, or under a key prefix in every bucket (can be repeated)',
			several,
		)
		.option('--expected-bucket-owner <id>', 'the account that must own the bucket: 12 digits')
		.option('--request-payer', 'pay for requests to a Requester Pays bucket')
		.option('--no-request-payer', 'do not pay for requests')
		.option(
			'--active-within <time>',
			'treat an upload as active if a part arrived within this time: 1h',
		)
		.option(
			'--stalled-after <time>',
			'treat an upload as stalled after this long without a part: 24h',
		)
		.optionsGroup('Price:')
		.option('--price <amount>', 'what 1 GiB costs in a month, to show costs: 0.023')
		.option('--currency <code>', 'the currency of that price: USD, EUR')
		.optionsGroup('Options:') as C;
}

/** Collects an option that can be repeated. */
export function several(value: string, before: readonly string[] | undefined): readonly string[] {
	return [...(before ?? []), value];
}
