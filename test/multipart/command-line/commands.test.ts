import {execFileSync} from 'node:child_process';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {readObjectAddress} from '../../../source/commands/base/options/targets.js';
import {
	type AwsConnection,
	awsAbortCommand,
	awsCompleteCommand,
} from '../../../source/multipart/command-line/aws-command.js';
import {partwayCommand} from '../../../source/multipart/command-line/partway-command.js';
import {quoteForShell} from '../../../source/multipart/command-line/shell-quote.js';
import type {UploadTarget} from '../../../source/multipart/upload.js';

/** What bash makes of these words, in a locale of ASCII and in one of UTF-8. */
function throughBash(words: readonly string[], locale: string): string[] {
	const command = `printf '%s\\0' ${words.join(' ')}`;
	const said = execFileSync('bash', ['-c', command], {
		encoding: 'utf8',
		env: {...process.env, LC_ALL: locale},
	});
	return said.split('\0').slice(0, -1);
}

function quoted(text: string): string {
	const word = quoteForShell(text);
	if (word === undefined) throw new Error('it cannot be quoted');
	return word;
}

const hostile = [
	...['', ' ', "it's", '!!', "'!x'", '$HOME', '`id`', '$(id)', '"', '\\', '\\n', '*', '~', '~root'],
	...[
		'a\nb',
		'\r',
		'\t',
		'\u001b[31m',
		'\u0007!',
		"\n'\\!",
		'\u007f',
		'\u0085',
		'\u202e',
		'\u200b',
	],
	...[
		'=ls',
		'-rf',
		'--key',
		'#',
		';',
		'&',
		'|',
		'{a,b}',
		'\u2028',
		'報告 final',
		'👍🏽',
		'\ufeff1',
		'\n1',
	],
];

describe('through a real bash', () => {
	test.each(['C', 'C.UTF-8'])('known evil comes out as it was, in %s', locale => {
		expect(throughBash(hostile.map(quoted), locale)).toEqual(hostile);
	});

	test('any text comes out as it was', () => {
		const texts = fc
			.array(fc.oneof(fc.string({unit: 'binary'}), fc.string({unit: 'grapheme'})), {
				minLength: 1,
				maxLength: 50,
			})
			.map(all => all.map(text => text.replaceAll('\0', '')));
		fc.assert(
			fc.property(texts, all => {
				expect(throughBash(all.map(quoted), 'C')).toEqual(all);
			}),
			{numRuns: 40},
		);
	});

	test('what is quoted shows what it is: no control, no bidi, no line of its own', () => {
		const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
		for (const text of hostile) expect(quoted(text)).not.toMatch(unseen);
		fc.assert(
			fc.property(fc.string({unit: 'binary'}), text => {
				expect(quoteForShell(text) ?? '').not.toMatch(unseen);
			}),
		);
	});

	test('no history is expanded where bash might take a quote for the end of a word', () => {
		expect(quoted("\n'!x")).toBe("$'\\012\\047\\041x'");
	});

	test('what no argument can hold is not quoted', () => {
		expect(quoteForShell('a\0b')).toBeUndefined();
		expect(quoteForShell('\ud800')).toBeUndefined();
	});
});

const target = {bucket: 'media', key: 'raw/a.mov', uploadId: '2~x'};
const keys = hostile.filter(text => text !== '');

/** The words that bash gives to the program that is called. */
function wordsOf(command: string | undefined): string[] {
	return throughBash([command?.replace(/^\w+ /, '') ?? ''], 'C');
}

describe('the aws command', () => {
	const completing = (...more: [Partial<UploadTarget>?, AwsConnection?]) =>
		awsCompleteCommand({...target, ...more[0]}, {partsFile: 'parts.json'}, more[1]);

	test('is plain where all is plain', () => {
		const connection = {profile: 'prod', endpoint: 'https://oos.example.com', region: 'eu'};
		expect(completing({}, connection)).toBe(
			"aws s3api complete-multipart-upload --profile prod --endpoint-url https://oos.example.com --region eu --bucket media --key raw/a.mov --upload-id '2~x' --multipart-upload file://parts.json",
		);
		expect(
			awsCompleteCommand(
				target,
				{partsFile: 'parts.json', onlyIfAbsent: true},
				{expectedBucketOwner: '1', requestPayer: 'requester'},
			),
		).toMatch(/ --if-none-match '\*' --expected-bucket-owner 1 --request-payer requester$/);
		expect(awsAbortCommand(target, {region: 'eu'})).toBe(
			"aws s3api abort-multipart-upload --region eu --bucket media --key raw/a.mov --upload-id '2~x'",
		);
	});

	test.each([completing, (more: Partial<UploadTarget>) => awsAbortCommand({...target, ...more})])(
		'carries any key to the program that is called',
		command => {
			for (const key of keys) {
				const said = wordsOf(command({key}));
				const at = said.indexOf('--key');
				expect(at < 0 ? said.find(word => word.startsWith('--key='))?.slice(6) : said[at + 1]).toBe(
					key,
				);
			}
		},
	);

	test('gives a key that begins with a dash for no option', () => {
		expect(completing({key: '-rf'})).toContain(' --key=-rf ');
	});

	test('gives a key that the CLI would take for a file as JSON', () => {
		const key = 'file:///etc/passwd';
		const said = wordsOf(completing({key}));
		expect(JSON.parse(said[said.indexOf('--cli-input-json') + 1] ?? '')).toMatchObject({Key: key});
	});

	test('is none for a key that no command line can carry', () => {
		expect(completing({key: 'a\0'})).toBeUndefined();
	});
});

describe('the partway command', () => {
	test('names the upload, the connection, and what was agreed to', () => {
		expect(partwayCommand('parts', target, {profile: 'own:oos'})).toBe(
			"partway parts s3://media/raw/a.mov --upload-id '2~x' --profile own:oos",
		);
		expect(
			partwayCommand(
				'complete',
				target,
				{endpoint: 'http://127.0.0.1:9000', region: 'eu', requestPayer: 'requester'},
				{parts: [1, 2, 3, 7], overwrite: true, includeActive: true, unconditional: true},
			),
		).toBe(
			"partway complete s3://media/raw/a.mov --upload-id '2~x' --parts 1-3,7 --overwrite --unconditional --include-active --endpoint http://127.0.0.1:9000 --region eu --request-payer",
		);
	});

	test('is read by partway as the upload that it was made for, whatever its key', () => {
		for (const key of keys) {
			const [name, address = '', , id] = wordsOf(partwayCommand('abort', {...target, key}));
			expect([name, id]).toEqual(['abort', target.uploadId]);
			expect(readObjectAddress(address)).toEqual({bucket: 'media', key});
		}
	});
});
