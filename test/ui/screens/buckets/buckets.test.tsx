import {describe, expect, test} from 'vitest';
import {readLifecycle} from '../../../../source/sandbox/operations/lifecycle-document.js';
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
	await app.waitFor(/more +≥ 1,000/);
	await app.waitFor(/some +37 +40 d/);
	expect(app.row(bucket)).toMatch(/media-archive +– +0 +–/);
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
	const body =
		'<ListMultipartUploadsResult><Bucket>paris</Bucket><IsTruncated>false</IsTruncated></ListMultipartUploadsResult>';
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
	await app.waitFor(/paris +– +0.* eu-west-3/);
	made.sandbox.faults.clear();
	await app.press('r');
	await app.waitFor(/media-archive +– +0.* us-east-1/);
});

test('what is seen is counted first, a bounded number at a time', async () => {
	const made = await openStage();
	const {sandbox} = made;
	for (const name of numbered('bucket-', 120)) fill(made, name, 1);
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
	await app.waitFor(/media-archive +– +0/);
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
	await app.waitFor(/large +≥ 1,000/);
	const held = faults.add({operation: 'ListParts', action: {hold: closed, when: 'before'}});
	await app.press('m');
	await app.waitFor(/large +1,001 +. parts 0 of 1,001/);
	await app.waitFor(/parts of 0 of 1,001 uploads read/);
	await app.waitFor(() => requests.count('ListParts') > 0);
	await app.press('esc');
	expect(app.screen()).toMatch(/stopped, m goes on · parts of 0 of 1,001 uploads read/);
	expect(app.row(' large')).toMatch(/1,001 +400 d/);
	open();
	held.remove();
	for (let times = 1; times <= 5; times++) {
		const listed = requests.next('ListMultipartUploads');
		await app.press('r');
		await listed;
	}
	// No more than were under way.
	expect(requests.count('ListParts')).toBeLessThan(100);
	await app.waitFor(/large +≥ 1,000/);
	await app.press('g', 'j', 'm');
	await app.waitFor(/small: \(root\) 320 MiB \(100 %\)/);
	expect(app.row('▸  small')).toMatch(/320 MiB +40 +30 d/);
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
		await app.waitFor('2 buckets without unfinished uploads');
		const held = made.sandbox.faults.add({
			...{operation: 'ListParts', bucket: 'one', key: 'key-0001'},
			action: {hold: closed, when: 'before'},
		});
		await app.press('g', 'm');
		await app.waitFor(/parts of 29 of 30 uploads read/);
		await app.press('G', 'k', 'm');
		const go = () => {
			held.remove();
			open();
		};
		const asked = (name: string) =>
			made.sandbox.requests.log.filter(
				({operation, bucket: of}) => operation === 'ListParts' && of === name,
			).length;
		const isMeasured = async (name: string, held: RegExp) =>
			app.waitFor(() => held.test(app.row(` ${name} `)));
		return {...made, app, go, asked, isMeasured};
	}

	test('the first goes on, the second waits and comes then; each says so in its row', async () => {
		const {app, go, asked, isMeasured} = await measuring();
		await app.waitFor(/waits: the 2nd of 2 · esc stops all/);
		expect(app.row(' one ')).toMatch(/≥ 232 MiB +30 +. parts 29 of 30/);
		expect(app.row(' two ')).toMatch(/two +20 +waiting, 2nd/);
		expect(app.row('4 buckets')).toContain('2 to measure');
		expect(asked('two')).toBe(0);
		await app.press('m');
		expect(app.screen()).toContain('It is queued already.');
		await app.press('g', 'm');
		expect(app.screen()).toContain('It is measured already.');
		go();
		await isMeasured('one', /240 MiB +30 +40 d/);
		await isMeasured('two', /160 MiB +20 +30 d/);
		await app.waitFor(/4 buckets hold 400 MiB in 50 uploads/);
		expect([asked('one'), asked('two')]).toEqual([30, 20]);
		expect(app.row('4 buckets')).not.toContain('measure');
	});

	test('Esc ends both; m goes on where the first was, and reads nothing twice', async () => {
		const {app, go, asked, isMeasured} = await measuring();
		await app.press('esc');
		expect(app.row(' one ')).toMatch(/≥ 232 MiB +30 +40 d/);
		expect(app.row(' two ')).toMatch(/two +20 +30 d/);
		expect(app.row('4 buckets')).toContain('≥ 232 MiB in 50 uploads · 2 not measured: M');
		await app.press('g');
		expect(app.screen()).toContain('stopped, m goes on · parts of 29 of 30 uploads read');
		go();
		await app.press('m');
		await isMeasured('one', /240 MiB +30 +40 d/);
		// But for the one that was cut off.
		expect([asked('one'), asked('two')]).toEqual([31, 0]);
		await app.press('M');
		await isMeasured('two', /160 MiB +20 +30 d/);
		expect([asked('one'), asked('two')]).toEqual([31, 20]);
	});

	test('a refresh ends neither', async () => {
		const {app, go, sandbox, isMeasured} = await measuring();
		const listed = sandbox.requests.next('ListBuckets');
		await app.press('r');
		await listed;
		await app.waitFor(() => !app.screen().includes('listing again'));
		expect(app.row('4 buckets')).toContain('2 to measure');
		go();
		await isMeasured('two', /160 MiB +20 +30 d/);
		await isMeasured('one', /240 MiB +30 +40 d/);
	});

	test('whoever goes away and comes back finds both going on where they were', async () => {
		const {app, go, asked, isMeasured} = await measuring();
		await app.press('g', 'enter');
		await app.waitFor(/parts|KEY/);
		go();
		await app.listed();
		// The list of uploads read the parts too.
		const before = asked('one');
		expect(asked('two')).toBe(0);
		await app.press('esc');
		await isMeasured('one', /240 MiB +30 +40 d/);
		await isMeasured('two', /160 MiB +20 +30 d/);
		expect(asked('one')).toBe(before + 1);
	});

	test('another list of the buckets knows what the one before did', async () => {
		const {app, go, isMeasured} = await measuring();
		go();
		await isMeasured('two', /160 MiB +20 +30 d/);
		await app.press('g', 'enter');
		await app.listed();
		const {sandbox} = app;
		const before = sandbox.requests.count('ListParts');
		await app.press('b');
		await app.waitFor(/4 buckets hold 400 MiB in 50 uploads/);
		expect(app.row(' two ')).toMatch(/160 MiB +20 +30 d/);
		expect(sandbox.requests.count('ListParts')).toBe(before);
	});

	test('lost credentials end it for all, and say why; what was counted stays', async () => {
		const {app, go, sandbox, isMeasured} = await measuring();
		const expired = sandbox.faults.add({
			operation: 'ListMultipartUploads',
			action: error(403, 'ExpiredToken'),
		});
		go();
		await app.waitFor(/ListMultipartUploads two: ExpiredToken/);
		expect(app.row('4 buckets')).not.toContain('to measure');
		expect(app.row(' one ')).toMatch(/240 MiB +30 +40 d/);
		expect(app.row(' two ')).toMatch(/two +20 +30 d/);
		expired.remove();
		await app.press('esc', 'M');
		await isMeasured('two', /160 MiB +20 +30 d/);
	});
});

