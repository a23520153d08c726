import {describe, expect, test} from 'vitest';
import {openApp} from '../../../support/app.js';
import {gate} from '../../../support/gate.js';
import {bucket, day, hour, MiB, numbered, openStage, type Stage} from '../../../support/stage.js';

const error = (status: number, code: string, headers: Record<string, string> = {}) => ({
	respond: {status, headers, body: `<Error><Code>${code}</Code></Error>`},
});

/** Uploads of one part each in a bucket; the first is the oldest. */
function fill({sandbox}: Stage, name: string, count: number, age = 10 * day): void {
	sandbox.seed.bucket(name);
	const initiated = sandbox.now() - age;
	for (const [at, key] of numbered('key-', count).entries())
		sandbox.seed.upload({
			bucket: name,
			key,
			initiated: initiated + at,
			parts: [{number: 1, size: 8 * MiB, lastModified: initiated + hour}],
		});
}

test('each bucket shows how many uploads a page of it tells, and how old the oldest is', async () => {
	const made = await openStage();
	fill(made, 'some', 37, 40 * day);
	fill(made, 'more', 1001);
	const app = await openApp(made.sandbox);
	await app.waitFor(/more +1,000\+/);
	await app.waitFor(/some +37 +40 d ago/);
	expect(app.row(bucket)).toMatch(/media-archive +0 +–/);
	// One page of each, and no look at any part.
	expect(made.sandbox.requests.count('ListMultipartUploads')).toBe(3);
	expect(made.sandbox.requests.count('ListParts')).toBe(0);
	await app.waitFor(() => !app.screen().includes('to go'));
	expect(app.row('3 buckets')).not.toContain('not counted');
});

test('what one bucket refuses is said of that bucket, in words, and hides no other', async () => {
	const made = await openStage();
	const {faults} = made.sandbox;
	for (const name of ['denied', 'gone', 'paris', 'refuses']) made.sandbox.seed.bucket(name);
	fill(made, 'open', 2);
	const of = (name: string, action: ReturnType<typeof error>) =>
		faults.add({operation: 'ListMultipartUploads', bucket: name, action});
	of('denied', error(403, 'AccessDenied'));
	of('gone', error(404, 'NoSuchBucket'));
	of('paris', error(301, 'PermanentRedirect'));
	of('refuses', error(405, 'MethodNotAllowed'));
	const app = await openApp(made.sandbox);
	await app.waitFor(/open +2/);
	await app.waitFor(/refuses +not offered/);
	expect(app.row(' denied')).toMatch(/not allowed/);
	expect(app.row(' gone')).toMatch(/no such bucket/);
	expect(app.row(' paris')).toMatch(/other region/);
	// The one under the cursor says it all.
	expect(app.screen()).toContain('AccessDenied, HTTP 403');
	expect(app.screen()).toContain('s3:ListBucketMultipartUploads on arn:aws:s3:::denied');
	expect(app.state().screens.at(-1)?.trouble).toBeUndefined();
});

test('the region is what the list tells, or where the bucket was found', async () => {
	const made = await openStage();
	made.sandbox.seed.bucket('paris');
	const listing = {operation: 'ListMultipartUploads', bucket: 'paris'};
	made.sandbox.faults.add({
		...listing,
		call: 1,
		action: error(301, 'PermanentRedirect', {'x-amz-bucket-region': 'eu-west-3'}),
	});
	const body = '<ListMultipartUploadsResult><Bucket>paris</Bucket></ListMultipartUploadsResult>';
	made.sandbox.faults.add({...listing, call: 2, action: {respond: {status: 200, body}}});
	// A service that does not tell regions with its list.
	made.sandbox.faults.add({
		operation: 'ListBuckets',
		times: 1,
		action: {
			respond: {
				status: 200,
				body: '<ListAllMyBucketsResult><Buckets><Bucket><Name>paris</Name></Bucket></Buckets></ListAllMyBucketsResult>',
			},
		},
	});
	const app = await openApp(made.sandbox);
	await app.waitFor(/paris +0.* eu-west-3/);
	made.sandbox.faults.clear();
	await app.press('r');
	await app.waitFor(/media-archive +0.* us-east-1/);
});

test('what is seen is counted first, a bounded number at a time', async () => {
	const {sandbox} = await openStage();
	for (const name of numbered('bucket-', 120)) sandbox.seed.bucket(name);
	const {closed, open} = gate();
	sandbox.faults.add({
		operation: 'ListMultipartUploads',
		action: {hold: closed, when: 'before'},
	});
	const app = await openApp(sandbox, {size: {columns: 100, rows: 30}});
	await app.waitFor('121 buckets');
	await app.waitFor(() => sandbox.requests.count('ListMultipartUploads') > 0);
	const asked = sandbox.requests.count('ListMultipartUploads');
	await app.press('G');
	open();
	await app.waitFor(/media-archive +0/);
	await app.waitFor(() => !app.screen().includes('to go'));
	const order = sandbox.requests.log
		.filter(({operation}) => operation === 'ListMultipartUploads')
		.map(each => each.bucket);
	expect(asked).toBeLessThan(70);
	// Each once, and after those that were under way the last rows, which were moved to.
	expect(new Set(order).size).toBe(order.length);
	expect(order).toHaveLength(121);
	expect(order.indexOf('bucket-0120')).toBeLessThan(100);
});

