import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {parseArgs} from 'node:util';
import {build} from 'esbuild';

/**
 * What one request costs this process, on the lean way and by the SDK's own `send`: `node bench/wire.mjs --rounds 25`.
 * The server is a process of its own and sends the same answers to both. They take turns; each round is so many requests
 * one after the other. Prints one line of JSON for each operation: microseconds of processor for one request (the minimum, median
 * and maximum of the rounds) and the ratio of the medians. `--only lean --operation parts` repeats one side, for a profile.
 */
const {values} = parseArgs({
	options: {
		rounds: {type: 'string', default: '25'},
		requests: {type: 'string', default: '200'},
		only: {type: 'string'},
		operation: {type: 'string'},
	},
});
const rounds = Number(values.rounds);
const requests = Number(values.requests);

const source = name => fileURLToPath(new URL(`../source/${name}`, import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'partway-bench-'));
const program = join(folder, 'bench.mjs');
await build({
	stdin: {
		contents: `
export {createClients} from ${JSON.stringify(source('s3/client/clients.ts'))};
export {
	AbortMultipartUploadCommand, HeadObjectCommand, ListMultipartUploadsCommand, ListPartsCommand, S3Client,
} from '@aws-sdk/client-s3';
export {Pace} from ${JSON.stringify(source('s3/pace/pace.ts'))};
`,
		resolveDir: fileURLToPath(new URL('..', import.meta.url)),
		loader: 'ts',
	},
	outfile: program,
	bundle: true,
	platform: 'node',
	format: 'esm',
	banner: {
		js: "import {createRequire} from 'node:module'; const require = createRequire(import.meta.url);",
	},
});

const xml = '<?xml version="1.0" encoding="UTF-8"?>';
const namespace = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';
const person = name => `<${name}><ID>user</ID><DisplayName>A user</DisplayName></${name}>`;
const people = `${person('Initiator')}${person('Owner')}<StorageClass>STANDARD</StorageClass>`;
const upload = nth =>
	`<Upload><Key>team-${nth % 97}/backups/2026-11-22/${String(nth).padStart(8, '0')}.tar.zst</Key><UploadId>2~${String(nth).padStart(30, 'x')}</UploadId>${people}<Initiated>2026-11-22T10:11:12.131Z</Initiated></Upload>`;
const page = `${xml}<ListMultipartUploadsResult ${namespace}><Bucket>bench</Bucket><Prefix></Prefix><KeyMarker></KeyMarker><UploadIdMarker></UploadIdMarker><NextKeyMarker>k</NextKeyMarker><NextUploadIdMarker>u</NextUploadIdMarker><MaxUploads>1000</MaxUploads><IsTruncated>false</IsTruncated>${Array.from({length: 1000}, (_, nth) => upload(nth)).join('')}</ListMultipartUploadsResult>`;
const parts = `${xml}<ListPartsResult ${namespace}><Bucket>bench</Bucket><Key>a/key</Key><UploadId>2~id</UploadId>${people}<PartNumberMarker>0</PartNumberMarker><NextPartNumberMarker>1</NextPartNumberMarker><MaxParts>1000</MaxParts><IsTruncated>false</IsTruncated><Part><LastModified>2026-11-22T10:11:12.131Z</LastModified><PartNumber>1</PartNumber><ETag>&quot;d41d8cd98f00b204e9800998ecf8427e&quot;</ETag><Size>16777216</Size></Part></ListPartsResult>`;

const server = spawn(
	process.execPath,
	[
		'--input-type=module',
		'--eval',
		`import {createServer} from 'node:http';
		let text = '';
		for await (const chunk of process.stdin) text += chunk;
		const {page, parts} = JSON.parse(text);
		const server = createServer((request, response) => {
			response.setHeader('x-amz-request-id', 'tx00000000000000000001');
			if (request.method === 'DELETE') return response.writeHead(204).end();
			if (request.method === 'HEAD')
				return response.writeHead(200, {'content-length': 5, etag: '"e"', 'last-modified': 'Sun, 22 Nov 2026 10:11:12 GMT'}).end();
			const body = request.url.includes('uploads=') ? page : parts;
			response.writeHead(200, {'content-type': 'application/xml', 'content-length': Buffer.byteLength(body)}).end(body);
		}).listen(0, '127.0.0.1', () => console.log(server.address().port));
		process.on('disconnect', () => process.exit());`,
	],
	{stdio: ['pipe', 'pipe', 'inherit', 'ipc']},
);
server.stdin.end(JSON.stringify({page, parts}));
const [port] = await once(createInterface(server.stdout), 'line');

try {
	process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
	const {createClients, Pace, S3Client, ...commands} = await import(pathToFileURL(program).href);
	const {AbortMultipartUploadCommand, HeadObjectCommand} = commands;
	const {ListMultipartUploadsCommand, ListPartsCommand} = commands;
	const endpoint = `http://127.0.0.1:${port}`;
	const keys = {accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret'};
	const terms = {endpoint, region: 'us-east-1', forcePathStyle: true, credentials: keys};
	const sdk = new S3Client({
		...terms,
		...{requestChecksumCalculation: 'WHEN_REQUIRED', responseChecksumValidation: 'WHEN_REQUIRED'},
	});
	const lean = createClients(
		{
			...{endpoint, region: 'us-east-1', pathStyle: true, readOnly: false},
			...{checksums: 'when-required', credentials: {kind: 'keys', ...keys}},
		},
		{},
		new Pace(),
	);
	const target = {Bucket: 'bench', Key: 'a/key', UploadId: '2~id'};
	// In the order in which a clean-up sends them: what was compiled for one serves the next.
	const operations = [
		{
			name: 'page',
			make: () => new ListMultipartUploadsCommand({Bucket: 'bench'}),
			client: lean.reader,
			share: 0.1,
		},
		{name: 'parts', make: () => new ListPartsCommand(target), client: lean.reader},
		{name: 'abort', make: () => new AbortMultipartUploadCommand(target), client: lean.actor},
		{
			name: 'head',
			make: () => new HeadObjectCommand({Bucket: 'bench', Key: 'a/key'}),
			client: lean.reader,
		},
	];
	const cost = async (client, make, count) => {
		const before = process.cpuUsage();
		for (let nth = 0; nth < count; nth++) await client.send(make());
		const {user, system} = process.cpuUsage(before);
		return (user + system) / count;
	};
	const spread = costs => {
		const sorted = costs.toSorted((a, b) => a - b).map(Math.round);
		return {min: sorted[0], median: sorted[sorted.length >> 1], max: sorted.at(-1)};
	};
	for (const {name, make, client, share = 1} of operations) {
		if (values.operation !== undefined && values.operation !== name) continue;
		const count = Math.max(1, Math.round(requests * share));
		const sides = Object.entries({sdk, lean: client}).filter(
			([side]) => values.only === undefined || values.only === side,
		);
		const costs = {sdk: [], lean: []};
		// The first fifth warms up.
		for (let round = -Math.ceil(rounds / 5); round < rounds; round++)
			for (const [side, each] of sides) {
				const took = await cost(each, make, count);
				if (round >= 0) costs[side].push(took);
			}
		const told = Object.fromEntries(sides.map(([side]) => [side, spread(costs[side])]));
		const ratio =
			sides.length < 2 ? {} : {ratio: Number((told.lean.median / told.sdk.median).toFixed(3))};
		console.log(JSON.stringify({operation: name, microseconds: told, ...ratio}));
	}
} finally {
	server.disconnect();
	await rm(folder, {recursive: true});
}