describe('M', () => {
	test('measures all that has uploads and is not refused, the heaviest on top under the cursor', async () => {
		const made = await openStage();
		fill(made, 'heavy', 9);
		fill(made, 'light', 2);
		fill(made, 'zero', 0);
		made.sandbox.seed.bucket('refused');
		made.sandbox.faults.add({
			...{operation: 'ListMultipartUploads', bucket: 'refused'},
			action: error(403, 'AccessDenied'),
		});
		const app = await openApp(made.sandbox);
		await app.waitFor(/refused +not allowed/);
		await app.waitFor(/heavy +9/);
		await app.waitFor(/light +2/);
		await app.waitFor('2 buckets without unfinished uploads');
		const before = made.sandbox.requests.count('ListMultipartUploads');
		await app.press('M');
		await app.waitFor(/5 buckets hold ≥ 88.0 MiB in ≥ 11 uploads/);
		await app.waitFor(() => !app.row('5 buckets').includes('measure'));
		expect(made.sandbox.requests.count('ListMultipartUploads')).toBe(before + 2);
		expect(app.row('▸')).toMatch(/heavy +72.0 MiB +9/);
		expect(app.row('HOLDS')).toContain('HOLDS▾');
		await app.press('M');
		expect(app.screen()).toContain('All buckets shown are measured');
	});

	test('only of those that the filter shows', async () => {
		const made = await openStage();
		fill(made, 'team-a', 3);
		fill(made, 'team-b', 2);
		fill(made, 'other', 2);
		const app = await openApp(made.sandbox);
		await app.waitFor(/team-b +2/);
		await app.press('/', 't', 'e', 'a', 'm', '-', 'enter', 'M');
		await app.waitFor(/2 buckets hold 40.0 MiB in 5 uploads/);
		expect(
			made.sandbox.requests.log.filter(
				({operation, bucket: of}) => operation === 'ListParts' && of === 'other',
			),
		).toEqual([]);
	});

	test('says first how many requests it takes where that is many', async () => {
		const made = await openStage();
		fill(made, 'large', 1001);
		fill(made, 'small', 3);
		const app = await openApp(made.sandbox);
		await app.waitFor(/large +≥ 1,000/);
		await app.waitFor(/small +3/);
		await app.press('M');
		await app.waitFor('Measure 2 buckets?');
		expect(app.screen()).toContain('This sends 1,005 requests or more');
		expect(app.screen()).toContain('The uploads of 1 bucket is not all counted');
		expect(made.sandbox.requests.count('ListParts')).toBe(0);
		await app.press('esc');
		expect(app.state().screens.at(-1)).toMatchObject({queue: []});
		await app.press('M', 'enter');
		await app.waitFor(/counting|parts/);
		await app.press('esc');
	});

	test('tells the heaviest prefixes of all buckets, and of the one under the cursor', async () => {
		const made = await openStage();
		for (const name of ['one', 'two']) made.sandbox.seed.bucket(name);
		for (const [name, key, size] of [
			['one', 'raw/a', 6],
			['one', 'logs/b', 7],
			['two', 'raw/c', 5],
			['two', 'alone', 1],
		] as const)
			made.sandbox.seed.upload({bucket: name, key, parts: [{number: 1, size: size * MiB}]});
		const app = await openApp(made.sandbox);
		await app.waitFor(/two +2/);
		await app.press('M');
		await app.waitFor('most: raw/ 11.0 MiB (58 %) · logs/ 7.0 MiB (37 %) · (root) 1.0 MiB (5 %)');
		expect(app.screen()).toContain('one: logs/ 7.0 MiB (54 %) · raw/ 6.0 MiB (46 %)');
	});
});

