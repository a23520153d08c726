import {createHash} from 'node:crypto';
import {cp, mkdir, readdir, readFile} from 'node:fs/promises';
import {join, resolve} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {placeForNobody, remove, run} from './nobody.js';

const root = resolve(import.meta.dirname, '../..');
/** The Node of the executable, which `npm run binary` has fetched. */
const cache = 'node_modules/.cache/partway';

let folder: string;
let copy: string;

/** A copy of the checkout in another place, without its history. */
beforeAll(async () => {
	({folder} = await placeForNobody());
	copy = join(folder, 'a folder', 'of another length');
	await mkdir(copy, {recursive: true});
	const {stdout} = await run(
		'git',
		['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
		{
			cwd: root,
			maxBuffer: 2 ** 26,
		},
	);
	for (const name of stdout.split('\0').filter(each => each !== ''))
		if (!/^(?:bench|docs|test)\//.test(name)) await cp(join(root, name), join(copy, name));
	await cp(join(root, 'node_modules'), join(copy, 'node_modules'), {
		recursive: true,
		verbatimSymlinks: true,
		filter: path =>
			!/[\\/]node_modules[\\/](?:\.vite|\.cache|typescript|@typescript|@biomejs)(?:$|[\\/])/.test(
				path,
			),
	});
	await cp(join(root, cache), join(copy, cache), {recursive: true});
});

afterAll(() => remove(folder));

test('what is made in another folder at another time is the same, byte for byte', async () => {
	const {stdout: seconds} = await run('git', ['log', '-1', '--format=%ct'], {cwd: root});
	const env = {...process.env, SOURCE_DATE_EPOCH: seconds.trim()};
	const make = (...words: readonly string[]) => run(words[0]!, words.slice(1), {cwd: copy, env});
	await make('npm', 'run', 'sbom');
	await make('node', 'scripts/release/binary.mjs', '--no-compress');
	await make('node', 'scripts/release/deb.mjs', '--level', '0');
	await make('npm', 'pack', '--pack-destination', 'release', '--ignore-scripts');
	await run('npm', ['pack', '--pack-destination', 'release', '--ignore-scripts'], {cwd: root});
	for (const each of ['dist', 'release']) {
		const made = await sumsIn(join(copy, each));
		expect(made.size).toBeGreaterThan(3);
		const first = await sumsIn(join(root, each));
		expect(made).toEqual(new Map([...made].map(([name]) => [name, first.get(name)])));
	}
});

/** The sum of each file below a folder, by its path. */
async function sumsIn(of: string): Promise<ReadonlyMap<string, string>> {
	const entries = await readdir(of, {recursive: true, withFileTypes: true});
	const sums = entries
		.filter(entry => entry.isFile())
		.map(async ({parentPath, name}): Promise<[string, string]> => {
			const path = join(parentPath, name);
			const sum = createHash('sha256')
				.update(await readFile(path))
				.digest('hex');
			return [path.slice(of.length), sum];
		});
	return new Map((await Promise.all(sums)).sort(([one], [other]) => (one < other ? -1 : 1)));
}
