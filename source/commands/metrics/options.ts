import type {Command} from 'commander';
import {addConnectionOptions, type ConnectionFlags} from '../base/options/connection-options.js';

export type MetricsOptions = ConnectionFlags & {
	readonly allBuckets?: boolean;
	readonly output?: string;
	readonly depth?: string;
	readonly budget?: string;
	readonly rules: boolean;
};

export function addMetricsOptions<C extends Command>(command: C): C {
	command
		.argument('[target]', 'a bucket, or s3://bucket/prefix (default: what the profile opens)')
		.option('--all-buckets', 'measure every bucket that you may list')
		.option(
			'--output <file>',
			'write into this file, whole at any moment; it has to end with .prom',
		)
		.option(
			'--depth <n>',
			'how many levels of prefixes get numbers of their own; 0: none (default: 0)',
		)
		.option(
			'--budget <n>',
			'send no more requests than this; 0: as many as it takes (default: 10000)',
		)
		.option('--no-rules', 'do not read the lifecycle rules');
	return addConnectionOptions(command);
}
