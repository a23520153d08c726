import type {Command, Option} from 'commander';
import {expect, test} from 'vitest';
import {processIo} from '../../source/commands/base/io.js';
import {createProgram} from '../../source/commands/program.js';
import {nowhere, runCommand} from '../support/io.js';
import {openStage} from '../support/stage.js';

/** What each command needs, so that only the empty value is wrong. */
const needed: Readonly<Record<string, readonly string[]>> = {
	'': ['media'],
	list: ['media'],
	parts: ['s3://media/key', '--upload-id', 'id'],
	complete: ['s3://media/key', '--upload-id', 'id', '--yes'],
	abort: ['media', '--all', '--yes'],
	rescue: ['package.json', 's3://media/key', '--yes'],
	history: [],
	metrics: ['media'],
	'rules list': ['media'],
	'rules add': ['media', '--days', '7'],
	'rules remove': ['media', '--id', 'old'],
	'profiles list': [],
	'profiles add': ['lab'],
	'profiles edit': ['lab'],
	'profiles import': ['rclone:lab'],
	'profiles remove': ['lab', '--yes'],
	'profiles test': ['environment:', 'media'],
	completion: ['bash'],
	__names: ['connections'],
};

/** Every command that does something, by the words that call it. */
function commandsOf(command: Command, words = ''): Array<readonly [string, Command]> {
	const own = command.commands.flatMap(each => commandsOf(each, `${words} ${each.name()}`.trim()));
	return words === '' || own.length === 0 ? [[words, command], ...own] : own;
}

const program = createProgram(processIo(), '0', async () => {});
const commands = commandsOf(program);

const takesValue = ({required, optional}: Option) => required || optional;
const options = commands.flatMap(([words, command]) =>
	command.options.filter(takesValue).map(option => [words, option.long ?? ''] as const),
);
const places = commands.flatMap(([words, command]) =>
	command.registeredArguments.map((_, at) => [words, at] as const),
);

test('every command is known here', () => {
	expect(commands.map(([words]) => words).sort()).toEqual(Object.keys(needed).sort());
	expect(options.length).toBeGreaterThan(60);
});

test.each(options)('partway %s %s "" is refused: 2, and nothing is sent', async (words, option) => {
	const {sandbox} = await openStage();
	const args = [...words.split(' ').filter(Boolean), ...needed[words]!, `${option}=`];
	const env = {...nowhere, AWS_ENDPOINT_URL: sandbox.endpoint, AWS_REGION: sandbox.region};
	const {code, stdout, stderr} = await runCommand(args, {env});
	expect({code, stdout}).toEqual({code: 2, stdout: ''});
	expect(stderr).toMatch(new RegExp(`${option}.*(is empty|invalid)`));
	expect(sandbox.requests.count()).toBe(0);
});

test.each(['parts', 'complete', 'abort'])(
	'partway %s --upload-id " ": refused in plain words, and nothing is sent',
	async command => {
		const {sandbox} = await openStage();
		for (const id of ['', ' ', '\t']) {
			const {code, stderr} = await runCommand([command, 's3://media/key', '--upload-id', id], {
				env: {...nowhere, AWS_ENDPOINT_URL: sandbox.endpoint, AWS_REGION: sandbox.region},
			});
			expect({code, stderr}).toEqual({
				code: 2,
				stderr: expect.stringMatching(/^--upload-id is empty: write the id of the upload/),
			});
		}
		expect(sandbox.requests.count()).toBe(0);
	},
);

test.each(places)('partway %s with an empty argument %i is refused: 2', async (words, at) => {
	const args = [...words.split(' ').filter(Boolean), ...needed[words]!.with(at, '')];
	const {code, stdout} = await runCommand(args, {env: nowhere});
	expect({code, stdout}).toEqual({code: 2, stdout: ''});
});
