type Case = readonly [
	words: readonly string[],
	wanted: {readonly has: readonly string[]; readonly lacks: readonly string[]},
];

/** What a shell offers for the last word; `plan file.jsonl` is in its folder. */
export const completionCases: readonly Case[] = [
	[['partway', ''], {has: ['list', 'parts', 'profiles', 'help'], lacks: ['add', '--demo']}],
	[['partway', 'pa'], {has: ['parts'], lacks: ['list', 'profiles']}],
	[['partway', '--'], {has: ['--demo', '--profile', '--version'], lacks: ['--jsonl', 'list']}],
	[['partway', 'list', '--json'], {has: ['--json', '--jsonl'], lacks: ['--demo', '--parts']}],
	[['partway', '-p', 'list', 'pa'], {has: ['parts'], lacks: []}],
	[['partway', '-p', 'x', 'list', '--al'], {has: ['--all-buckets'], lacks: []}],
	[['partway', 'list', '-q', 'x', '--al'], {has: ['--all-buckets'], lacks: []}],
	[['partway', 'list', '--query', ''], {has: [], lacks: ['list', '--json', 'plan file.jsonl']}],
	[['partway', 'abort', '--plan', 'pl'], {has: ['plan file.jsonl'], lacks: ['--plan-out']}],
	[['partway', 'profiles', ''], {has: ['list', 'add', 'test'], lacks: ['parts']}],
	[['partway', 'profiles', 'add', 'x', '--service', 'm'], {has: ['minio'], lacks: ['ceph']}],
	[['partway', 'completion', ''], {has: ['bash', 'zsh', 'fish'], lacks: ['list']}],
	[['partway', 'help', 'l'], {has: ['list'], lacks: ['help']}],
];
