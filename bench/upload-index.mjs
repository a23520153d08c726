import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {parseArgs} from 'node:util';
import {build} from 'esbuild';

/**
 * What the index of uploads takes: `node --expose-gc bench/upload-index.mjs --uploads 1000000`. Prints
 * JSON: milliseconds, and bytes of memory for each upload beyond those of its key and id.
 * `longest` is the longest slice of work, in milliseconds, when five are asked for.
 */
const {values} = parseArgs({options: {uploads: {type: 'string', default: '300000'}}});
const uploads = Number(values.uploads);
const pageRows = 1000;
const textBytes = 60;
const now = Date.parse('2026-11-22T12:00:00Z');
const day = 24 * 60 * 60_000;

const folder = await mkdtemp(join(tmpdir(), 'partway-bench-'));
const program = join(folder, 'index.mjs');
await build({
	stdin: {
		contents: [
			`export {UploadIndex} from './index/upload-index.js';`,
			`export {everyUpload, parseQuery} from './query/query.js';`,
		].join('\n'),
		resolveDir: fileURLToPath(new URL('../source/multipart', import.meta.url)),
	},
	outfile: program,
	bundle: true,
	platform: 'node',
	format: 'esm',
});
const {UploadIndex, everyUpload, parseQuery} = await import(pathToFileURL(program).href);
await rm(folder, {recursive: true});

/** Spreads numbers evenly, the same in each run. */
function scattered(number, below) {
	return (Math.imul(number, 0x9e3779b1) >>> 0) % below;
}

function upload(number) {
	return {
		key: `backups/${String(number).padStart(10, '0')}/`.padEnd(textBytes, 'k'),
		uploadId: `2~${scattered(number, 2 ** 31)}-${number}`.padEnd(textBytes, 'i'),
		initiated: now - scattered(number, 90 * day),
		keyCertain: true,
		storageClass: 'STANDARD',
		owner: {id: 'owner'},
		initiator: {id: `person-${number % 3}`},
	};
}

function reading(number) {
	const count = scattered(number, 50);
	return {
		kind: 'read',
		summary: {
			count,
			bytes: count * 8 * 1024 ** 2 + scattered(number, 1000),
			lastPart: now - scattered(number + 1, 60 * day),
			fingerprint: number,
		},
	};
}

function memory() {
	globalThis.gc();
	// What typed arrays held is given back a moment after the collection.
	globalThis.gc();
	const {heapUsed, arrayBuffers} = process.memoryUsage();
	return heapUsed + arrayBuffers;
}

function timed(work) {
	const start = performance.now();
	work();
	return tenths(performance.now() - start);
}

/** The median of a few runs, the code being warm. */
function usual(work) {
	const runs = Array.from({length: 9}, () => timed(work));
	return runs.sort((a, b) => a - b)[4];
}

function tenths(milliseconds) {
	return Math.round(milliseconds * 10) / 10;
}

/** Works the order out in slices of five milliseconds. */
function derived(index) {
	let took = 0;
	let longest = 0;
	let slices = 0;
	for (let done = false; !done; slices++) {
		const slice = timed(() => {
			done = index.derive(5);
		});
		took += slice;
		longest = Math.max(longest, slice);
	}
	return {took: tenths(took), longest, slices, shown: index.shown};
}

/** Fills an index page by page, in the order that `numberAt` gives. */
function fill(index, numberAt) {
	let took = 0;
	let longest = 0;
	index.beginListing();
	for (let from = 0; from < uploads; from += pageRows) {
		const length = Math.min(pageRows, uploads - from);
		const page = Array.from({length}, (_, at) => upload(numberAt(from + at)));
		const spent = timed(() => index.add(page));
		took += spent;
		longest = Math.max(longest, spent);
	}
	return {took: tenths(took), longest};
}

const warm = new UploadIndex();
warm.add([upload(0)]);
const before = memory();
const index = new UploadIndex();
const filled = fill(index, number => number);
const settled = derived(index);
const unread = memory();
const reads = timed(() => {
	for (let number = 0; number < uploads; number++)
		index.setReading(upload(number), reading(number));
});
const bytes = (memory() - before) / uploads - 2 * textBytes;

const view = (query, sort = 'key', reverse = false) => {
	index.setView({query, sort, reverse});
	return derived(index);
};
const sorts = {};
for (const sort of ['initiated', 'lastPart', 'parts', 'size', 'state'])
	sorts[sort] = view(everyUpload, sort, true);
const results = {
	uploads,
	node: process.version,
	fill: filled,
	afterFill: settled,
	bytesUnread: tenths((unread - before) / uploads - 2 * textBytes),
	bytesRead: tenths(bytes),
	setReadings: reads,
	...sorts,
	key: view(everyUpload),
	text: view(parseQuery('99').query),
	query: view(parseQuery('state:stalled size>1MiB').query),
	bytesAfterViews: tenths((memory() - before) / uploads - 2 * textBytes),
	totals: usual(() => index.totals(now)),
};
view(everyUpload, 'size', true);
results.markAll = timed(() => index.markShown());
results.marked = index.markedCount;
results.clearMarks = timed(() => index.clearMarks());
results.positionOf = usual(() => index.positionOf(index.at(index.shown - 1).handle));
const searches = Array.from({length: 9}, () => {
	// A new order begins the search anew.
	view(everyUpload, 'size', true);
	return timed(() => index.unread(0, 64));
});
results.unread = searches.sort((one, other) => one - other)[4];
results.removeOne = timed(() => index.removeMany([upload(uploads >> 1)]));
index.beginListing();
results.refresh = timed(() => {
	for (let from = 0; from < uploads; from += 2 * pageRows)
		index.add(Array.from({length: pageRows}, (_, at) => upload(from + at)));
});
results.went = timed(() => index.endListing());
results.afterHalfWent = derived(index);

const random = new UploadIndex();
const order = Uint32Array.from({length: uploads}, (_, at) => at).sort(
	(a, b) => scattered(a, 2 ** 32) - scattered(b, 2 ** 32),
);
results.fillInRandomOrder = fill(random, at => order[at]);
results.afterRandomFill = derived(random);
process.stdout.write(`${JSON.stringify(results, null, '\t')}\n`);
