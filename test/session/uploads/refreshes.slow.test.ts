import {execFile} from 'node:child_process';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {expect, onTestFinished, test} from 'vitest';
import {startSandbox} from '../../../source/sandbox/sandbox.js';
import {buildChild} from '../../support/child.js';

test('1,000 refreshes leave the memory as it was', async () => {
	const folder = await mkdtemp(join(tmpdir(), 'partway-refreshes-'));
	onTestFinished(() => rm(folder, {recursive: true}));
	const sandbox = await startSandbox();
	onTestFinished(() => sandbox.close());
	sandbox.seed.bucket('media');
	for (let nth = 1; nth <= 50; nth++)
		sandbox.seed.upload({bucket: 'media', key: `key-${nth}`, parts: [{number: 1, size: 2 ** 20}]});
	const child = await buildChild(join(import.meta.dirname, 'refreshes-child.ts'), folder);
	const args = ['--expose-gc', child, sandbox.endpoint, '1000'];
	const {stdout} = await promisify(execFile)(process.execPath, args);
	const {early, late, uploads, read} = JSON.parse(stdout);
	expect([uploads, read]).toEqual([50, 50]);
	expect(sandbox.requests.count('ListMultipartUploads')).toBeGreaterThan(1000);
	// Less than a kilobyte for each of the last 667. A measurement of nothing would pass too.
	expect(early).toBeGreaterThan(2 ** 20);
	expect(late - early).toBeLessThan(667 * 1000);
});
