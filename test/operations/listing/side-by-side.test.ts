import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {AskPage} from '../../../source/operations/listing/listing-range.js';
import {SideBySide} from '../../../source/operations/listing/side-by-side.js';
import {S3Failure} from '../../../source/s3/failure/failure.js';
import type {UploadsPage} from '../../../source/s3/gateway/gateway.js';
import {keyspaces} from '../../support/keyspaces.js';
import {rowOf} from '../../support/list-all.js';
import {ListedService} from './listed-service.js';

const listing = {bucket: 'b', prefix: '', width: () => 8, inOrder: true};

/** Answers of a listing, several of which are under way at once: in rounds, each in an order of its own. */
function answering(service: ListedService, order: () => number, before: () => void = () => {}) {
	let waiting: Array<{readonly at: number; readonly go: () => void}> = [];
	let most = 0;
	let rounds = 0;
	const answerAll = () => {
		const now = waiting.toSorted((a, b) => a.at - b.at);
		waiting = [];
		rounds++;
		most = Math.max(most, now.length);
		for (const {go} of now) go();
	};
	const ask: AskPage = after =>
		new Promise(resolve => {
			if (waiting.length === 0) setImmediate(() => setImmediate(answerAll));
			const go = () => {
				before();
				resolve(service.page(after));
			};
			waiting.push({at: order(), go});
		});
	return {
		ask,
		get most() {
			return most;
		},
		get rounds() {
			return rounds;
		},
	};
}

async function rowsOf(listed: SideBySide, ask: AskPage): Promise<string[]> {
	const rows: string[] = [];
	const pages = listed.pages(ask);
	for (;;) {
		const {done, value} = await pages.next();
		if (done) {
			expect(value).toBe('end');
			return rows;
		}
		rows.push(...value.uploads.map(rowOf));
	}
}

const keysOf = (shape: string, count: number) =>
	Array.from({length: count}, (_, at) => keyspaces[shape]!(at, count));

