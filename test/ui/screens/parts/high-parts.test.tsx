import {expect, onTestFinished, test} from 'vitest';
import {accessKeyId, secretAccessKey} from '../../../s3/raw-server.js';
import {openApp} from '../../../support/app.js';
import {nowhere, runCommand} from '../../../support/io.js';
import {bucket, MiB, openStage} from '../../../support/stage.js';
import {serveWorld} from '../../../worlds/serve.js';
import {md5, tapeWorld} from '../../../worlds/tape.js';

const key = 'raw/tape.tar';
const highest = 2147483647;

/** An upload on Ceph RGW, which takes any part number. */
async function stage(numbers: readonly number[]) {
	const {sandbox, upload} = await openStage({like: 'ceph-16'});
	const parts = numbers.map(number => ({number, size: 8 * MiB}));
	return {sandbox, uploadId: upload(key, {parts})};
}

test('numbers below 1 are what they are, and are on no map', async () => {
	const parts = [-1, 0, 1].map(number => ({number, size: 8 * MiB, etag: md5(`${number}`)}));
	const served = await serveWorld(tapeWorld({parts}));
	onTestFinished(served.close);
	const reachable = {...served, region: 'us-east-1', users: [{accessKeyId, secretAccessKey}]};
	const size = {columns: 100, rows: 40};
	const app = await openApp(reachable, {target: {bucket: 'media'}, size});
	await app.listed();
	await app.press('enter');
	await app.waitFor(/PART +SIZE/);
	expect(app.screen()).toContain('2 parts off the map');
	expect(app.screen()).toContain('Parts -1 to 0 have numbers below 1');
	expect(app.row('▸')).toContain(' -1   8.0 MiB ');
});

test('commands: ranges up to any number cost what is there', async () => {
	const {sandbox, uploadId} = await stage([1, 2, 5, highest]);
	const run = (command: string, ...args: string[]) =>
		runCommand(
			[
				...[command, `s3://${bucket}/${key}`, '--upload-id', uploadId],
				...['-e', sandbox.endpoint, ...args],
			],
			{env: nowhere, columns: 80},
		);
	const table = await run('parts');
	expect(table.stderr).toMatch(/^4 parts, 32\.0 MiB, .*; missing: 3-4, 6-2147483646\n$/);
	const ends = table.stdout.split('\n').map(line => line.indexOf('8.0 MiB'));
	expect(new Set(ends.slice(1, 5)).size).toBe(1);
	const check = await run('parts', '--check', '--json');
	const {Findings} = JSON.parse(check.stdout);
	const missing = Findings.find(({Code}: {Code: string}) => Code === 'parts-missing');
	expect(missing.Message).toContain('Parts 3-4, 6-2147483646 are missing');
	expect(missing.PartNumbers).toHaveLength(10_000 - 3);
	const chosen = await run('complete', '--parts', '5-999999999,1-3,1-2,2147483647', '--yes');
	expect(chosen.stderr).toContain('Parts 3, 6-999999999 are not there: nothing was sent.');
	expect(chosen.code).toBe(3);
});

test('a part number and a range of ten thousand ranges are read once each', async () => {
	const {sandbox, uploadId} = await stage([1, 2]);
	const many = Array.from({length: 10_000}, () => '1-99999').join();
	const {code, stderr} = await runCommand(
		[
			...['complete', `s3://${bucket}/${key}`, '--upload-id', uploadId],
			...['-e', sandbox.endpoint, '--parts', many, '--yes'],
		],
		{env: nowhere},
	);
	expect(stderr).toContain('Parts 3-99999 are not there: nothing was sent.');
	expect(code).toBe(3);
});
