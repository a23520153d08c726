import {readdir, readFile} from 'node:fs/promises';
import {join, resolve} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {program} from '../program/pty.js';
import {placeForNobody, remove, run} from './nobody.js';

/** Made before by `npm run deb`. */
const release = resolve(import.meta.dirname, '../../release');

let folder: string;
let deb: string;
let man: string;
let pages: readonly string[];

beforeAll(async () => {
	({folder} = await placeForNobody());
	const [name = '', ...others] = (await readdir(release)).filter(each => each.endsWith('.deb'));
	expect(others).toEqual([]);
	deb = join(release, name);
	await run('dpkg-deb', ['--extract', deb, folder]);
	man = join(folder, 'usr/share/man');
	pages = (await readdir(join(man, 'man1'))).sort();
	for (const page of pages) await run('gunzip', [join(man, 'man1', page)]);
	pages = pages.map(page => page.replace('.gz', ''));
});

afterAll(() => remove(folder));

/** Without what a printer would have made bold. */
const plain = (text: string) => text.replace(/.\u0008/g, '');

describe('the package of Debian', () => {
	test('has nothing that lintian calls an error or warns of', async () => {
		const {stdout} = await run('lintian', ['--allow-root', '--fail-on', 'none', deb]);
		expect(stdout).toBe('');
	});

	test('holds the executable, and what completes its command lines in each shell', async () => {
		const executable = join(folder, 'usr/bin/partway');
		expect(await run(executable, ['--help'])).toEqual(await run('node', [program, '--help']));
		const places = {
			bash: 'bash-completion/completions/partway',
			zsh: 'zsh/vendor-completions/_partway',
			fish: 'fish/vendor_completions.d/partway.fish',
		};
		for (const [shell, place] of Object.entries(places)) {
			const {stdout} = await run('node', [program, 'completion', shell]);
			expect(await readFile(join(folder, 'usr/share', place), 'utf8')).toBe(stdout);
		}
	});

	test('is owned by root, and no file of it can be written by others', async () => {
		const {stdout} = await run('dpkg-deb', ['--contents', deb]);
		const lines = stdout.trim().split('\n');
		expect(lines.length).toBeGreaterThan(30);
		const kinds = lines.map(line => line.split(/\s+/, 2).join(' '));
		expect([...new Set(kinds)].sort()).toEqual([
			'-rw-r--r-- root/root',
			'-rwxr-xr-x root/root',
			'drwxr-xr-x root/root',
		]);
		expect(kinds.filter(kind => kind.startsWith('-rwx'))).toHaveLength(1);
	});
});

describe('the man pages', () => {
	test('are one of the app, and one of each command', async () => {
		const {stdout} = await run('node', [program, '--help']);
		const [, commands = ''] = /\nCommands:\n([\s\S]+?)\n\n/.exec(stdout) ?? [];
		const named = Array.from(commands.matchAll(/^ {2}([a-z]+) /gm), ([, name]) => name);
		expect(named.length).toBeGreaterThan(8);
		for (const name of named.filter(each => each !== 'help'))
			expect(pages).toContain(`partway-${name}.1`);
		expect(pages).toContain('partway.1');
		expect(pages).toContain('partway-rules-add.1');
	});

	test('name each other where each is', async () => {
		for (const page of pages) {
			const text = await readFile(join(man, 'man1', page), 'utf8');
			for (const [, name] of text.matchAll(/^\.(?:It )?Xr (\S+) 1/gm))
				expect(pages).toContain(`${name}.1`);
		}
	});

	test('have nothing that mandoc or groff warns of', async () => {
		for (const page of pages) {
			const path = join(man, 'man1', page);
			// It looks for others among those that are installed.
			const found = (await run('mandoc', ['-T', 'lint', path]).catch(error => error)).stdout;
			const told = found.split('\n').filter((line: string) => !/manual not found|^$/.test(line));
			expect(told).toEqual([]);
			const shown = await run('man', ['--warnings', '-l', '-Tutf8', path], {
				env: {...process.env, MANWIDTH: '80', LC_ALL: 'C.UTF-8'},
			});
			expect(shown.stderr).toBe('');
			expect(plain(shown.stdout)).toContain('EXIT STATUS');
		}
	});

	test('say every option of the help', async () => {
		const {stdout} = await run('mandoc', ['-T', 'utf8', join(man, 'man1/partway-list.1')]);
		const text = plain(stdout);
		const help = (await run('node', [program, 'list', '--help'])).stdout;
		const options = help.match(/^ {2}(?:-\w, )?--[\w-]+/gm) ?? [];
		expect(options.length).toBeGreaterThan(15);
		for (const option of options) expect(text).toContain(option.trim());
	});
});