describe.each(['aws', 'ceph'] as const)('as %s lists', kind => {
	describe.each([true, false])('in the order of the service: %s', inOrder => {
		test.each(Object.keys(keyspaces))(
			'%s: all are listed once, and in few requests',
			async shape => {
				const service = new ListedService(kind, 20);
				service.beginAll(keysOf(shape, 2000));
				const listed = new SideBySide({...listing, inOrder});
				const rows = await rowsOf(listed, answering(service, () => 0).ask);
				const all = service.uploads.map(rowOf);
				expect(inOrder ? rows : rows.toSorted()).toEqual(inOrder ? all : all.toSorted());
				expect(listed.isProof).toBe(true);
				expect(service.asked.length).toBeLessThanOrEqual(110);
			},
		);
	});

	test('what was there throughout is listed once, whatever comes and goes meanwhile', async () => {
		const course = fc.record({
			shape: fc.constantFrom(...Object.keys(keyspaces)),
			count: fc.integer({min: 0, max: 600}),
			perPage: fc.integer({min: 1, max: 25}),
			inOrder: fc.boolean(),
			seed: fc.nat(),
			share: fc.constantFrom(0, 0.05, 0.5, 1),
		});
		let several = 0;
		await fc.assert(
			fc.asyncProperty(course, async ({shape, count, perPage, inOrder, seed, share}) => {
				const random = randomBy(seed);
				const service = new ListedService(kind, perPage);
				const begun = service.beginAll(keysOf(shape, count));
				const mayGo = begun.filter(() => random() < share);
				const stays = new Set(begun.filter(upload => !mayGo.includes(upload)).map(rowOf));
				const change = () => {
					for (let times = random() * 3; times > 1; times--) {
						const [gone] = mayGo.splice(Math.floor(random() * mayGo.length), 1);
						if (gone !== undefined) service.end(gone);
						const at = Math.floor(random() * 2 * count);
						mayGo.push(service.begin(keyspaces[shape]!(at, 2 * count)));
					}
				};
				const answers = answering(service, random, share > 0 ? change : undefined);
				const listed = new SideBySide({...listing, inOrder});
				const rows = await rowsOf(listed, answers.ask);
				if (answers.most > 1) several++;
				expect(rows.filter(row => stays.has(row)).toSorted()).toEqual([...stays].toSorted());
				expect(new Set(rows).size).toBe(rows.length);
			}),
			{numRuns: 300, seed: 20_261_130},
		);
		expect(several).toBeGreaterThan(100);
	});

	/** Lists, and ends so many of the uploads that the first range saw first, before the one before it has come to them. */
	async function listedWhileAnchorsEnd(keys: readonly string[], count: number) {
		const service = new ListedService(kind, 20);
		const begun = service.beginAll(keys);
		const listed = new SideBySide(listing);
		const {ask} = answering(service, () => 0);
		let ended = 0;
		const rows = await rowsOf(listed, async after => {
			const page = await ask(after);
			if (after === undefined || after.uploadIdMarker !== undefined || ended > 0) return page;
			for (const upload of page.uploads.slice(0, count)) {
				service.end(upload);
				ended++;
			}
			return page;
		});
		expect(ended).toBe(count);
		expect(rows.toSorted()).toEqual(begun.map(rowOf).toSorted());
		return listed;
	}

	test.each([1, 50])(
		'a range of keys with %i uploads each that is met by nothing ends behind the first of the next one, and proves nothing',
		async each => {
			const keys = keysOf('hex names, as even as can be', 2000 / each);
			const all = keys.flatMap(key => Array.from({length: each}, () => key));
			expect((await listedWhileAnchorsEnd(all, 20)).isProof).toBe(false);
		},
	);

	test.each([1, 19])('a range is met where %i of what it saw first have ended', async count => {
		const listed = await listedWhileAnchorsEnd(keysOf('hex names, as even as can be', 2000), count);
		expect(listed.isProof).toBe(true);
	});

	test('a range that comes to the next one before that has seen anything waits for it', async () => {
		const service = new ListedService(kind, 20);
		service.beginAll(keysOf('hex names, as even as can be', 2000));
		let waited = 0;
		const listed = new SideBySide(listing);
		const rows = await rowsOf(listed, async after => {
			// The first page of a range comes when all others have read as far as they can.
			if (after !== undefined && after.uploadIdMarker === undefined) {
				const asked = service.asked.length;
				for (let turns = 0; turns < 200; turns++) await new Promise(setImmediate);
				if (service.asked.length > asked) waited++;
			}
			return service.page(after);
		});
		expect(waited).toBeGreaterThan(0);
		expect(rows).toEqual(service.uploads.map(rowOf));
		expect(listed.isProof).toBe(true);
	});

	test('a range that the service ends before the next one begins proves nothing', async () => {
		const service = new ListedService(kind, 20);
		service.beginAll(keysOf('hex names, as even as can be', 2000));
		const {ask} = answering(service, () => 0);
		const starts: string[] = [];
		let hasEnded = false;
		const listed = new SideBySide(listing);
		const rows = await rowsOf(listed, async after => {
			const page = await ask(after);
			if (after?.uploadIdMarker === undefined) {
				if (after !== undefined) starts.push(after.keyMarker);
				return page;
			}
			const isFirst = starts.length > 0 && starts.every(start => after.keyMarker < start);
			if (hasEnded || !isFirst) return page;
			hasEnded = true;
			const {next: _, ...rest} = page;
			return rest;
		});
		expect(hasEnded).toBe(true);
		expect(rows.length).toBeLessThan(2000);
		expect(listed.isProof).toBe(false);
	});

	test('a page that is not in order at any time leaves nothing out, and in order brings nothing twice', async () => {
		const course = fc.record({
			shape: fc.constantFrom(...Object.keys(keyspaces)),
			perPage: fc.integer({min: 3, max: 20}),
			inOrder: fc.boolean(),
			seed: fc.nat(),
			odd: fc.integer({min: 3, max: 60}),
		});
		await fc.assert(
			fc.asyncProperty(course, async ({shape, perPage, inOrder, seed, odd}) => {
				const service = new ListedService(kind, perPage);
				service.beginAll(keysOf(shape, 500));
				const {ask} = answering(service, randomBy(seed));
				let count = 0;
				const rows = await rowsOf(new SideBySide({...listing, inOrder}), async after => {
					const page = await ask(after);
					return ++count === odd ? {...page, dropped: 1} : page;
				});
				const all = service.uploads.map(rowOf);
				if (inOrder) expect(rows).toEqual(all);
				else expect([...new Set(rows)].toSorted()).toEqual(all.toSorted());
			}),
			{numRuns: 150, seed: 20_261_130},
		);
	});

	test('goes on after a failure, where it was, and asks for nothing twice', async () => {
		const service = new ListedService(kind, 20);
		service.beginAll(keysOf('base64 names', 1000));
		const listed = new SideBySide(listing);
		const {ask} = answering(service, () => 0);
		const rows: string[] = [];
		let failures = 0;
		for (let end: string | undefined; end === undefined; ) {
			const left = 7;
			let asked = 0;
			const pages = listed.pages(async after => {
				if (++asked > left) throw new DOMException('stopped', 'AbortError');
				return ask(after);
			});
			try {
				for (;;) {
					const {done, value} = await pages.next();
					if (done) {
						end = value;
						break;
					}
					rows.push(...value.uploads.map(rowOf));
				}
			} catch {
				failures++;
			}
		}
		expect(failures).toBeGreaterThan(3);
		expect(rows).toEqual(service.uploads.map(rowOf));
		expect(service.asked.length).toBeLessThanOrEqual(57);
	});
});

