import {spawnSync} from 'node:child_process';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {buildChild} from '../../support/child.js';

const bound = 80;

test(`an upload takes at most ${bound} bytes beyond those of its key and id, and gives them back`, async () => {
	const folder = await mkdtemp(join(tmpdir(), 'partway-memory-'));
	try {
		const child = await buildChild(
			join(import.meta.dirname, 'upload-index-memory-child.ts'),
			folder,
		);
		const measure = () => {
			const options = {encoding: 'utf8'} as const;
			const {stdout, stderr} = spawnSync(process.execPath, ['--expose-gc', child], options);
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
		await rm(folder, {recursive: true});
	}
});
