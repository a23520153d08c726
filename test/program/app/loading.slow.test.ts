import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect} from 'vitest';
import {sampleUsers} from '../../../source/sandbox/users.js';
import {buildChild} from '../../support/child.js';
import {listed, rows} from '../landmarks.js';
import {keysInEnv, test} from '../program-test.js';
import {untouched} from '../pty.js';

let folder: string;
let server: ChildProcess;
let endpoint: string;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'partway-many-'));
	const child = await buildChild(join(import.meta.dirname, 'many-uploads-child.ts'), folder);
	server = spawn(process.execPath, [child, '20000', '50'], {stdio: ['pipe', 'pipe', 'inherit']});
	const [line] = (await once(server.stdout!, 'data')) as [Buffer];
	endpoint = line.toString().trim();
});

afterAll(async () => {
	server?.kill('SIGKILL');
	await rm(folder, {recursive: true});
});

const cursor = (text: string) => rows(text).findIndex(({selected}) => selected);
const listedSoFar = (text: string) =>
	Number(/([\d,]+) so far/.exec(text)?.[1]?.replaceAll(',', '') ?? Number.NaN);

test('while 20,000 uploads are listed, each of 20 keys is drawn at once', async ({start}) => {
	const partway = await start(['-e', endpoint, 'media'], {
		env: keysInEnv(sampleUsers[0]!),
		cols: 120,
		rows: 40,
	});
	const first = listedSoFar(await partway.waitFor(text => listedSoFar(text) > 0));
	const counts = [first];
	for (let nth = 1; nth <= 20; nth++)
		counts.push(listedSoFar(await partway.press('j', text => cursor(text) === nth)));
	// All of it during the load: it still tells how far it is, and it went on meanwhile.
	expect(counts.every(Number.isFinite)).toBe(true);
	expect(counts.at(-1)).toBeGreaterThan(first);
	// Between a key and its frame a few pages come at most: keys do not wait for the list. Their times are
	// measured in bench/.
	const meanwhile = counts.slice(1).map((count, nth) => count - counts[nth]!);
	expect(Math.max(...meanwhile), meanwhile.join(' ')).toBeLessThanOrEqual(10_000);
	server.stdin!.write('.');
	await partway.waitFor(listed(20_000));
	expect(cursor(partway.screen())).toBe(20);
	expect(await partway.quit()).toEqual({code: 0, words: '', terminal: untouched});
});
