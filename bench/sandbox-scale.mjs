import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {parseArgs} from 'node:util';
import {ListMultipartUploadsCommand, ListPartsCommand, S3Client} from '@aws-sdk/client-s3';
import {build} from 'esbuild';

/**
 * How the sandbox bears a great many uploads: `node --expose-gc bench/sandbox-scale.mjs --uploads
 * 1000000 --parts 3`. Prints one line of JSON: milliseconds to fill it and for the first, a middle
 * and the last page as the SDK sees them, and the bytes of resident memory and heap for each upload.
 */
const {values} = parseArgs({
	options: {
		uploads: {type: 'string', default: '1000000'},
		parts: {type: 'string', default: '3'},
	},
});
const uploads = Number(values.uploads);
const parts = Array.from({length: Number(values.parts)}, (_, at) => ({
	number: at + 1,
	size: 16 * 1024 ** 2,
}));

const folder = await mkdtemp(join(tmpdir(), 'partway-bench-'));
const program = join(folder, 'sandbox.mjs');
await build({
	entryPoints: [fileURLToPath(new URL('../source/sandbox/sandbox.ts', import.meta.url))],
	outfile: program,
	bundle: true,
	platform: 'node',
	format: 'esm',
});
const {startSandbox} = await import(pathToFileURL(program).href);
await rm(folder, {recursive: true});

const sandbox = await startSandbox();
const client = new S3Client({
	endpoint: sandbox.endpoint,
	region: sandbox.region,
	forcePathStyle: true,
	credentials: sandbox.users[0],
});

/** Resolves with the milliseconds that some work took, to a tenth, and its result. */
async function timed(work) {
	const start = performance.now();
	const result = await work();
	return {took: Math.round((performance.now() - start) * 10) / 10, result};
}

function memory() {
	globalThis.gc?.();
	const {rss, heapUsed} = process.memoryUsage();
	return {rss, heapUsed};
}

sandbox.seed.bucket('bucket');
// The client's own code is loaded and warm before anything is measured.
await client.send(new ListMultipartUploadsCommand({Bucket: 'bucket'}));
const empty = memory();
const start = Date.now() - 1e10;
const fill = await timed(() => {
	// A prime, so that keys come in no order at all.
	for (let nth = 0; nth < uploads; nth++) {
		const number = String((nth * 7919) % uploads).padStart(9, '0');
		const key = `team-${nth % 97}/project/${number}.tar.zst`;
		sandbox.seed.upload({bucket: 'bucket', key, initiated: start + nth, parts});
	}
});
const page = input =>
	timed(() => client.send(new ListMultipartUploadsCommand({Bucket: 'bucket', ...input})));
const sorting = await page({MaxUploads: 1});
const full = memory();
const first = await page({});
const again = await page({});
const middle = await page({KeyMarker: 'team-5/project/'});
const last = await page({KeyMarker: 'team-96/project/9'});
const tail = await page({KeyMarker: `team-96/project/${String(uploads - 2000).padStart(9, '0')}`});
const {Key, UploadId} = first.result.Uploads[0];
const listParts = await timed(() =>
	client.send(new ListPartsCommand({Bucket: 'bucket', Key, UploadId})),
);
const bucket = sandbox.store.bucket('bucket');
const changed = await timed(() => {
	bucket.abortUpload(bucket.upload(Key, UploadId));
	return page({MaxUploads: 1});
});

console.log(
	JSON.stringify({
		uploads,
		parts: parts.length,
		fillMs: fill.took,
		sortMs: sorting.took,
		firstPageMs: first.took,
		firstPageAgainMs: again.took,
		middlePageMs: middle.took,
		lastPageMs: Math.max(last.took, tail.took),
		listPartsMs: listParts.took,
		pageAfterAbortMs: changed.took,
		residentMiB: Math.round(full.rss / 1024 ** 2),
		residentBytesPerUpload: Math.round((full.rss - empty.rss) / uploads),
		heapBytesPerUpload: Math.round((full.heapUsed - empty.heapUsed) / uploads),
		node: process.version,
	}),
);
client.destroy();
await sandbox.close();