describe('a thousand pages', () => {
	const hex = keyspaces['hex names, as even as can be']!;
	const shapes: ReadonlyArray<readonly [string, (at: number, count: number) => string, number]> = [
		['even hex names', hex, 180],
		['nested dates', keyspaces['nested dates']!, 220],
		['one prefix with 99 %, last of all', keyspaces['one prefix with 99 %, last of all']!, 140],
		[
			'one upload in each prefix, and many in the last',
			at =>
				at % 2 === 0
					? `tenant-${String((at * 7919) % 1_000_003).padStart(7, '0')}/only`
					: `zz/${hex(at, 0)}`,
			160,
		],
		// A folder is as long as a range should be, and a number in it stops far from the last that may stand there.
		[
			'numbered in many folders',
			at => `team-${at % 97}/${String((at * 7919) % 20_000).padStart(9, '0')}`,
			150,
		],
		[
			'numbered in folders of folders',
			at =>
				`team-${at % 97}/project-${Math.floor(at / 97) % 2}/${String((at * 7919) % 20_000).padStart(9, '0')}.tar.zst`,
			160,
		],
	];

	const cases = shapes.flatMap(([shape, keyOf, rounds]) =>
		[true, false].map(inOrder => [shape, inOrder, rounds, keyOf] as const),
	);
	test.each(cases)(
		'%s, in order %s: %i rounds at most, few requests, and few pages wait in memory',
		async (_, inOrder, rounds, keyOf) => {
			const service = new ListedService('ceph', 20);
			service.beginAll(Array.from({length: 20_000}, (_, at) => keyOf(at, 20_000)));
			const answers = answering(service, () => 0);
			const listed = new SideBySide({...listing, inOrder, width: () => 16});
			let [arrived, taken, mostHeld] = [0, 0, 0];
			const pages = listed.pages(async after => {
				const page = await answers.ask(after);
				mostHeld = Math.max(mostHeld, ++arrived - taken);
				return page;
			});
			const rows: string[] = [];
			for await (const {uploads} of pages) {
				taken++;
				rows.push(...uploads.map(rowOf));
			}
			const all = service.uploads.map(rowOf);
			expect(inOrder ? rows : rows.toSorted()).toEqual(inOrder ? all : all.toSorted());
			expect(answers.rounds).toBeLessThanOrEqual(rounds);
			expect(service.asked.length).toBeLessThanOrEqual(1100);
			expect(mostHeld).toBeLessThanOrEqual(88);
		},
	);
});

