import type {Command} from 'commander';
import {usageError} from '../base/exit.js';
import {addConnectionOptions, type ConnectionFlags} from '../base/options/connection-options.js';
import {addQueryOptions, type QueryFlags} from '../base/options/query-options.js';

export type ListOptions = ConnectionFlags &
	QueryFlags & {
		readonly parts?: boolean;
		readonly wide?: boolean;
		readonly json?: boolean;
		readonly jsonl?: boolean;
		readonly count?: boolean;
		readonly summary?: boolean;
		readonly depth?: string;
		readonly limit?: string;
		readonly allBuckets?: boolean;
		readonly ascii?: boolean;
	};

export function addListOptions<C extends Command>(command: C): C {
	command
		.argument('[target]', 'a bucket, or s3://bucket/prefix (default: what the profile opens)')
		.option(
			'--parts',
			'read the parts: size, last part, state; at least one request for each upload',
		)
		.option('--json', 'print one JSON document')
		.option('--jsonl', 'print a line of JSON for each upload, in constant memory')
		.option('--wide', 'shorten nothing, and show upload ids')
		.option('--count', 'print only how many there are')
		.option('--summary', 'print only sums by prefix; sizes and states with --parts')
		.option('--depth <n>', 'how many levels of prefixes --summary shows; 0: none (default: 1)')
		.option('--limit <n>', 'stop after this many uploads')
		.option('--all-buckets', 'list every bucket that you may list');
	return addConnectionOptions(addQueryOptions(command));
}

/** A whole number that was typed. @throws CommandError (usage) */
export function wholeNumber(
	option: string,
	typed: string | undefined,
	least: number,
): number | undefined {
	if (typed === undefined) return undefined;
	if (/^\d{1,12}$/.test(typed) && Number(typed) >= least) return Number(typed);
	throw usageError(`${option}: "${typed}" is no whole number from ${least}.`);
}

/** What does not go together. @throws CommandError (usage) */
export function checkTogether(options: ListOptions, target: unknown): void {
	const {summary, allBuckets, depth, limit, count, wide, json, jsonl} = options;
	const both = (a: unknown, b: unknown, words: string) => {
		if (a && b) throw usageError(`${words} do not go together.`);
	};
	both(json, jsonl, '--json and --jsonl');
	both(count, summary, '--count and --summary');
	both(jsonl, count, '--jsonl and --count');
	both(jsonl, summary, '--jsonl and --summary');
	both(limit, count, '--limit and --count');
	both(limit, summary, '--limit and --summary');
	both(wide, json || jsonl || count || summary, '--wide and another form');
	both(allBuckets, target, '--all-buckets and a TARGET');
	if (depth !== undefined && !summary) throw usageError('--depth belongs to --summary.');
}
