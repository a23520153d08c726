import {createHash} from 'node:crypto';
import {mkdtemp, open, rm, stat} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {gapEtag, gapParts, writeFileOfGap} from '../../source/sandbox/demo/file-of-gap.js';

test('the file of the demo is what the ETags of its parts say, and takes no room', async () => {
	const folder = await mkdtemp(join(tmpdir(), 'partway-gap-'));
	const path = join(folder, 'file');
	await writeFileOfGap(path, 86_400_000);
	const {size, blocks, mtimeMs} = await stat(path);
	const {count, partSize} = gapParts;
	expect({size, mtimeMs}).toEqual({size: count * partSize, mtimeMs: 86_400_000});
	expect(blocks * 512).toBeLessThan(partSize);
	const file = await open(path);
	// Others take seconds.
	for (const number of [1, 17, count]) {
		const bytes = Buffer.alloc(partSize);
		await file.read(bytes, 0, partSize, (number - 1) * partSize);
		expect(createHash('md5').update(bytes).digest('hex')).toBe(gapEtag(number));
	}
	await file.close();
	await rm(folder, {recursive: true});
	const all = Array.from({length: count}, (_, at) => gapEtag(at + 1));
	expect(new Set(all).size).toBe(count);
	expect(all.every(etag => /^[0-9a-f]{32}$/.test(etag))).toBe(true);
});