test('m counts one bucket to its end and adds up what it holds; Esc ends it', async () => {
	const made = await openStage();
	const {requests, faults} = made.sandbox;
	fill(made, 'large', 1001, 400 * day);
	fill(made, 'small', 40, 30 * day);
	const {closed, open} = gate();
	const app = await openApp(made.sandbox);
	await app.waitFor(/large +1,000\+/);
	const held = faults.add({operation: 'ListParts', action: {hold: closed, when: 'before'}});
	await app.press('m');
	await app.waitFor(/large +1,001 +400 d ago/);
	await app.waitFor(/parts of 0 of 1,001 uploads read/);
	await app.waitFor(() => requests.count('ListParts') > 0);
	await app.press('esc');
	expect(app.screen()).toMatch(/stopped: m begins again/);
	open();
	held.remove();
	for (let times = 1; times <= 5; times++) {
		const listed = requests.next('ListMultipartUploads');
		await app.press('r');
		await listed;
	}
	// No more than were under way.
	expect(requests.count('ListParts')).toBeLessThan(100);
	await app.waitFor(/large +1,000\+/);
	await app.press('G', 'm');
	await app.waitFor(/40 uploads · the oldest 30 d ago · 320 MiB held/);
	expect(app.row(' small')).toMatch(/40 +30 d ago +320 MiB/);
	expect(requests.count('AbortMultipartUpload')).toBe(0);
});

describe('m on a second bucket while the first is measured', () => {
	/** Two buckets, the first of which is measured, but for one look at parts, which is held: others have their turn. */
	async function measuring() {
		const made = await openStage();
		fill(made, 'one', 30, 40 * day);
		fill(made, 'two', 20, 30 * day);
		fill(made, 'zero', 0);
		const {closed, open} = gate();
		const app = await openApp(made.sandbox);
		await app.waitFor(/two +20/);
		const held = made.sandbox.faults.add({
			...{operation: 'ListParts', bucket: 'one', key: 'key-0001'},
			action: {hold: closed, when: 'before'},
		});
		await app.press('j', 'm');
		await app.waitFor(/parts of 29 of 30 uploads read/);
		await app.press('j', 'm');
		const go = () => {
			held.remove();
			open();
		};
		const asked = (name: string) =>
			made.sandbox.requests.log.filter(
				({operation, bucket: of}) => operation === 'ListParts' && of === name,
			).length;
		return {...made, app, go, asked};
	}

	test('the first goes on, the second waits and comes then; both are said', async () => {
		const {app, go, asked} = await measuring();
		await app.waitFor(/waits until 1 bucket is measured · esc ends all/);
		expect(app.row('4 buckets')).toContain('measuring one, 1 waits');
		expect(asked('two')).toBe(0);
		await app.press('m');
		expect(app.screen()).toContain('It waits already.');
		await app.press('k', 'm');
		expect(app.screen()).toContain('It is measured already.');
		await app.press('G', 'm');
		await app.waitFor(/waits until 2 buckets are measured/);
		go();
		await app.waitFor(() => /30 +40 d ago +240 MiB/.test(app.row(' one')));
		await app.waitFor(() => /20 +30 d ago +160 MiB/.test(app.row(' two')));
		await app.waitFor(/^ 0 uploads$/m);
		expect([asked('one'), asked('two')]).toEqual([30, 20]);
		expect(app.row('4 buckets')).not.toContain('measuring');
	});

	test('Esc ends both, and says so of both', async () => {
		const {app, go} = await measuring();
		await app.press('esc');
		expect(app.screen()).toContain('stopped before its turn came: m begins again');
		await app.press('k');
		expect(app.screen()).toContain('stopped: m begins again');
		go();
		await app.press('j', 'm');
		await app.waitFor(() => /20 +30 d ago +160 MiB/.test(app.row(' two')));
	});

	test('a refresh ends neither', async () => {
		const {app, go, sandbox} = await measuring();
		const listed = sandbox.requests.next('ListBuckets');
		await app.press('r');
		await listed;
		await app.waitFor(() => !app.screen().includes('listing again'));
		expect(app.row('4 buckets')).toContain('measuring one, 1 waits');
		go();
		await app.waitFor(() => /20 +30 d ago +160 MiB/.test(app.row(' two')));
		expect(app.row(' one')).toMatch(/30 +40 d ago +240 MiB/);
	});

	test('whoever goes away and comes back sees that they have ended', async () => {
		const {app, go} = await measuring();
		await app.press('k', 'enter');
		go();
		await app.listed();
		await app.press('esc');
		await app.waitFor('4 buckets');
		await app.waitFor(/stopped: m begins again/);
		expect(app.row('4 buckets')).not.toContain('measuring');
		await app.press('j');
		await app.waitFor(/stopped before its turn came: m begins again/);
	});

	test('lost credentials end it for all, and say why', async () => {
		const {app, go, sandbox} = await measuring();
		await app.press('G', 'm');
		await app.waitFor(/waits until 2 buckets are measured/);
		sandbox.faults.add({operation: 'ListMultipartUploads', action: error(403, 'ExpiredToken')});
		go();
		await app.waitFor(/ListMultipartUploads two: ExpiredToken/);
		await app.waitFor(/stopped before its turn came: m begins again/);
		expect(app.row('4 buckets')).not.toContain('measuring');
	});
});