describe('how a bucket cleans up by itself', () => {
	const rule = (status: string, prefix: string, days: number) =>
		`<Rule><Status>${status}</Status><Filter><Prefix>${prefix}</Prefix></Filter><AbortIncompleteMultipartUpload><DaysAfterInitiation>${days}</DaysAfterInitiation></AbortIncompleteMultipartUpload></Rule>`;

	test('stands in its row, in words; what may not be read says so, and nothing else suffers', async () => {
		const made = await openStage();
		const {sandbox} = made;
		for (const name of ['all', 'logs', 'none', 'several', 'secret']) fill(made, name, 1);
		const set = (name: string, ...rules: readonly string[]) =>
			sandbox.store
				.bucket(name)
				?.setLifecycle(
					readLifecycle(`<LifecycleConfiguration>${rules.join('')}</LifecycleConfiguration>`),
				);
		set('all', rule('Enabled', '', 14));
		set('logs', rule('Enabled', 'logs/', 7), rule('Disabled', '', 1));
		set('several', rule('Enabled', 'logs/', 7), rule('Enabled', '', 30), rule('Enabled', 'a', 9));
		sandbox.faults.add({
			...{operation: 'GetBucketLifecycleConfiguration', bucket: 'secret'},
			action: error(403, 'AccessDenied'),
		});
		const app = await openApp(sandbox);
		await app.waitFor(/secret +1 .* not allowed/);
		await app.waitFor(/ all +1 .* all, 14 d/);
		await app.waitFor(/ logs +1 .* logs\/, 7 d/);
		await app.waitFor(/ none +1 .* no /);
		await app.waitFor(/ several +1 .* all, 30 d \+2/);
		expect(app.state().screens.at(-1)?.trouble).toBeUndefined();
		// Once each, and none for what holds nothing and is seen no more.
		expect(sandbox.requests.count('GetBucketLifecycleConfiguration')).toBeLessThanOrEqual(6);
	});

	test('is read for the rows that are seen, a few at a time', async () => {
		const made = await openStage();
		const {sandbox} = made;
		for (const name of numbered('bucket-', 60)) fill(made, name, 1);
		const {closed, open} = gate();
		const operation = 'GetBucketLifecycleConfiguration';
		const held = sandbox.faults.add({operation, action: {hold: closed, when: 'before'}});
		const app = await openApp(sandbox, {size: {columns: 80, rows: 24}});
		await app.waitFor(/60 uploads/);
		await app.waitFor(() => sandbox.requests.count(operation) > 0);
		expect(sandbox.requests.count(operation)).toBeLessThanOrEqual(4);
		held.remove();
		open();
		await app.waitFor(/bucket-0017 +1 +10 d +no/);
		const asked = sandbox.requests.log
			.filter(each => each.operation === operation)
			.map(each => each.bucket);
		expect(new Set(asked).size).toBe(asked.length);
		expect(asked.length).toBeLessThan(25);
	});
});

