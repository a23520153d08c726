import {expect, test} from 'vitest';
import {runCommand} from '../support/io.js';

test('the first word is a command, or what the app opens', async () => {
	expect((await runCommand(['media'])).stdout).toBe('the app on media\n');
	expect((await runCommand(['s3://list'])).stdout).toBe('the app on s3://list\n');
	expect((await runCommand(['--read-only', 'media', '--ascii'])).code).toBe(0);
	expect((await runCommand(['list', '--help'])).stdout).toMatch(/^Usage: partway list/);
});

test.each([
	['list', ['list', '--help']],
	['list', ['help', 'list']],
	['', ['--help']],
])('the help of %s shows examples and exit codes on stdout', async (_name, args) => {
	const {code, stdout, stderr} = await runCommand(args);
	expect([code, stderr]).toEqual([0, '']);
	expect(stdout).toMatch(/Examples:\n {2}partway/);
	expect(stdout).toContain('130 interrupted');
});

test.each([
	[['list', '--no-such'], '--no-such'],
	[['list', 'one', 'two'], 'too many arguments'],
	[['list', '--\u001b[31mred'], '\\u{1b}[31mred'],
	[['list', 's3:/x'], 'lacks a slash'],
	[['list'], 'Which bucket?'],
	[['list', 'media', '-p', 'nobody'], 'no profile "nobody"'],
	[['--demo', 'list', 'media'], '--demo opens the app'],
	[['list', 'media', '--expected-bucket-owner', '1'], '12 digits'],
	[['list', 'media', '--log', '/no/such/folder/log'], '/no/such/folder/log'],
])('%j is bad usage: 2, with words on stderr alone', async (args, words) => {
	const {code, stdout, stderr} = await runCommand(args, {
		env: {PARTWAY_CONFIG_DIR: '/nowhere', AWS_CONFIG_FILE: '/nowhere/config'},
	});
	expect([code, stdout]).toEqual([2, '']);
	expect(stderr).toContain(words);
	expect(stderr).not.toContain('\u001b');
});
