import fc from 'fast-check';
import {expect, test} from 'vitest';
import {sortColumns} from '../../../source/multipart/index/sort-columns.js';
import {
	UploadIndex,
	type UploadRow,
	type View,
} from '../../../source/multipart/index/upload-index.js';
import {
	defaultThresholds,
	livenessOf,
	type Thresholds,
} from '../../../source/multipart/liveness.js';
import {makerOf, makers} from '../../../source/multipart/makers/makers.js';
import {heldBytes} from '../../../source/multipart/part.js';
import {everyUpload, type Query} from '../../../source/multipart/query/query.js';
import {type Reading, unread} from '../../../source/multipart/reading.js';
import type {Upload} from '../../../source/multipart/upload.js';
import {type UploadState, uploadStates} from '../../../source/multipart/upload-state.js';
import {queryOf} from '../../support/queries.js';
import {compareRows, isUnsorted} from './upload-model.js';

/** The liveness of one row. */
function rowLiveness(
	{upload, reading}: Pick<UploadRow, 'upload' | 'reading'>,
	now: number,
	thresholds: Thresholds = defaultThresholds,
): UploadState {
	if (reading.kind === 'not-found') return 'not-found';
	if (makerOf(upload.key) !== undefined) return 'held';
	const summary = reading.kind === 'read' ? reading.summary : undefined;
	const facts = {
		initiated: upload.initiated,
		partCount: summary?.count,
		lastPart: summary?.lastPart,
		lacksDates: summary?.lacksDates,
	};
	return livenessOf(facts, now, thresholds);
}

/** Who holds how many of the rows, and how many of those are unread. */
function heldSums(rows: readonly Row[], states: readonly UploadState[]) {
	const held = rows.filter((_, at) => states[at] === 'held');
	const counts = makers.map(
		({id}) => [id, held.filter(({upload}) => makerOf(upload.key)?.id === id).length] as const,
	);
	const read = rows.flatMap(({upload, reading}) =>
		makerOf(upload.key) !== undefined && reading.kind === 'read' ? [reading.summary] : [],
	);
	return {
		heldBy: Object.fromEntries(counts.filter(([, count]) => count > 0)),
		heldUnread: held.filter(({reading}) => reading.kind === 'unread').length,
		heldSized: read.filter(({lacksSizes}) => !lacksSizes).length,
		heldBytes: read.reduce((sum, {bytes}) => sum + bytes, 0),
	};
}

const hour = 60 * 60_000;
const start = Date.parse('2026-11-22T12:00:00Z');

type Row = {upload: Upload; reading: Reading; marked: boolean; listed: boolean; looked: boolean};

/** Asks for what only parts tell, and for the time: it changes its mind about rows as both go on. */
const heldLong: Query = {
	...everyUpload,
	text: 'size>=2 idle>1h',
	needsParts: true,
	needsTime: true,
	matches: ({bytes, lastPart}, {now}) =>
		bytes !== undefined && bytes >= 2 && lastPart !== undefined && now - lastPart > hour,
};

/** An index, and beside it a Map that is filtered and sorted anew each time. */
class Both {
	readonly index = new UploadIndex();
	readonly rows = new Map<string, Row>();
	now = start;
	view: View = {query: everyUpload, sort: 'key', reverse: false};

	constructor() {
		this.index.beginListing();
		this.setClock(0);
	}

	add(uploads: readonly Upload[]): void {
		let came = 0;
		for (const upload of uploads) {
			const known = this.rows.get(nameOf(upload));
			if (known === undefined) came++;
			const row = known ?? {reading: unread, marked: false, looked: false};
			this.rows.set(nameOf(upload), {...row, upload, listed: true});
		}
		expect(this.index.add(uploads)).toBe(came);
	}

	refresh(uploads: readonly Upload[]): void {
		for (const row of this.rows.values()) Object.assign(row, {listed: false, looked: false});
		this.index.beginListing();
		this.add(uploads);
		const gone = [...this.rows].filter(([, {listed}]) => !listed);
		for (const [name] of gone) this.rows.delete(name);
		expect(this.index.endListing()).toBe(gone.length);
	}

