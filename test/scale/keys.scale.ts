import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {afterAll, beforeAll, expect} from 'vitest';
import {sampleUsers} from '../../source/sandbox/users.js';
import {listed, rows} from '../program/landmarks.js';
import {keysInEnv, test} from '../program/program-test.js';
import {buildChild} from '../support/child.js';

const uploads = Number(process.env['SCALE_UPLOADS'] ?? 300_000);
const keys = Number(process.env['SCALE_KEYS'] ?? 300);

let folder: string;
let server: ChildProcess;
let endpoint: string;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'partway-keys-'));
	const child = await buildChild(
		join(import.meta.dirname, '../program/app/many-uploads-child.ts'),
		folder,
	);
	server = spawn(process.execPath, [child, String(uploads), '0'], {
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	const [line] = (await once(server.stdout!, 'data')) as [Buffer];
	endpoint = line.toString().trim();
});

afterAll(async () => {
	server?.kill('SIGKILL');
	await rm(folder, {recursive: true});
});

const cursor = (text: string) => rows(text).findIndex(({selected}) => selected);
const soFar = (text: string) => Number(/([\d,]+) so far/.exec(text)?.[1]?.replaceAll(',', '') ?? 0);

/** The share of the sorted values that is not above the result. */
function percentile(sorted: readonly number[], share: number): number {
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

test('keys are drawn at once while a large bucket is scanned', {timeout: 600_000}, async ({
	start,
}) => {
	const partway = await start(['-e', endpoint, 'media'], {
		env: keysInEnv(sampleUsers[0]!),
		cols: 120,
		rows: 40,
	});
	await partway.waitFor(text => soFar(text) > 0);
	const times: number[] = [];
	let at = 0;
	let direction = 1;
	let during = 0;
	for (let nth = 0; nth < keys; nth++) {
		await pause(20 + Math.random() * 60);
		if (at === 20) direction = -1;
		if (at === 0) direction = 1;
		at += direction;
		const begun = performance.now();
		const text = await partway.press(direction > 0 ? 'j' : 'k', seen => cursor(seen) === at);
		times.push(performance.now() - begun);
		if (soFar(text) > 0) during++;
	}
	const sorted = times.toSorted((a, b) => a - b);
	const told = [0.5, 0.9, 0.99, 1].map(share => percentile(sorted, share).toFixed(1)).join(' ');
	console.log(
		`${process.version}: ${keys} keys, ${during} while listing; ms at 50, 90, 99, 100 %: ${told}`,
	);
	server.stdin!.write('.');
	const done = await partway.waitFor(listed(uploads), 300_000);
	const memory = ((partway.residentMemory() ?? 0) / 2 ** 20).toFixed(0);
	console.log(`all listed: ${memory} MiB resident, ${/[\d,]+ requests/.exec(done)?.[0]}`);
	expect(percentile(sorted, 0.5), told).toBeLessThan(16);
	expect(percentile(sorted, 0.99), told).toBeLessThan(100);
});
