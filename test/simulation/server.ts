import type {IncomingMessage, ServerResponse} from 'node:http';
import {Readable, Writable} from 'node:stream';
import {exchange, type World} from '../../source/sandbox/exchange.js';
import {Faults} from '../../source/sandbox/faults.js';
import {personalityNamed} from '../../source/sandbox/personalities/personalities.js';
import type {PersonalityName} from '../../source/sandbox/personalities/personality.js';
import {RequestLog} from '../../source/sandbox/request-log.js';
import {Seed} from '../../source/sandbox/seed.js';
import {BodyFiles} from '../../source/sandbox/store/body-files.js';
import type {Bucket} from '../../source/sandbox/store/bucket.js';
import {Store} from '../../source/sandbox/store/store.js';
import {sampleUsers} from '../../source/sandbox/users.js';
import type {Answer, Sent} from './given/http.js';
import type {News} from './history.js';

export const endpoint = 'http://127.0.0.1:9000';
export const bucketName = 'media';

/** The sandbox without sockets: what it does is told as it happens. */
export class Server {
	readonly world: World;
	readonly seed: Seed;
	readonly bucket: Bucket;
	/** The request that is being served. */
	serving: number | undefined;
	readonly #tell: (news: News) => void;

	/** @param now the server's clock. */
	constructor(
		like: PersonalityName,
		now: () => number,
		newId: () => string,
		tell: (news: News) => void,
	) {
		// Ids are the same on every run of a seed.
		const usual = personalityNamed(like);
		const {responseStyle} = usual;
		let answers = 0;
		const {requestId, hostId} = responseStyle.ids(now());
		const ids: typeof responseStyle.ids = () => {
			const nth = (++answers).toString(16).toUpperCase();
			return {
				requestId: requestId.replace(/[0-9a-f]{16,}/i, digits => nth.padStart(digits.length, '0')),
				hostId,
			};
		};
		const personality = {...usual, newUploadId: newId, responseStyle: {...responseStyle, ids}};
		const store = new Store(personality.uploads.order);
		this.#tell = tell;
		this.world = {
			...{store, users: sampleUsers, region: 'us-east-1', endpoint, latency: 0, now},
			...{
				faults: new Faults(),
				requests: new RequestLog(),
				files: new BodyFiles(),
				personality,
				trueTimes: false,
				minPartSize: 5 * 1024 ** 2,
			},
		};
		this.seed = new Seed(store, sampleUsers, now, personality);
		this.seed.bucket(bucketName);
		this.bucket = store.bucket(bucketName)!;
		this.#watch(this.bucket);
	}

	/** Every change of the bucket is told, whoever made it. */
	#watch(bucket: Bucket): void {
		const {addUpload, putPart, abortUpload, completeUpload, putObject} = bucket;
		bucket.addUpload = upload => {
			addUpload.call(bucket, upload);
			const {key, id: uploadId, initiated} = upload;
			this.#tell({what: 'begun', key, uploadId, initiated});
			for (const {number, lastModified: landed} of upload.parts.values())
				this.#tell({what: 'part', key, uploadId, number, landed});
		};
		bucket.putPart = (upload, part) => {
			putPart.call(bucket, upload, part);
			this.#tell({
				what: 'part',
				key: upload.key,
				uploadId: upload.id,
				number: part.number,
				landed: part.lastModified,
			});
		};
		bucket.abortUpload = upload => {
			abortUpload.call(bucket, upload);
			this.#tell({what: 'aborted', key: upload.key, uploadId: upload.id, request: this.serving});
		};
		let completing = false;
		bucket.completeUpload = (upload, object, completion) => {
			const replaced = bucket.object(object.key)?.etag;
			completing = true;
			completeUpload.call(bucket, upload, object, completion);
			completing = false;
			this.#tell({
				what: 'completed',
				key: upload.key,
				uploadId: upload.id,
				etag: object.etag,
				replaced,
				request: this.serving,
			});
		};
		bucket.putObject = object => {
			putObject.call(bucket, object);
			if (!completing) this.#tell({what: 'object', key: object.key, etag: object.etag});
		};
	}

	/** Answers a request; all of it happens at once. */
	async serve(
		{method, path, headers, body}: Sent,
		number: number,
	): Promise<Answer & {readonly code?: string}> {
		const raw = Object.entries(headers).flat();
		const incoming = Object.assign(Readable.from(body.length === 0 ? [] : [body]), {
			...{method, url: path, headers, rawHeaders: raw, complete: true, socket: {destroy() {}}},
		});
		const outgoing = new Outgoing(method);
		this.serving = number;
		await exchange(
			this.world,
			incoming as unknown as IncomingMessage,
			outgoing as unknown as ServerResponse,
		);
		this.serving = undefined;
		const entry = this.world.requests.log.at(-1);
		this.world.requests.clear();
		if (entry?.failure !== undefined) throw entry.failure;
		return {
			status: outgoing.statusCode,
			headers: outgoing.headers,
			body: Buffer.concat(outgoing.pieces),
			code: entry?.code,
		};
	}
}

/** What is written as an answer. */
class Outgoing extends Writable {
	statusCode = 200;
	sendDate = false;
	headers: Record<string, string> = {};
	readonly pieces: Buffer[] = [];
	readonly req: {method: string};
	readonly socket = {destroy() {}};
	constructor(method: string) {
		super();
		this.req = {method};
	}
	setHeader(name: string, value: string): void {
		this.headers[name] = value;
	}
	writeHead(status: number, headers: Record<string, string> = {}): void {
		this.statusCode = status;
		Object.assign(this.headers, headers);
	}
	override _write(piece: Buffer, _: string, done: () => void): void {
		this.pieces.push(piece);
		done();
	}
}