	read(upload: Upload, reading: Reading): void {
		this.index.setReading(upload, reading);
		const row = this.rows.get(nameOf(upload));
		if (row === undefined) return;
		row.looked = true;
		const saysNothing = reading.kind === 'denied' || reading.kind === 'failed';
		if (!saysNothing || row.reading.kind !== 'read') row.reading = reading;
	}

	removeMany(uploads: readonly Upload[]): void {
		const gone = new Set(uploads.map(nameOf).filter(name => this.rows.delete(name)));
		expect(this.index.removeMany(uploads)).toBe(gone.size);
	}

	toggle(upload: Upload): void {
		const handle = this.index.handleOf(upload);
		const row = this.rows.get(nameOf(upload));
		expect(handle !== undefined).toBe(row !== undefined);
		if (handle === undefined || row === undefined) return;
		this.index.toggleMark(handle);
		row.marked = !row.marked;
	}

	markShown(): void {
		this.index.markShown();
		for (const row of this.expected()) row.marked = true;
	}

	clearMarks(): void {
		this.index.clearMarks();
		for (const row of this.rows.values()) row.marked = false;
	}

	setView(view: View): void {
		this.view = view;
		this.index.setView(view);
	}

	setClock(passed: number): void {
		this.now += passed;
		this.index.setClock({now: this.now, thresholds: defaultThresholds});
	}

	/** The rows that the view is to show. */
	expected(): Row[] {
		const {query, sort, reverse} = this.view;
		const clock = {now: this.now, thresholds: defaultThresholds};
		return [...this.rows.values()]
			.filter(({upload, reading}) => {
				const {key, uploadId, initiated} = upload;
				const summary = reading.kind === 'read' ? reading.summary : undefined;
				const {count, lastPart} = summary ?? {};
				const bytes = heldBytes(summary);
				const parts = {reading: reading.kind, partCount: count, bytes, lastPart};
				return query.matches({key, uploadId, initiated, ...parts}, clock);
			})
			.sort((a, b) => compareRows(a, b, sort, reverse, this.now));
	}

	/** What holds whether or not the order is up to date. */
	checkAlways(): void {
		const {index, rows} = this;
		const all = [...rows.values()];
		const read = all.flatMap(({reading}) => (reading.kind === 'read' ? [reading.summary] : []));
		const bytesOf = (of: Row[]) =>
			of.reduce((sum, {reading}) => sum + (reading.kind === 'read' ? reading.summary.bytes : 0), 0);
		const sizedOf = (of: Row[]) =>
			of.filter(({reading}) => reading.kind === 'read' && !reading.summary.lacksSizes).length;
		const marked = all.filter(row => row.marked);
		const states = all.map(row => rowLiveness(row, this.now));
		expect(index.totals(this.now)).toEqual({
			count: all.length,
			read: read.length,
			sized: sizedOf(all),
			unreadable: all.filter(({reading}) => !['read', 'unread'].includes(reading.kind)).length,
			bytes: bytesOf(all),
			byState: Object.fromEntries(
				uploadStates.map(state => [state, states.filter(each => each === state).length]),
			),
			...heldSums(all, states),
			marked: marked.length,
			markedBytes: bytesOf(marked),
			markedSized: sizedOf(marked),
		});
		expect(index.count).toBe(all.length);
		expect(index.markedCount).toBe(marked.length);
		const names = Array.from(index.shownRows(), row => nameOf(row.upload));
		expect(names.length).toBe(index.shown);
		expect(new Set(names).size).toBe(names.length);
		for (const name of names) expect(rows.has(name)).toBe(true);
	}

