import {once} from 'node:events';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {exchange, type World} from './exchange.js';
import {Faults} from './faults.js';
import {personalityNamed} from './personalities/personalities.js';
import type {Personality, PersonalityName} from './personalities/personality.js';
import {RequestLog} from './request-log.js';
import {Seed} from './seed.js';
import {BodyFiles} from './store/body-files.js';
import {Store} from './store/store.js';
import {sampleUsers, type User} from './users.js';

export type {ActiveFault, CannedAnswer, Fault, FaultAction} from './faults.js';
export {
	type Personality,
	type PersonalityName,
	personalityNames,
} from './personalities/personality.js';
export type {LoggedRequest} from './request-log.js';
export type {SeedObject, SeedUpload} from './seed.js';
export type {SeedPart} from './store/pretended-part.js';
export type {User} from './users.js';

export type SandboxOptions = {
	/** 0, the default, takes a free one. */
	port?: number;
	/** Of this machine's own: 127.0.0.1 unless given. */
	host?: '127.0.0.1' | '::1';
	/** Alice and Bob unless given. The first one owns what is seeded for nobody in particular. */
	users?: readonly User[];
	/** Milliseconds added to every answer. */
	latency?: number;
	/** The server's clock, in milliseconds since the epoch. */
	now?: () => number;
	/** The service that it takes after: S3 itself, `aws`, unless given. */
	like?: PersonalityName;
	/** What that service does in another way. */
	alter?: (personality: Personality) => Personality;
	/** Bytes that every part of an object but its last one has to have: 5 MiB unless given, as everywhere. */
	minPartSize?: number;
	/** Whether operations take the time that they take a true server of this kind; no unless given. */
	trueTimes?: boolean;
};

/** A small S3 server in this process that answers as AWS does, or as a service that differs from it. */
export type Sandbox = {
	/** `http://127.0.0.1:PORT`, `http://[::1]:PORT` */
	readonly endpoint: string;
	readonly region: string;
	readonly users: readonly User[];
	/** The service that it takes after. */
	readonly like: PersonalityName;
	/** Milliseconds since the epoch, by the server's clock. */
	readonly now: () => number;
	readonly store: Store;
	readonly seed: Seed;
	readonly requests: RequestLog;
	readonly faults: Faults;
	/** An id in the shape of the server's. */
	newUploadId(key: string): string;
	/** Lets the server forget what a restart of it would: on MinIO the list of uploads. */
	restart(): void;
	/** Calls back when the sandbox closes. */
	onClose(listener: () => void): void;
	/** Stops listening, ends all connections, those under way included, and removes its files. */
	close(): Promise<void>;
};

const region = 'us-east-1';

/** Longer than any client keeps an idle connection, so that reusing one never races its end. */
const keepAlive = 120_000;

/** Starts a server on this machine's own address. Rejects when the port is taken. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const {port = 0, host = '127.0.0.1', users = sampleUsers, latency = 0, now = Date.now} = options;
	const {like = 'aws', trueTimes = false, minPartSize = 5 * 1024 ** 2} = options;
	const {alter = personality => personality} = options;
	const personality = alter(personalityNamed(like));
	const store = new Store(personality.uploads.order);
	const faults = new Faults();
	const requests = new RequestLog();
	const files = new BodyFiles();
	const world: World = {
		...{store, users, region, endpoint: '', latency, now, faults, requests, files},
		...{personality, trueTimes, minPartSize},
	};
	const server = createServer((incoming, outgoing) => {
		exchange(world, incoming, outgoing).catch(() => outgoing.destroy());
	});
	server.keepAliveTimeout = keepAlive;
	server.requestTimeout = 0;
	server.listen(port, host);
	await once(server, 'listening');
	const name = host === '::1' ? '[::1]' : host;
	world.endpoint = `http://${name}:${(server.address() as AddressInfo).port}`;
	const closing: Array<() => void> = [];
	return {
		endpoint: world.endpoint,
		region,
		users,
		like,
		now,
		store,
		seed: new Seed(store, users, now, personality),
		requests,
		faults,
		newUploadId: key => personality.newUploadId(key),
		restart: () => personality.restart(store),
		onClose: listener => closing.push(listener),
		async close() {
			for (const listener of closing.splice(0)) listener();
			if (!server.listening) return;
			server.close();
			server.closeAllConnections();
			await once(server, 'close');
			await files.close();
		},
	};
}
