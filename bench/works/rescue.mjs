import {createHash, randomBytes} from 'node:crypto';
import {createReadStream} from 'node:fs';
import {open} from 'node:fs/promises';
import {join} from 'node:path';
import {
	CreateBucketCommand,
	CreateMultipartUploadCommand,
	GetObjectCommand,
	S3Client,
	UploadPartCommand,
} from '@aws-sdk/client-s3';
import {clientsOf} from '../lib/clients.mjs';
import {runToEnd} from '../lib/process.mjs';
import {inTurn} from '../lib/rounds.mjs';
import {ours, times} from '../lib/targets.mjs';

const partSize = 16 * 1024 ** 2;
const bucket = 'rescue';

/** A file of so many parts of bytes that nothing makes smaller, and its MD5. */
async function fileOf(parts, path) {
	const hash = createHash('md5');
	const handle = await open(path, 'w');
	for (let part = 0; part < parts; part++) {
		const bytes = randomBytes(partSize);
		hash.update(bytes);
		await handle.write(bytes);
	}
	await handle.close();
	return {path, parts, md5: hash.digest('hex')};
}

/** What puts uploads there, and reads objects back: no client that is measured. */
async function preparing({endpoint, user}, {path, md5}) {
	const client = new S3Client({
		endpoint,
		region: 'us-east-1',
		forcePathStyle: true,
		credentials: user,
		requestChecksumCalculation: 'WHEN_REQUIRED',
	});
	await client.send(new CreateBucketCommand({Bucket: bucket}));
	return {
		/** An upload that holds the first parts of the file. */
		async begun(key, parts) {
			const target = {Bucket: bucket, Key: key};
			const {UploadId: uploadId} = await client.send(new CreateMultipartUploadCommand(target));
			for (let part = 0; part < parts; part++)
				await client.send(
					new UploadPartCommand({
						...target,
						UploadId: uploadId,
						PartNumber: part + 1,
						ContentLength: partSize,
						Body: createReadStream(path, {
							start: part * partSize,
							end: (part + 1) * partSize - 1,
						}),
					}),
				);
			return {file: path, bucket, key, uploadId, partSize};
		},
		async check(key) {
			const {Body} = await client.send(new GetObjectCommand({Bucket: bucket, Key: key}));
			const hash = createHash('md5');
			for await (const piece of Body) hash.update(piece);
			if (hash.digest('hex') !== md5) throw new Error(`${key} is not the file.`);
		},
		end: () => client.destroy(),
	};
}

/** Finishes an upload of which 90 % are there by each client, and reads the object back. */
async function finished(server, {here, until}, {parts, rounds}) {
	const output = join(here.folder, 'finished');
	const file = await fileOf(parts, join(here.folder, 'to-finish'));
	const others = await preparing(server, file);
	const clients = (await clientsOf(server, here)).filter(({finish}) => finish !== undefined);
	const runners = clients.map(({name, finish}) => ({
		name,
		async run(round) {
			const upload = await others.begun(`${name}-${round + 1}`, Math.floor(parts * 0.9));
			await server.requests();
			const figures = await runToEnd(finish(upload), output);
			const requests = await server.requests();
			await others.check(upload.key);
			return {...figures, requests};
		},
	}));
	const {rows, notes} = await inTurn(runners, {rounds, warmUp: 0, until});
	others.end();
	const shown = {file: 'FILE', bucket, key: 'KEY', uploadId: 'ID', partSize};
	return {
		rows,
		commands: clients.map(({name, finish}) => [name, finish(shown).command]),
		notes: [
			'Each run had an upload of its own, and the object was read back and compared with the file. aws knows nothing of what is there and sends all of it. s3cmd reads the list of parts and the file, part by part, and sends what is missing.',
			...notes,
		],
	};
}

const finish = where => ({
	title: ({size}) =>
		`Finish an upload of ${size(64)} parts of 16 MiB of which 90 % are there, ${where}`,
	seconds: 240,
	async run({sandbox, ceph, size, rounds, ...context}) {
		const server = await (where === 'on Ceph' ? ceph() : sandbox());
		return server && finished(server, context, {parts: size(64), rounds: Math.min(rounds, 3)});
	},
	targets: rows => [
		['time, × aws s3 cp from the start', times(rows, 'wall', 'aws'), 0.5],
		['time, × s3cmd put --continue-put', times(rows, 'wall', 's3cmd'), 1],
		['memory at most', ours(rows, 'peak', 'max'), 200e6, 'megabytes'],
	],
});

export const rescueCeph = finish('on Ceph');
export const rescueSandbox = finish('on the sandbox');

export const rescueCheck = {
	title: ({size}) => `Compare ${size(128)} parts of 16 MiB with the file, by MD5`,
	seconds: 120,
	async run({sandbox, size, rounds, here, until}) {
		const server = await sandbox();
		const output = join(here.folder, 'compared');
		const file = await fileOf(size(128), join(here.folder, 'to-compare'));
		const others = await preparing(server, file);
		const upload = await others.begun('whole', file.parts);
		const partways = (await clientsOf(server, here)).filter(({check}) => check !== undefined);
		const md5sum = {command: ['/usr/bin/md5sum', file.path], env: {}, cwd: here.folder};
		const runners = [
			...partways.map(({name, check}) => ({name, run: () => runToEnd(check(upload), output)})),
			{name: 'md5sum', run: () => runToEnd(md5sum, output)},
		];
		const {rows, notes} = await inTurn(runners, {rounds, until});
		others.end();
		return {
			rows,
			commands: [
				...partways.map(({name, check}) => [
					name,
					check({...upload, file: 'FILE', uploadId: 'ID'}).command,
				]),
				['md5sum', ['md5sum', 'FILE']],
			],
			notes: [
				'What partway takes to start and to list the parts is in its time. md5sum has one core.',
				...notes,
			],
		};
	},
	// 0.8 of what it reads per core, so 1.25 of its processor.
	targets: rows => [
		['processor, × md5sum', times(rows, 'cpu', 'md5sum'), 1.25],
		['time, × md5sum', times(rows, 'wall', 'md5sum'), 1],
		['memory at most', ours(rows, 'peak', 'max'), 200e6, 'megabytes'],
	],
};
