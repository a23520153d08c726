import {describe, expect, onTestFinished, test, vi} from 'vitest';
import {nowhere, runCommand} from '../support/io.js';
import {bucket, day, openStage, type Stage} from '../support/stage.js';

/*
 * What a listing and a clean-up ask for, as numbers that do not depend on a clock: a request more for each upload
 * doubles what a clean-up takes, whatever the machine.
 */

async function seeded(count: number, more?: Parameters<typeof openStage>[0]): Promise<Stage> {
	const stage = await openStage(more);
	const {sandbox} = stage;
	const initiated = sandbox.now() - 30 * day;
	for (let nth = 0; nth < count; nth++)
		sandbox.seed.upload({
			bucket,
			key: `team-${nth % 7}/${String(nth).padStart(6, '0')}`,
			initiated,
			parts: [{number: 1, size: 5_000_000, lastModified: initiated}],
		});
	sandbox.requests.clear();
	return stage;
}

const run = ({sandbox}: Stage, ...args: string[]) =>
	runCommand([...args, '-e', sandbox.endpoint], {env: nowhere});

describe('a listing', () => {
	test.each([['--jsonl'], ['--count']])(
		'takes 1.1 requests for 1,000 uploads at most: list %s',
		async option => {
			const stage = await seeded(20_000);
			const {code} = await run(stage, 'list', bucket, option);
			expect(code).toBe(0);
			const counts = stage.sandbox.requests.counts;
			expect(Object.keys(counts)).toEqual(['ListMultipartUploads']);
			expect(counts['ListMultipartUploads']).toBeLessThanOrEqual(22);
		},
	);

	test('asks for no more than its limit takes, also where ranges could run side by side', async () => {
		const stage = await seeded(30_000, {like: 'ceph-16'});
		const {code, stdout} = await run(stage, 'list', bucket, '--jsonl', '--limit', '4500');
		expect(code).toBe(0);
		expect(stdout.trim().split('\n')).toHaveLength(4500);
		// Nine pages of 500, since the parts count too, and the one that is asked for while the last one is worked on.
		expect(stage.sandbox.requests.counts['ListMultipartUploads']).toBeLessThanOrEqual(10);
	});
});

describe('a clean-up', () => {
	test('of 200 uploads takes four requests for each, and listings', async () => {
		// A re-read is too old after two seconds, and made once more: a busy machine takes as long.
		vi.useFakeTimers({toFake: ['Date']});
		onTestFinished(() => void vi.useRealTimers());
		const stage = await seeded(200);
		const {code} = await run(stage, 'abort', bucket, '--all', '--yes');
		expect(code).toBe(0);
		const {ListMultipartUploads, ...counts} = stage.sandbox.requests.counts;
		// Today: ListParts for the plan, before the Abort and after it.
		expect(counts).toEqual({ListParts: 600, AbortMultipartUpload: 200});
		// The uploads, and that none of them is left.
		expect(ListMultipartUploads).toBeLessThanOrEqual(3);
	});
});
