import {expect, test} from 'vitest';
import {openApp} from '../../../support/app.js';
import {bucket, MiB, openStage} from '../../../support/stage.js';

const key = 'raw/tape.tar';
const refused = /^.*Failed\.$/m;

async function opened(personality: 'aws' | 'ceph-16', sizes: readonly number[]) {
	const {sandbox, upload} = await openStage({like: personality});
	upload(key, {sizes});
	const app = await openApp(sandbox, {target: {bucket}});
	await app.listed();
	return {app, sandbox};
}

const confirm = async ({app}: Pick<Awaited<ReturnType<typeof opened>>, 'app'>) => {
	await app.press('c');
	await app.waitFor(/▸ Cancel +Complete/);
	await app.press('tab', 'enter');
	await app.waitFor(refused);
};

test.each(['aws', 'ceph-16'] as const)(
	'%s: a part that is too small is gone to from the act, wherever it was asked for',
	async personality => {
		const on = await opened(
			personality,
			[8, 8, 1, 8].map(size => size * MiB),
		);
		const {app, sandbox} = on;
		await confirm(on);
		expect(app.screen()).toContain('Part 3 holds 1.0 MiB');
		expect(app.lines().at(-1)).toContain('o show part');
		await app.press('o');
		await app.waitFor('LAST MODIFIED');
		expect(app.row('▸')).toMatch(/ 3 +1\.0 MiB .*too small/);

		// The parts are open now: they stay, and the cursor comes back from elsewhere.
		await app.press('g');
		await confirm(on);
		await app.press('o');
		await app.waitFor(() => /▸ ▄ +3 /.test(app.row('▸')));
		expect(app.state().screens.filter(({kind}) => kind === 'parts')).toHaveLength(1);
		expect(sandbox.requests.count('CompleteMultipartUpload')).toBe(2);
	},
);

test('Ceph names no part: the plan leads to the one that was left out, and it stays out', async () => {
	const {app} = await opened('ceph-16', [8 * MiB, 8 * MiB, MiB]);
	await app.press('enter');
	await app.waitFor('LAST MODIFIED');
	await app.press('j', 'space', 'g');
	await confirm({app});
	expect(app.screen()).toMatch(
		/Part 2 was left out, but Ceph RGW needs every uploaded part to be named/,
	);
	await app.press('o');
	await app.waitFor(() => /▸ × +2 /.test(app.row('▸')));
	expect(app.row('▸')).toContain('left out');
});

test('what is about no part leads nowhere, and the footer does not offer it', async () => {
	const {app, sandbox} = await opened('aws', [8 * MiB, MiB]);
	sandbox.faults.add({
		operation: 'CompleteMultipartUpload',
		action: {
			respond: {
				status: 403,
				headers: {'content-type': 'application/xml'},
				body: '<Error><Code>AccessDenied</Code></Error>',
			},
		},
	});
	await confirm({app});
	expect(app.lines().at(-1)).not.toContain('show part');
	await app.press('o');
	await app.waitFor('show part is not possible: it names no part.');
});