	checkSettled(): void {
		const {index} = this;
		index.deriveAll();
		expect(index.derive(0)).toBe(true);
		const expected = this.expected();
		const shown = Array.from({length: index.shown}, (_, at) => index.at(at)!);
		expect(shown.map(({upload, reading, marked}) => ({upload, reading, marked}))).toEqual(
			expected.map(({upload, reading, marked}) => ({upload, reading, marked})),
		);
		const states = expected.map(row => rowLiveness(row, this.now));
		const {heldBy, heldUnread} = heldSums(expected, states);
		const held = expected.flatMap(({reading: of}) => (of.kind === 'read' ? [of.summary] : []));
		expect(index.shownSums).toEqual(
			this.view.query.matches === everyUpload.matches
				? undefined
				: {
						count: expected.length,
						read: held.length,
						sized: held.filter(({lacksSizes}) => !lacksSizes).length,
						unreadable: expected.filter(({reading: {kind}}) => !['read', 'unread'].includes(kind))
							.length,
						bytes: held.reduce((sum, {bytes}) => sum + bytes, 0),
						byState: Object.fromEntries(
							uploadStates.map(state => [state, states.filter(each => each === state).length]),
						),
						...{heldBy, heldUnread},
					},
		);
		for (const [at, {handle, upload}] of shown.entries()) {
			expect(index.positionOf(handle)).toBe(at);
			expect(index.handleOf(upload)).toBe(handle);
		}
		const {sort} = this.view;
		const unsorted =
			sort === 'key' ? 0 : expected.filter(row => isUnsorted(row, sort, this.now)).length;
		expect(index.unsorted).toBe(unsorted);
		const unlooked = (rows: Row[]) => rows.filter(row => !row.looked).map(row => row.upload);
		// Twice: the first leaves where it got to.
		for (let time = 0; time < 2; time++)
			expect(index.unread(0, 3)).toEqual(unlooked(expected).slice(0, 3));
		expect(index.unread(2, 100, 5)).toEqual(unlooked(expected.slice(2, 5)));
		const markedShown = expected.filter(row => row.marked).map(row => row.upload);
		const marked = Array.from(index.markedRows(), ({upload}) => upload);
		expect(marked.slice(0, markedShown.length)).toEqual(markedShown);
		expect(new Set(marked.map(nameOf))).toEqual(
			new Set([...this.rows].flatMap(([name, row]) => (row.marked ? [name] : []))),
		);
	}
}

function nameOf({key, uploadId}: {key: string; uploadId: string}): string {
	return JSON.stringify([key, uploadId]);
}

const oddKey = fc.constantFrom(
	...['', 'a', 'a.b', 'a-b', 'A', '写真/夏', '😀', '😀.iso', '\uffe0', '\ufffd'],
	...['__magic/a', 'a/a+1+0000000001.x', 'part-4005733d-a830-4323-8291-8866de98b582-0'],
	...['\ud83d', '\ude00', '\ud83d\ud83d\ude00', 'a\ud83d', '\u0000', 'ÿ', 'k'.repeat(200)],
);
const anyUpload: fc.Arbitrary<Upload> = fc
	.record({
		key: fc.oneof({weight: 4, arbitrary: oddKey}, fc.string({unit: 'binary', maxLength: 4})),
		uploadId: fc.constantFrom('1', '2', '2~x', '', '\udc00'),
		initiated: fc.option(fc.integer({min: -40, max: 0}), {nil: undefined}),
		keyCertain: fc.boolean(),
		storageClass: fc.constantFrom(undefined, 'GLACIER'),
		owner: fc.constantFrom(undefined, {}, {id: 'o'}, {id: 'o', displayName: 'O'}),
	})
	.map(({initiated, ...upload}) => ({
		...upload,
		initiated: initiated === undefined ? undefined : start + initiated * hour,
	}));
