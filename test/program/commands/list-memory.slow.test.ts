import {afterAll, beforeAll, expect} from 'vitest';
import {test} from '../program-test.js';
import {measureList, serveApart} from './listing-apart.js';

const uploads = 40_000;
const mib = 2 ** 20;
/** What lives while a listing runs is 12 to 17 MB; 40,000 uploads that were kept would be some 30 more. */
const smallHeap = '--max-old-space-size=36';

let server: Awaited<ReturnType<typeof serveApart>>;
beforeAll(async () => {
	server = await serveApart(uploads);
});
afterAll(() => server.stop());

test('a long listing is written and forgotten: it fits into a heap that could not hold it', async ({
	home,
}) => {
	const {code, lines, last, peak, said} = await measureList(home, server, ['--jsonl'], smallHeap);
	expect([code, lines], said).toEqual([0, uploads]);
	expect(JSON.parse(last).Key).toMatch(/object-\d+\.bin$/);
	expect(peak / mib).toBeLessThan(150);
});

test('so is one whose query finds nothing', async ({home}) => {
	const args = ['--jsonl', '-q', 'nothing'];
	const {code, lines, said} = await measureList(home, server, args, smallHeap);
	expect([code, lines], said).toEqual([0, 0]);
});
