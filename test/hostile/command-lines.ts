import {spawnSync} from 'node:child_process';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import fc from 'fast-check';
import {onTestFinished} from 'vitest';
import type {LifecycleRule} from '../../source/multipart/rules/lifecycle-rule.js';
import type {RulePlan} from '../../source/operations/rules/types.js';
import type {SessionState} from '../../source/session/core/state.js';
import {
	type CopyItem,
	commandsOfParts,
	commandsToAbort,
	commandsToComplete,
} from '../../source/session/dialogs/copy-commands.js';
import {
	copyItemsOfParts,
	copyItemsOfUpload,
	partsFileName,
} from '../../source/session/dialogs/copy-items.js';
import {commandOfChange, copyItemsOfRules} from '../../source/session/rules/rules-commands.js';
import {hostileName} from './names.js';

/** What a program is to get: the words before the options, and the options with their values. */
type Meant = {
	readonly words: readonly string[];
	readonly options: Readonly<Record<string, string>>;
};

/** A command line that the app offers to copy. */
export type CommandLine = {readonly line: string; readonly meant: Meant};

/** What shells do something with, in keys that a service may hold. */
const evil = [
	...[
		"it's",
		"''",
		"'",
		'\\',
		'\\\\',
		'a\\\\b',
		"\\'",
		"'\\",
		"a\\'b\\\\'",
		'trailing\\',
		'\\n\\t\\033',
	],
	...[
		'!!',
		'!x',
		"'!x'",
		'^a^b',
		'$HOME',
		'$' + '{HOME}',
		'$(id)',
		'`id`',
		'"$(id)"',
		'$((1))',
		"$'a'",
	],
	...[
		'-rf',
		'--',
		'--key',
		'--key=x',
		'-',
		'=ls',
		'a=~',
		'~',
		'~root',
		'%self',
		'%1',
		'@file',
		'+1',
	],
	...[
		'{a,b}',
		'{1..3}',
		'*',
		'?',
		'[a]',
		'**',
		'(a)',
		'#',
		'a #b',
		';',
		'&',
		'|',
		'>x',
		'<x',
		'<(id)',
	],
	...[
		'a b',
		'  ',
		' a',
		'a ',
		'a\nb',
		'\n',
		'a\n',
		'\r\n',
		'\t',
		'\u0007!',
		'\u001b[31m',
		'\u001b[200~',
		'\u007f',
	],
	...[
		'\u0085',
		'\u202e',
		'\u2066a',
		'\u200b',
		'\ufeff',
		'\u2028',
		'\u00a0',
		'\u00ad',
		"\u202e'\\!",
		'報告 final',
		'👍🏽',
	],
	...[
		'file:///etc/passwd',
		'fileb://x',
		'http://x',
		'https://x?$HOME',
		"file://'\u202e\\",
		'http://\\\\',
	],
	...[
		'%0a%24(id)',
		'"',
		'"\\"',
		'e\u0301',
		'\ufffd',
		'k'.repeat(1024),
		"'".repeat(1024),
		'\\'.repeat(1024),
	],
	...['\u202e'.repeat(341), 'a\0b', '\ud800', 'a\udfffb'],
];

/** Those, and as many that are drawn: always the same. */
export const hostileNames: readonly string[] = [
	...evil,
	...fc.sample(hostileName, {seed: 19, numRuns: 60}),
];

/** Whether any command line can carry it. */
export const isCarried = (name: string) => name.isWellFormed() && !name.includes('\0');

const endpoint = 'https://oos.example.com';

/** All that the app offers to copy where a service, or a profile, names its things so. */
export function commandLines(name: string): CommandLine[] {
	const target = {bucket: 'media', key: name, uploadId: name};
	const named = (label: string, remembered?: string) =>
		({connection: {label, remembered, endpoint, region: 'eu'}}) as SessionState;
	const typed = named('options');
	const remembered = named(`aws:${name}`, `aws:${name}`);
	const ours = {'--endpoint': endpoint, '--region': 'eu'};
	const theirs = {'--endpoint-url': endpoint, '--region': 'eu'};
	const upload = {'--bucket': 'media', '--key': name, '--upload-id': name};
	const address = `s3://media/${name}`;
	const rule = {id: name, prefix: name, days: 7};
	const plan = (kind: 'add' | 'remove') =>
		({bucket: 'media', request: {kind}, rule}) as unknown as RulePlan;
	const completion = {partsFile: 'a.parts.json', onlyIfAbsent: true};
	const meantFile = {'--multipart-upload': 'file://a.parts.json'};
	const ourParts = {words: ['parts', address], options: {'--upload-id': name, ...ours}};
	return [
		...lines(commandsOfParts(typed, target, 'a.parts.json'), name, ourParts, {
			words: ['s3api', 'complete-multipart-upload'],
			options: {...theirs, ...upload, ...meantFile},
		}),
		...lines(copyItemsOfUpload(remembered, target), name, {
			words: ['parts', address],
			options: {'--upload-id': name, '--profile': `aws:${name}`},
		}),
		...lines(
			copyItemsOfParts(remembered, target, undefined),
			name,
			{
				words: ['parts', address],
				options: {'--upload-id': name, '--profile': `aws:${name}`},
			},
			{
				words: ['s3api', 'complete-multipart-upload'],
				options: {
					...{...theirs, ...upload, '--profile': name},
					'--multipart-upload': `file://${partsFileName(name)}`,
				},
			},
		),
		...lines(
			commandsToComplete(remembered, target, completion, {parts: [1, 2, 7], overwrite: true}),
			name,
			{
				words: ['complete', address],
				options: {
					...{'--upload-id': name, '--parts': '1-2,7', '--overwrite': ''},
					...{'--profile': `aws:${name}`},
				},
			},
			{
				words: ['s3api', 'complete-multipart-upload'],
				options: {
					...{...theirs, ...upload, ...meantFile},
					...{'--profile': name, '--if-none-match': '*'},
				},
			},
		),
		...lines(
			commandsToAbort(typed, target, {includeActive: true}),
			name,
			{
				words: ['abort', address],
				options: {'--upload-id': name, '--include-active': '', ...ours},
			},
			{words: ['s3api', 'abort-multipart-upload'], options: {...theirs, ...upload}},
		),
		...lines(
			copyItemsOfRules(remembered, 'media', {id: name, xml: '<Rule/>'} as LifecycleRule),
			name,
			{words: ['rules', 'list', 's3://media'], options: {'--profile': `aws:${name}`}},
			{
				words: ['s3api', 'get-bucket-lifecycle-configuration'],
				options: {...theirs, '--bucket': 'media', '--profile': name},
			},
		),
		...lines(commandOfChange(typed, plan('remove')), name, {
			words: ['rules', 'remove', 's3://media'],
			options: {'--id': name, ...ours},
		}),
		...lines(commandOfChange(typed, plan('add')), name, {
			words: ['rules', 'add', 's3://media'],
			options: {'--id': name, '--prefix': name, '--days': '7', ...ours},
		}),
	];
}