describe('the order', () => {
	const names = (lines: readonly string[]) =>
		lines.flatMap(line => /^[▸ ] {2}([a-z]+[a-z-]*) /.exec(line)?.[1] ?? []);

	test('is of the column that a number names; what is not known is last, and the cursor on top', async () => {
		const made = await openStage();
		fill(made, 'few', 2, 90 * day);
		fill(made, 'lots', 9, 3 * day);
		made.sandbox.seed.bucket('denied');
		made.sandbox.faults.add({
			operation: 'ListMultipartUploads',
			bucket: 'denied',
			action: error(403, 'AccessDenied'),
		});
		const app = await openApp(made.sandbox);
		await app.waitFor(/denied +not allowed/);
		await app.waitFor(/lots +9/);
		await app.waitFor(/media-archive +– +0/);
		expect(names(app.lines())).toEqual(['denied', 'few', 'lots', bucket]);
		await app.press('j', '3');
		expect(names(app.lines())).toEqual(['lots', 'few', 'denied', bucket]);
		expect(app.screen()).toContain('UPLOADS▾');
		expect(app.row('▸')).toContain('lots');
		await app.press('4');
		expect(names(app.lines())).toEqual(['few', 'lots', 'denied', bucket]);
		expect(app.row('▸')).toContain('few');
		await app.press('S');
		expect(names(app.lines())).toEqual(['lots', 'few', 'denied', bucket]);
		await app.press('1');
		expect(names(app.lines())).toEqual(['denied', 'few', 'lots', bucket]);
		const heads: string[] = [];
		for (let times = 0; times < 4; times++) {
			await app.press('s');
			heads.push(/([A-Z]+)[▴▾]/.exec(app.row('CLEANS UP'))?.[1] ?? '');
		}
		expect(heads).toEqual(['HOLDS', 'UPLOADS', 'OLDEST', 'BUCKET']);
	});

	test('folds those without uploads into one row, that enter and space open', async () => {
		const made = await openStage();
		fill(made, 'some', 2);
		for (const name of numbered('empty-', 12)) fill(made, name, 0);
		const app = await openApp(made.sandbox);
		await app.waitFor('13 buckets without unfinished uploads');
		expect(app.screen()).not.toContain('empty-0001');
		expect(app.row('14 buckets')).toContain('2 uploads');
		await app.press('G', 'enter');
		expect(app.screen()).toMatch(/empty-0012 +– +0 +–/);
		expect(app.row('▸')).toContain('13 buckets without');
		await app.press('space');
		expect(app.screen()).not.toContain('empty-0001');
		// A text is looked for in all names.
		await app.press('/', '0', '0', '7', 'enter');
		expect(app.row('▸')).toContain('empty-0007');
		await app.press('enter');
		await app.waitFor('No multipart upload');
		expect(app.lines()[0]).toContain('empty-0007');
	});
});

describe('reads end', () => {
	test('when a bucket is opened, and go on when one comes back', async () => {
		const made = await openStage();
		const {sandbox} = made;
		for (const name of numbered('bucket-', 60)) fill(made, name, 1);
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
		await app.waitFor(/1 upload/);
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
		// The first esc would end the reading of parts.
		await app.waitFor(() => !app.screen().includes('reading parts'));
		await app.press('esc');
		await app.waitFor('61 buckets');
		await app.waitFor(/bucket-0020 +1/);
		await app.waitFor(() => !app.screen().includes('to go'));
		expect(app.row('61 buckets')).not.toContain('not counted');
	});

	test('by Esc: nothing is asked for any more but what is moved to', async () => {
		const made = await openStage();
		const {sandbox} = made;
		for (const name of numbered('bucket-', 60)) fill(made, name, 1);
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
		await app.waitFor(/bucket-0010 +1/);
		await app.waitFor(() => !app.screen().includes('to go'));
		await app.press('m');
		await app.waitFor(/1 upload so far|bucket-0002 +8.0 MiB/);
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
