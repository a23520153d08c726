import type {ConnectionFlags} from '../base/connection-options.js';
import {usageError} from '../base/exit.js';
import type {QueryFlags} from '../base/query-options.js';

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