/** The commands among what can be copied, each with what is meant by it. None is missing that a command line can carry. */
function lines(
	items: readonly CopyItem[],
	name: string,
	...meant: readonly Meant[]
): CommandLine[] {
	const commands = items.filter(({title}) => title.endsWith(' command'));
	if (commands.length !== meant.length && (isCarried(name) || commands.length > 0))
		throw new Error(`${commands.length} commands for ${JSON.stringify(name)}`);
	return commands.map(({value: line}, at) => ({line, meant: meant[at] as Meant}));
}

/** In the place of the programs: each writes the count of its words, and the words, each with a NUL behind it. */
const stubs = {
	posix: (program: string) => `${program}() { printf '%s\\0' "$#" "$@"; }`,
	fish: (program: string) => `function ${program}; printf '%s\\0' (count $argv) $argv; end`,
};

/** What the programs get that are called, where a shell reads these lines from its input. */
export async function runIn(
	shell: readonly [command: string, ...options: string[]],
	commands: readonly string[],
	locale = 'C.UTF-8',
): Promise<{readonly called: string[][]; readonly stderr: string}> {
	const folder = await mkdtemp(join(tmpdir(), 'partway-shells-'));
	onTestFinished(() => rm(folder, {recursive: true}));
	const [command, ...options] = shell;
	const isFish = command === 'fish';
	const stub = isFish ? stubs.fish : stubs.posix;
	const input = [stub('partway'), stub('aws'), ...commands].map(line => `${line}\n`).join('');
	// It reads nothing from a socket, which the input of a child is.
	const file = join(folder, 'typed');
	await writeFile(file, input);
	const {stdout, stderr} = spawnSync(command, isFish ? [...options, file] : options, {
		cwd: folder,
		input,
		maxBuffer: 64 * 1024 * 1024,
		encoding: 'utf8',
		env: {
			...{HOME: folder, PATH: '/usr/bin:/bin', LC_ALL: locale, TERM: 'dumb'},
			...{HISTFILE: join(folder, 'history'), PS1: '', PS2: ''},
		},
	});
	const words = stdout.split('\0').slice(0, -1);
	const called: string[][] = [];
	for (let at = 0; at < words.length; ) {
		const count = Number(words[at]);
		called.push(words.slice(at + 1, at + 1 + count));
		at += 1 + count;
	}
	return {called, stderr};
}

/** What a program takes its words for: a word that begins with a dash is an option, and the AWS CLI puts a file in the place of some values. */
export function understood(argv: readonly string[]): Meant {
	const at = argv.findIndex(word => word.startsWith('-'));
	const words = argv.slice(0, at < 0 ? argv.length : at);
	const options: Record<string, string> = {};
	for (let nth = words.length; nth < argv.length; nth++) {
		const [, name = '', written] = /^(--[a-z-]+)(?:=(.*))?$/s.exec(argv[nth] as string) ?? [];
		if (name === '') throw new Error(`${JSON.stringify(argv[nth])} is no option`);
		const takesNone = ['--overwrite', '--include-active'].includes(name);
		const value = takesNone ? '' : (written ?? argv[++nth] ?? '');
		if (written === undefined && value.startsWith('-')) throw new Error(`${name} has no value`);
		const isFile = /^(fileb?|https?):\/\//.test(value);
		if (words[0] === 's3api' && isFile && /^--(bucket|key|upload-id)$/.test(name))
			throw new Error(`${value} is read as a file`);
		if (name === '--cli-input-json') {
			const {Bucket, Key, UploadId} = JSON.parse(value);
			Object.assign(options, {'--bucket': Bucket, '--key': Key, '--upload-id': UploadId});
		} else options[name] = value;
	}
	return {words, options};
}
