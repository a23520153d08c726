type Case = readonly [
	words: readonly string[],
	wanted: {readonly has: readonly string[]; readonly lacks: readonly string[]},
];

/** Stands for the program in a shell's path: it knows `lab` of its own and `ops` of AWS, and has something to say of it. */
export const standIn = `#!/bin/sh
echo trouble >&2
case "$*" in
	'__names connections') printf 'lab\\nops\\nrclone:list\\nrclone:lost\\ns3cmd:default\\n' ;;
	'__names tools') printf 'rclone:list\\nrclone:lost\\ns3cmd:default\\n' ;;
	'__names own') echo lab ;;
	'__names aws') echo ops ;;
	*) exit 2 ;;
esac
`;

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
	[['partway', '-p', ''], {has: ['lab', 'ops'], lacks: ['list']}],
	[['partway', 'list', '--profile', 'o'], {has: ['ops'], lacks: ['lab']}],
	[['partway', '-p', 'rclone:l'], {has: ['rclone:list', 'rclone:lost'], lacks: ['list', 'lab']}],
	[['partway', '-p', 'rclone:list', 'pa'], {has: ['parts'], lacks: ['lab']}],
	[['partway', 'profiles', 'import', 's3cmd:'], {has: ['s3cmd:default'], lacks: ['rclone:list']}],
	[['partway', 'profiles', 'edit', ''], {has: ['lab'], lacks: ['ops', 'add']}],
	[['partway', 'profiles', 'remove', 'l'], {has: ['lab'], lacks: ['ops']}],
	[['partway', 'profiles', 'test', ''], {has: ['lab', 'ops'], lacks: ['add']}],
	[['partway', 'profiles', 'edit', 'lab', '--aws-profile', ''], {has: ['ops'], lacks: ['lab']}],
	[['partway', 'history', '--outcome', 'un'], {has: ['unknown'], lacks: ['done']}],
	[
		['partway', 'history', '--operation', ''],
		{has: ['complete', 'abort', 'acl', 'rules'], lacks: ['done']},
	],
	[['partway', 'completion', ''], {has: ['bash', 'zsh', 'fish'], lacks: ['list']}],
	[['partway', 'help', 'l'], {has: ['list'], lacks: ['help']}],
];
