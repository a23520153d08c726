import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {buildSync} from 'esbuild';
import {expect, test} from 'vitest';

const uploads = 200_000;
const textBytes = 60;
const bound = 80;

/** Fills an index, reads all parts, leaves every order once, and says what each upload took. */
const program = `
import {UploadIndex} from './index/upload-index.js';
import {everyUpload} from './query/query.js';
function held() {
	gc();
	gc();
	const {heapUsed, arrayBuffers} = process.memoryUsage();
	return heapUsed + arrayBuffers;
}
const upload = number => ({
	key: String(number).padEnd(${textBytes}, 'k'),
	uploadId: String(number).padEnd(${textBytes}, 'i'),
	initiated: 1e12 + number,
	keyCertain: true,
	storageClass: 'STANDARD',
	owner: {id: 'owner'},
	initiator: {id: 'person-' + number % 5},
});
const before = held();
const index = new UploadIndex();
index.beginListing();
for (let from = 0; from < ${uploads}; from += 1000)
	index.add(Array.from({length: 1000}, (_, at) => upload(from + at)));
for (let number = 0; number < ${uploads}; number++)
	index.setReading(upload(number), {
		kind: 'read',
		summary: {count: number % 100, bytes: number * 1e6, lastPart: 1e12 + number, fingerprint: number},
	});
index.setView({query: everyUpload, sort: 'size', reverse: true});
index.deriveAll();
const full = held();
index.markShown();
index.beginListing();
index.endListing();
process.stdout.write(JSON.stringify({
	each: (full - before) / ${uploads} - ${2 * textBytes},
	left: (held() - before) / ${uploads},
	count: index.count,
}));
`;

test(`an upload takes at most ${bound} bytes beyond those of its key and id, and gives them back`, () => {
	const folder = mkdtempSync(join(tmpdir(), 'partway-memory-'));
	try {
		const outfile = join(folder, 'memory.mjs');
		const resolveDir = fileURLToPath(new URL('../../../source/multipart', import.meta.url));
		const stdin = {contents: program, resolveDir};
		buildSync({stdin, outfile, bundle: true, platform: 'node', format: 'esm'});
		const measure = () => {
			const options = {encoding: 'utf8'} as const;
			const {stdout, stderr} = spawnSync(process.execPath, ['--expose-gc', outfile], options);
			expect(stderr).toBe('');
			return JSON.parse(stdout) as {each: number; left: number; count: number};
		};
		// What else the process holds at that moment only adds to it: the least of a few is nearest.
		const measured = [measure(), measure(), measure()];
		const each = Math.min(...measured.map(({each}) => each));
		const left = Math.min(...measured.map(({left}) => left));
		expect(each).toBeLessThanOrEqual(bound);
		// A floor too: a measurement of nothing would pass any bound.
		expect(each).toBeGreaterThan(50);
		for (const {count} of measured) expect(count).toBe(0);
		expect(left).toBeLessThan(bound / 10);
	} finally {
		rmSync(folder, {recursive: true});
	}
});
