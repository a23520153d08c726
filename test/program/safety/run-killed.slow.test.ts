import {ListMultipartUploadsCommand} from '@aws-sdk/client-s3';
import {expect} from 'vitest';
import {sandboxClient} from '../../support/sandbox-client.js';
import {listed, unwrapped, uploadsList} from '../landmarks.js';
import {test, to} from '../program-test.js';
import {untouched} from '../pty.js';

const day = 24 * 3_600_000;
const count = 300;

// Each is looked at after its Abort, or the listing at the end is to prove it: then it was not read when the kill came.
for (const like of ['aws', 'ceph-16'] as const)
	test(`an abort of many that was killed is told at the next start, and goes on when that is confirmed, on a server like ${like}`, async ({
		start,
		serve,
	}) => {
		const sandbox = await serve({latency: 10, like});
		sandbox.seed.bucket('media');
		const lastModified = sandbox.now() - 9 * day;
		for (let nth = 1; nth <= count; nth++)
			sandbox.seed.upload({
				bucket: 'media',
				key: `raw/${String(nth).padStart(4, '0')}`,
				initiated: lastModified,
				parts: [{number: 1, size: 2 ** 20, lastModified}],
			});
		const gone = () =>
			sandbox.requests.log.filter(
				({operation, status}) => operation === 'AbortMultipartUpload' && status === 204,
			).length;

		const first = await start(...to(sandbox, 'media'));
		await first.waitFor(listed(count));
		await first.waitFor(`${count} stalled`);
		await first.press('*', `${count} marked`);
		await first.press('x', 'type media to go on');
		await first.press('media', 'to go on: media');
		first.type('\r');
		await expect.poll(gone).toBeGreaterThan(60);
		first.signal('SIGKILL');
		await first.ended();
		const before = gone();
		expect(before).toBeLessThan(count);

		const second = await start(...to(sandbox, 'media'));
		await second.waitFor(/an abort of 300 uploads in media was cut short/);
		await second.press('!', /Abort of 300 uploads in media, cut short: [\d,]+ done/);
		const asked = unwrapped(await second.press('enter', 'Go on with the abort of 300 uploads?'));
		const told = (word: RegExp) => Number(word.exec(asked)?.[1]);
		const [done, accepted] = [told(/ done (\d+)/), told(/ accepted (\d+)/)];
		const [unknown, notSent] = [told(/ unknown (\d+)/), told(/ not sent (\d+)/)];
		expect(done + accepted + unknown + notSent).toBe(count);
		expect(accepted + unknown + done).toBeGreaterThan(0);
		// What left the bucket is among those that were or may have been sent.
		expect(notSent).toBeLessThanOrEqual(count - before);
		expect(gone()).toBe(before);
		await second.press('tab', '▸ Go on');
		await second.press('enter', /300 gone/);
		await second.waitFor(/Ended\./);
		const client = sandboxClient(sandbox);
		const {Uploads = []} = await client.send(new ListMultipartUploadsCommand({Bucket: 'media'}));
		client.destroy();
		expect(Uploads).toEqual([]);
		// None was aborted twice.
		expect(gone()).toBe(count);
		await second.press('esc', uploadsList);
		expect(await second.quit()).toMatchObject({code: 0, terminal: untouched});

		const third = await start(...to(sandbox, 'media'));
		await third.waitFor('No multipart upload is in progress');
		expect(third.screen()).not.toContain('cut short');
		await third.quit();
	});