const anyReading: fc.Arbitrary<Reading> = fc.oneof(
	fc.constantFrom<Reading>({kind: 'denied'}, {kind: 'failed'}, {kind: 'not-found'}, {kind: 'gone'}),
	fc
		.record({
			count: fc.nat(2),
			bytes: fc.nat(4),
			lacksSizes: fc.boolean(),
			lacksDates: fc.boolean(),
			lastPart: fc.option(fc.integer({min: -40, max: 0}), {nil: undefined}),
		})
		.map(({count, bytes, lacksSizes, lacksDates, lastPart}) => ({
			kind: 'read' as const,
			summary: {
				count,
				bytes,
				...(lacksSizes ? {lacksSizes} : {}),
				...(lacksDates ? {lacksDates} : {}),
				lastPart: lastPart === undefined ? undefined : start + lastPart * hour,
				fingerprint: 2 ** 48 - 1 - bytes,
			},
		})),
);
const anyView = fc.record({
	query: fc.constantFrom(
		everyUpload,
		queryOf('a'),
		queryOf('A'),
		queryOf('😀'),
		queryOf('\ud83d'),
		heldLong,
	),
	sort: fc.constantFrom(...sortColumns),
	reverse: fc.boolean(),
});
const uploads = fc.array(anyUpload, {maxLength: 8});
const step: fc.Arbitrary<(both: Both) => void> = fc.oneof(
	{weight: 4, arbitrary: uploads.map(all => (both: Both) => both.add(all))},
	uploads.map(all => (both: Both) => both.refresh([...kept(both), ...all])),
	{
		weight: 4,
		arbitrary: fc.tuple(fc.nat(), anyReading).map(
			([at, reading]) =>
				(both: Both) =>
					withOne(both, at, one => both.read(one, reading)),
		),
	},
	fc.nat().map(at => (both: Both) => withOne(both, at, one => both.removeMany([one]))),
	uploads.map(all => (both: Both) => both.removeMany([...all, ...kept(both)])),
	fc.nat().map(at => (both: Both) => withOne(both, at, one => both.toggle(one))),
	fc.constant((both: Both) => both.markShown()),
	fc.constant((both: Both) => both.clearMarks()),
	anyView.map(view => (both: Both) => both.setView(view)),
	fc.nat(30).map(passed => (both: Both) => both.setClock(passed * hour)),
	{weight: 4, arbitrary: fc.constant((both: Both) => void both.index.derive(0))},
);

/** Every other upload that is there. */
function kept(both: Both): Upload[] {
	return [...both.rows.values()].filter((_, at) => at % 2 === 0).map(({upload}) => upload);
}

function withOne(both: Both, at: number, act: (upload: Upload) => void): void {
	const all = [...both.rows.values()];
	if (all.length > 0) act(all[at % all.length]!.upload);
}

test('whatever happens, and wherever the work on the order stands, the index is what a plain Map of its uploads says', () => {
	fc.assert(
		fc.property(fc.array(fc.tuple(step, fc.boolean()), {maxLength: 40, size: 'max'}), steps => {
			const both = new Both();
			for (const [each, settled] of steps) {
				each(both);
				both.checkAlways();
				// A change that should make the order stale shows only where it was not so already.
				if (settled) both.checkSettled();
			}
			both.checkSettled();
		}),
		{numRuns: 300},
	);
});

test('thousands of rows that come, go and are read while a slice of work is under way end in the right order', () => {
	const page = (from: number): Upload[] =>
		Array.from({length: 400}, (_, at) => {
			const number = ((from + at) * 7919) % 10_007;
			return {
				key: `${number % 7}/${number}`,
				uploadId: 'id',
				initiated: start - (number % 50) * hour,
				keyCertain: true,
			};
		});
	const busy: fc.Arbitrary<(both: Both) => void> = fc.oneof(
		fc.nat(20).map(times => (both: Both) => both.add(page(times * 300))),
		fc.tuple(fc.nat(10_000), fc.nat(100)).map(
			([from, length]) =>
				(both: Both) =>
					both.removeMany(
						[...both.rows.values()].slice(from, from + length).map(row => row.upload),
					),
		),
		fc.tuple(fc.nat(), anyReading).map(
			([at, reading]) =>
				(both: Both) =>
					withOne(both, at, one => both.read(one, reading)),
		),
		fc.nat().map(at => (both: Both) => withOne(both, at, one => both.removeMany([one]))),
		fc.nat(30).map(times => (both: Both) => {
			for (let step = 0; step < times; step++) both.index.derive(0);
		}),
	);
	fc.assert(
		fc.property(anyView, fc.array(busy, {minLength: 20, maxLength: 30}), (view, steps) => {
			const both = new Both();
			for (let from = 0; from < 4000; from += 400) both.add(page(from));
			both.setView(view);
			for (const each of steps) each(both);
			both.checkAlways();
			both.index.deriveAll();
			expect(Array.from(both.index.shownRows(), ({upload}) => upload.key)).toEqual(
				both.expected().map(({upload}) => upload.key),
			);
		}),
		{numRuns: 25},
	);
});