describe('one page after the other', () => {
	test.each([
		['on a service of which nothing is known', 'other', {}],
		['on one that lists in another order', 'minio', {}],
		['in a directory bucket', 'aws', {bucket: 'b--use1-az4--x-s3'}],
		['where that is asked for', 'aws', {alone: true}],
		['where the endpoint bears one request', 'ceph', {width: () => 1}],
	] as const)('%s', async (_, kind, more) => {
		const service = new ListedService(kind, 20);
		service.beginAll(keysOf('hex names, as even as can be', 800));
		const answers = answering(service, () => 0);
		const rows = await rowsOf(new SideBySide({...listing, ...more}), answers.ask);
		expect(rows).toEqual(service.uploads.map(rowOf));
		expect([answers.most, service.asked.length]).toEqual([1, 40]);
	});

	test.each([1, 20, 21, 40])('for %i uploads, which are two pages at most', async count => {
		const service = new ListedService('aws', 20);
		service.beginAll(keysOf('hex names, as even as can be', count));
		const answers = answering(service, () => 0);
		await rowsOf(new SideBySide(listing), answers.ask);
		expect([answers.most, service.asked.length]).toEqual([1, Math.ceil(count / 20)]);
	});
});

/** What a page may be that no page of a service that lists in order is. */
const oddPages: Readonly<Record<string, (page: UploadsPage) => UploadsPage>> = {
	'rows out of order': page => ({...page, uploads: page.uploads.toReversed()}),
	'a row without a key': page => ({...page, dropped: 1}),
	'a row that is not certain': page => ({
		...page,
		uploads: page.uploads.map(upload => ({...upload, keyCertain: false})),
	}),
	'a marker that is not its last row': ({next, ...page}) =>
		next === undefined ? page : {...page, next: {...next, uploadIdMarker: '0'}},
};

describe.each(Object.keys(oddPages))('with %s', how => {
	test.each([1, 2, 5, 9, 12])(
		'on page %i, ranges are given up and nothing is lost',
		async which => {
			const service = new ListedService('ceph', 20);
			service.beginAll(keysOf('hex names, as even as can be', 800));
			const {ask} = answering(service, () => 0);
			let count = 0;
			let after = 0;
			let underWay = 0;
			const listed = new SideBySide(listing);
			const rows = await rowsOf(listed, async marker => {
				const isOdd = ++count === which;
				underWay++;
				const page = await ask(marker);
				underWay--;
				if (after > 0 && underWay > 0) after++;
				if (!isOdd) return page;
				after = 1;
				return (oddPages[how] as (page: UploadsPage) => UploadsPage)(page);
			});
			expect(rows.toSorted()).toEqual(service.uploads.map(rowOf).toSorted());
			// What was under way then comes to its end, and no other goes beside the first.
			expect(after).toBeLessThan(8);
		},
	);
});

test('a page that begins before its marker gives ranges up', async () => {
	const service = new ListedService('aws', 20);
	service.beginAll(keysOf('hex names, as even as can be', 800));
	const {ask} = answering(service, () => 0);
	const listed = new SideBySide(listing);
	const rows = await rowsOf(listed, after =>
		// A key alone is not heeded: the listing begins anew.
		ask(after?.uploadIdMarker === undefined ? undefined : after),
	);
	expect(rows).toEqual(service.uploads.map(rowOf));
});

test('a range that fails leaves the rest to the first one', async () => {
	const service = new ListedService('ceph', 20);
	service.beginAll(keysOf('base64 names', 800));
	const {ask} = answering(service, () => 0);
	let refused = 0;
	const rows = await rowsOf(new SideBySide(listing), async after => {
		if (after !== undefined && after.uploadIdMarker === undefined) {
			refused++;
			throw new S3Failure({
				operation: 'ListMultipartUploads',
				code: 'AccessDenied',
				status: 403,
			} as never);
		}
		return ask(after);
	});
	// Two were begun together.
	expect(refused).toBeLessThanOrEqual(2);
	expect(refused).toBeGreaterThan(0);
	expect(rows).toEqual(service.uploads.map(rowOf));
});

function randomBy(seed: number): () => number {
	let state = seed + 1;
	return () => {
		state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
		return ((state ^ (state >>> 13)) >>> 0) / 2 ** 32;
	};
}
