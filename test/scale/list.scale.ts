import {afterAll, beforeAll, expect} from 'vitest';
import {measureList, serveApart} from '../program/commands/listing-apart.js';
import {test} from '../program/program-test.js';

const uploads = Number(process.env['SCALE_UPLOADS'] ?? 1_000_000);

let server: Awaited<ReturnType<typeof serveApart>>;
beforeAll(async () => {
	server = await serveApart(uploads);
}, 300_000);
afterAll(() => server.stop());

test('partway list --jsonl of a million uploads stays under 130 MB', async ({home}) => {
	const begun = performance.now();
	const {code, lines, peak, said} = await measureList(home, server, ['--jsonl']);
	const seconds = (performance.now() - begun) / 1000;
	const mega = peak / 1e6;
	console.log(
		`${process.version}: ${lines} lines in ${seconds.toFixed(0)} s, ${mega.toFixed(0)} MB at most`,
	);
	expect([code, lines], said).toEqual([0, uploads]);
	expect(mega).toBeLessThan(130);
});
