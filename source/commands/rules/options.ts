import type {Command} from 'commander';
import {type ActFlags, addActOptions} from '../base/options/act-options.js';
import {addConnectionOptions, type ConnectionFlags} from '../base/options/connection-options.js';

export type RulesListOptions = ConnectionFlags & {
	readonly allBuckets?: boolean;
	readonly check?: boolean;
	readonly json?: boolean;
};

export function addRulesListOptions<C extends Command>(command: C): C {
	command
		.argument('[target]', 'a bucket, or s3://bucket/prefix')
		.option('--all-buckets', 'every bucket of the connection')
		.option('--check', 'exit with 1 where a bucket has no enabled rule for all its keys')
		.option('--json', 'print a line of JSON for each bucket');
	return addConnectionOptions(command);
}

type ChangeFlags = ConnectionFlags & ActFlags & {readonly putBack?: boolean};

export type RuleAddOptions = ChangeFlags & {
	readonly days?: string;
	readonly prefix?: string;
	readonly id?: string;
	readonly includeActive?: boolean;
	readonly includeHeld?: boolean;
};

export type RuleRemoveOptions = ChangeFlags & {readonly id?: string};

const putBack = [
	'--put-back',
	'put back what was there, where the service shows other rules',
] as const;
const json = 'print a line of JSON';

export function addRuleAddOptions<C extends Command>(command: C): C {
	command
		.argument('[target]', 'a bucket, or s3://bucket/prefix')
		.requiredOption('--days <number>', 'number of days after the initiation')
		.option('--prefix <text>', 'only uploads whose keys begin with this')
		.option('--id <text>', 'the id of the rule (default: one is made)')
		.option('--include-active', 'also where it takes active uploads')
		.option('--include-held', 'also where it takes held uploads')
		.option(...putBack);
	return addConnectionOptions(addActOptions(command, json));
}

export function addRuleRemoveOptions<C extends Command>(command: C): C {
	command
		.argument('[target]', 'a bucket')
		.requiredOption('--id <text>', 'the id of the rule')
		.option(...putBack);
	return addConnectionOptions(addActOptions(command, json));
}
