import {JoinedBody} from '../../source/sandbox/store/body.js';
import type {Clock} from './clock.js';
import {chance, type Plan} from './plan.js';
import {bucketName, type Server} from './server.js';

const hour = 60 * 60_000;

/** What is in the bucket when a session begins: uploads of every age, several at a key, and objects. */
export function fill(plan: Plan, server: Server, serverNow: number): void {
	const random = chance(plan.seed, 'bucket');
	const keys = ['a', 'b', 'media/c.mov', 'media/d.mov', 'tape 1', 'ü/€', 'x\ny', 'flink/_e'];
	for (const key of keys)
		if (random.next() < 0.3)
			server.seed.object({bucket: bucketName, key, size: 10, lastModified: serverNow - 50 * hour});
	for (let nth = 0; nth < plan.uploads; nth++) {
		const quiet = random.pick([0.2, 0.9, 2, 12, 23.99, 25, 100, 1000, 1000, 1000]) * hour;
		const key = random.next() < 0.7 ? random.pick(keys) : `n/${nth}`;
		const lastModified = Math.round(serverNow - quiet);
		const parts = Array.from({length: random.pick([0, 1, 2, 3])}, (_, at) => ({
			number: at + 1 + (random.next() < 0.05 ? 1 : 0),
			size: random.pick([5, 8, 16]) * 1024 ** 2,
			lastModified,
		}));
		server.seed.upload({
			bucket: bucketName,
			key,
			initiated: lastModified - random.pick([0, 1000, hour, 48 * hour]),
			parts: parts.filter(({number}, at) => parts.findIndex(each => each.number === number) === at),
		});
	}
}

/** Other clients of the bucket: they begin uploads, send parts, complete, abort and write, until they are told to stop. */
export function others(plan: Plan, clock: Clock, server: Server): () => void {
	if (!plan.troubles.includes('others')) return () => {};
	const random = chance(plan.seed, 'others');
	const {bucket, seed, world} = server;
	let isOver = false;
	const next = () => {
		if (isOver) return;
		const uploads = bucket.uploads.items();
		const upload = uploads.length === 0 ? undefined : random.pick(uploads);
		const choice = random.next();
		if (upload === undefined || choice < 0.1)
			seed.upload({bucket: bucketName, key: random.pick(['a', 'b', 'new']), parts: []});
		else if (choice < 0.6)
			seed.part({
				bucket: bucketName,
				key: upload.key,
				uploadId: upload.id,
				number: random.between(1, 4),
				size: 8 * 1024 ** 2,
			});
		else if (choice < 0.75) bucket.abortUpload(upload);
		else if (choice < 0.9 && upload.parts.size > 0) complete();
		else seed.object({bucket: bucketName, key: upload.key, size: random.between(1, 100)});
		clock.after(random.pick([5, 50, 500, 5000, 30_000]), next, null);
		function complete(): void {
			if (upload === undefined) return;
			const parts = [...upload.parts.values()].sort((a, b) => a.number - b.number);
			const etag = world.personality.completing.etag(parts);
			bucket.completeUpload(
				upload,
				{
					key: upload.key,
					body: new JoinedBody(parts.map(({body}) => body)),
					etag,
					lastModified: world.now(),
					storageClass: 'STANDARD',
					headers: new Map(),
				},
				{request: 'another', result: {etag}},
			);
		}
	};
	clock.after(random.between(1, 3000), next, null);
	return () => {
		isOver = true;
	};
}