test('s sorts by uploads, what is not known last, and the cursor stays on its bucket', async () => {
	const made = await openStage();
	fill(made, 'few', 2);
	fill(made, 'lots', 9);
	made.sandbox.seed.bucket('denied');
	made.sandbox.faults.add({
		operation: 'ListMultipartUploads',
		bucket: 'denied',
		action: error(403, 'AccessDenied'),
	});
	const app = await openApp(made.sandbox);
	await app.waitFor(/denied +not allowed/);
	await app.waitFor(/lots +9/);
	await app.press('j');
	expect(app.row('▸')).toContain('few');
	await app.press('s');
	expect(app.row('▸')).toContain('few');
	const names = app.lines().flatMap(line => /^ [▸ ] ([a-z-]+)/.exec(line)?.[1] ?? []);
	expect(names).toEqual(['lots', 'few', bucket, 'denied']);
	expect(app.screen()).toContain('UPLOADS▾');
	await app.press('s');
	expect(app.row('▸')).toContain('few');
});

describe('reads end', () => {
	test('when a bucket is opened, and go on when one comes back', async () => {
		const {sandbox} = await openStage();
		for (const name of numbered('bucket-', 60)) sandbox.seed.bucket(name);
		const {closed, open} = gate();
		const held = sandbox.faults.add({
			operation: 'ListMultipartUploads',
			action: {hold: closed, when: 'before'},
		});
		const app = await openApp(sandbox);
		await app.waitFor('61 buckets');
		await app.waitFor(/to go/);
		held.remove();
		await app.press('enter');
		await app.waitFor('No multipart upload');
		open();
		const asked = () =>
			sandbox.requests.log.filter(
				({operation, bucket: name}) =>
					operation === 'ListMultipartUploads' && name !== 'bucket-0001',
			).length;
		const before = asked();
		// Other reads go through: what was to come has come.
		for (let times = 1; times <= 5; times++) {
			const again = sandbox.requests.next('ListMultipartUploads');
			await app.press('r');
			expect((await again).bucket).toBe('bucket-0001');
			await app.listed();
		}
		expect(asked()).toBe(before);
		await app.press('esc');
		await app.waitFor('61 buckets');
		await app.waitFor(/bucket-0020 +0/);
		await app.waitFor(() => !app.screen().includes('to go'));
		expect(app.row('61 buckets')).not.toContain('not counted');
	});

	test('by Esc: nothing is asked for any more but what is moved to', async () => {
		const {sandbox} = await openStage();
		for (const name of numbered('bucket-', 60)) sandbox.seed.bucket(name);
		const {closed, open} = gate();
		const held = sandbox.faults.add({
			operation: 'ListMultipartUploads',
			action: {hold: closed, when: 'before'},
		});
		const app = await openApp(sandbox, {size: {columns: 80, rows: 24}});
		await app.waitFor(/to go/);
		await app.press('esc');
		held.remove();
		open();
		expect(app.row('61 buckets')).toMatch(/61 not counted: r counts them/);
		await app.press('j');
		await app.waitFor(/bucket-0010 +0/);
		await app.waitFor(() => !app.screen().includes('to go'));
		await app.press('m');
		await app.waitFor(/0 uploads/);
		const asked = sandbox.requests.log.map(({bucket: name}) => name);
		expect(new Set(asked).size).toBeLessThan(45);
		expect(app.row('61 buckets')).toMatch(/not counted: r counts them/);
	});
});

test('where the list is denied the name of a bucket is asked for', async () => {
	const made = await openStage();
	made.upload('a');
	made.sandbox.faults.add({operation: 'ListBuckets', action: error(403, 'AccessDenied')});
	const app = await openApp(made.sandbox);
	await app.waitFor('Open a bucket');
	await app.press(bucket, 'enter', 'enter');
	await app.listed();
	expect(app.lines()[0]).toContain(bucket);
	await app.press('esc');
	await app.waitFor('s3:ListAllMyBuckets');
	// Asked once by itself; later with b.
	expect(app.state().dialog).toBeUndefined();
});
