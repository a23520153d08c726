import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {parseArgs} from 'node:util';
import {
	CreateBucketCommand,
	CreateMultipartUploadCommand,
	S3Client,
	UploadPartCommand,
} from '@aws-sdk/client-s3';
import {build} from 'esbuild';
import {startCeph} from '../scripts/ceph.mjs';

/**
 * The rate of an abort of many uploads against one after the other: `node bench/abort-run.mjs
 * --uploads 20000` on a sandbox in a process of its own, `--ceph` on a Ceph that is started for it. Prints one line of
 * JSON: uploads a second, the widest window between a re-read and its Abort in milliseconds as the run measured
 * it, memory, and for comparison the rate of acts that each prove themselves before the next begins.
 */
const {values} = parseArgs({
	options: {
		uploads: {type: 'string', default: '20000'},
		single: {type: 'string', default: '500'},
		ceph: {type: 'boolean', default: false},
	},
});
const count = Number(values.uploads);
const single = Number(values.single);

const source = name => fileURLToPath(new URL(`../source/${name}`, import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'partway-bench-'));
const entry = `
export {startSandbox} from ${JSON.stringify(source('sandbox/sandbox.ts'))};
export {startAbortRun} from ${JSON.stringify(source('operations/abort-run/abort-run.ts'))};
export {abortUploads, prepareAborts} from ${JSON.stringify(source('operations/abort/abort.ts'))};
export {openJournal} from ${JSON.stringify(source('operations/journal/journal.ts'))};
export {createAwsGateway} from ${JSON.stringify(source('s3/gateway/aws-gateway.ts'))};
export {planOf} from ${JSON.stringify(source('multipart/abort-selection.ts'))};
`;
const program = join(folder, 'bench.mjs');
await build({
	stdin: {contents: entry, resolveDir: fileURLToPath(new URL('..', import.meta.url)), loader: 'ts'},
	outfile: program,
	bundle: true,
	platform: 'node',
	format: 'esm',
	banner: {
		js: "import {createRequire} from 'node:module'; const require = createRequire(import.meta.url);",
	},
});
const {abortUploads, createAwsGateway, openJournal, planOf, prepareAborts, startAbortRun} =
	await import(pathToFileURL(program).href);

const bucket = `bench-${process.pid}`;
const key = nth => `team-${nth % 97}/${String((nth * 7919) % count).padStart(8, '0')}.tar.zst`;

/** A sandbox in a process of its own, filled. */
async function startFilled() {
	const child = spawn(
		process.execPath,
		[
			'--input-type=module',
			'--eval',
			`const {startSandbox} = await import(${JSON.stringify(pathToFileURL(program).href)});
			const sandbox = await startSandbox();
			const {bucket, count} = JSON.parse(process.argv[1]);
			sandbox.seed.bucket(bucket);
			const initiated = Date.now() - 1e9;
			for (let nth = 0; nth < count; nth++) sandbox.seed.upload({
				bucket, key: 'team-' + nth % 97 + '/' + String((nth * 7919) % count).padStart(8, '0') + '.tar.zst',
				initiated, parts: [{number: 1, size: 16777216}, {number: 2, size: 1000}],
			});
			process.stdin.on('end', () => process.exit()).resume();
			const [{accessKeyId, secretAccessKey}] = sandbox.users;
			console.log(JSON.stringify({endpoint: sandbox.endpoint, users: [{accessKeyId, secretAccessKey}]}));`,
			JSON.stringify({bucket, count: count + single}),
		],
		{stdio: ['pipe', 'pipe', 'inherit']},
	);
	const [line] = await once(createInterface(child.stdout), 'line');
	return {...JSON.parse(line), stop: () => child.stdin.end()};
}

async function inParallel(items, width, work) {
	let next = 0;
	await Promise.all(
		Array.from({length: width}, async () => {
			while (next < items.length) {
				const at = next++;
				await work(items[at], at);
			}
		}),
	);
}

const server = values.ceph ? await startCeph() : await startFilled();
const [user] = server.users;
try {
	if (values.ceph) {
		const s3 = new S3Client({
			endpoint: server.endpoint,
			region: 'us-east-1',
			forcePathStyle: true,
			credentials: user,
			requestChecksumCalculation: 'WHEN_REQUIRED',
		});
		await s3.send(new CreateBucketCommand({Bucket: bucket}));
		await inParallel(
			Array.from({length: count + single}, (_, nth) => nth),
			16,
			async nth => {
				const target = {Bucket: bucket, Key: key(nth)};
				const {UploadId} = await s3.send(new CreateMultipartUploadCommand(target));
				await s3.send(new UploadPartCommand({...target, UploadId, PartNumber: 1, Body: 'part'}));
			},
		);
		s3.destroy();
	}
	const gateway = createAwsGateway({
		endpoint: server.endpoint,
		region: 'us-east-1',
		pathStyle: true,
		readOnly: false,
		checksums: 'when-required',
		credentials: {kind: 'keys', ...user},
	});
	const rows = [];
	for await (const page of gateway.listUploads({bucket})) rows.push(...page);
	const deps = {
		gateway,
		journal: openJournal({folder: join(folder, 'state')}),
		connection: 'bench',
	};
	// Plans are made of what the list has read; two days on, so that nothing counts as active.
	const uploads = [];
	await inParallel(rows.slice(single), 32, async upload => {
		const {key, uploadId} = upload;
		const summary = await gateway.summarizeParts({bucket, key, uploadId});
		uploads.push(planOf(upload, {kind: 'read', summary}, gateway.now() + 2 * 86_400_000));
	});
	const begun = performance.now();
	const run = startAbortRun(deps, {bucket, uploads, listed: rows.length});
	let widest = 0;
	let mostMemory = 0;
	const watching = setInterval(() => {
		widest = Math.max(widest, gateway.pace.width);
		mostMemory = Math.max(mostMemory, process.memoryUsage().rss);
	}, 250);
	const facts = await run.ended;
	clearInterval(watching);
	const took = performance.now() - begun;

	const singles = rows.slice(0, single);
	const plans = await prepareAborts(gateway, bucket, singles, {
		thresholds: {activeWithin: 0, stalledAfter: 0},
	});
	const begunSingle = performance.now();
	const results = await abortUploads(deps, plans, {concurrency: 1});
	const tookSingle = performance.now() - begunSingle;
	const rate = (done, milliseconds) => Math.round((done / milliseconds) * 10_000) / 10;
	console.log(
		JSON.stringify({
			server: values.ceph ? 'ceph' : 'sandbox',
			uploads: uploads.length,
			gone: facts.counts.gone,
			seconds: Math.round(took / 100) / 10,
			perSecond: rate(uploads.length, took),
			oneAfterTheOther: {
				uploads: single,
				gone: results.filter(({kind}) => kind === 'gone').length,
				perSecond: rate(single, tookSingle),
			},
			widestWindowMs: Math.round((facts.widestWindow ?? 0) * 10) / 10,
			widestPace: widest,
			throttled: facts.throttled,
			residentMiB: Math.round(mostMemory / 1024 ** 2),
			node: process.version,
		}),
	);
	gateway.close();
} finally {
	await server.stop();
	await rm(folder, {recursive: true});
}
