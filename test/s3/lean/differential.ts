import assert from 'node:assert/strict';
import {once} from 'node:events';
import {createServer, type IncomingMessage} from 'node:http';
import type {AddressInfo} from 'node:net';
import type {RequestLogEntry} from '../../../source/s3/client/connection.js';
import {S3Failure} from '../../../source/s3/failure/failure.js';
import {createAwsGateway} from '../../../source/s3/gateway/aws-gateway.js';
import type {Gateway} from '../../../source/s3/gateway/gateway.js';
import {type DrawnAnswer, type DrawnCase, drawnCase} from './drawn-answers.js';

/** What is seen of a call from outside: what left, what was logged, what came back. */
type Seen = {
	readonly sent: readonly unknown[];
	readonly logged: readonly unknown[];
	readonly outcome: unknown;
};

const ways = ['lean', 'sdk'] as const;
export type Way = (typeof ways)[number];

/** A server that answers by cases, and one gateway for each way to it. */
export type Ways = {
	/** @throws AssertionError where the two ways differ in anything. */
	compare(drawn: DrawnCase, name: string): Promise<void>;
	close(): Promise<void>;
};

const keys = {kind: 'keys', accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret'} as const;

/** Differ from one sending to the next, whoever sends. */
const ofMoment = new Set(['authorization', 'x-amz-date', 'amz-sdk-invocation-id', 'user-agent']);

export async function startWays(): Promise<Ways> {
	const answers = new Map<string, DrawnAnswer>();
	const sent = new Map<string, unknown[]>();
	const server = createServer((request, response) => {
		const id = caseOf(request);
		const {status, headers, pieces, isCut} = answers.get(id) as DrawnAnswer;
		sent.get(id)?.push(shownRequest(request));
		request.resume();
		response.sendDate = false;
		const length = pieces.reduce((bytes, piece) => bytes + piece.length, 0);
		const inOne = pieces.length < 2;
		response.writeHead(status, {
			...(inOne && status !== 204 ? {'content-length': length} : {}),
			...headers,
		});
		const whole = isCut ? [...pieces.slice(0, -1), pieces.at(-1)?.subarray(0, 1) ?? ''] : pieces;
		for (const piece of whole) response.write(piece);
		if (isCut) response.write('', () => setImmediate(() => request.socket.destroy()));
		else response.end();
	});
	server.keepAliveTimeout = 600_000;
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const logs = new Map<Way, RequestLogEntry[]>(ways.map(way => [way, []]));
	const gateways = Object.fromEntries(
		ways.map(way => [
			way,
			createAwsGateway(
				{
					...{endpoint, region: 'us-east-1', pathStyle: true, readOnly: false},
					...{checksums: 'when-required', credentials: keys},
				},
				{onRequest: entry => logs.get(way)?.push(entry)},
				undefined,
				way,
			),
		]),
	) as Record<Way, Gateway>;

	async function see(way: Way, {operation, key, answer}: DrawnCase, name: string): Promise<Seen> {
		const id = `${way}-${name}`;
		answers.set(id, answer);
		sent.set(id, []);
		const logged: RequestLogEntry[] = [];
		logs.set(way, logged);
		const target = {bucket: 'bucket', key: `case-${id}/${key}`, uploadId: `2~case-${id}-id`};
		const gateway = gateways[way];
		const call = {
			uploads: () => gateway.listUploadsPage({bucket: 'bucket', prefix: target.key}),
			parts: () => gateway.listParts(target),
			abort: () => gateway.abort(target),
			head: () => gateway.headObject(target),
		}[operation];
		const outcome = await call().then(shownValue, shownFailure);
		const seen = {
			sent: sent.get(id) ?? [],
			logged: logged.map(({operation: of, status, requestId, error}) => ({
				of,
				status,
				requestId,
				error,
			})),
			outcome,
		};
		answers.delete(id);
		sent.delete(id);
		// The two are called by other names.
		return JSON.parse(JSON.stringify(seen, undefinedToo).replaceAll(`case-${way}-`, 'case-'));
	}

	return {
		async compare(drawn, name) {
			const lean = await see('lean', drawn, name);
			const sdk = await see('sdk', drawn, name);
			assert.deepStrictEqual(lean, sdk, `case ${name}: ${describe(drawn)}`);
		},
		async close() {
			for (const gateway of Object.values(gateways)) gateway.close();
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		},
	};
}

/** So many at a time: some cases are repeated after a wait. */
const lanes = 8;

/** Compares the cases of so many seeds. */
export async function compareSeeds(first: number, count: number): Promise<void> {
	let seed = first;
	await Promise.all(
		Array.from({length: lanes}, async () => {
			const ways = await startWays();
			try {
				while (seed < first + count) {
					const own = seed++;
					await ways.compare(drawnCase(own), String(own));
				}
			} finally {
				await ways.close();
			}
		}),
	);
}

function describe({operation, answer}: DrawnCase): string {
	const body = Buffer.concat(answer.pieces).toString('utf8').slice(0, 3000);
	return `${operation}, ${answer.status} ${JSON.stringify(answer.headers)} ${answer.isCut ? 'cut ' : ''}${body}`;
}

function caseOf({url = ''}: IncomingMessage): string {
	return /case-((?:lean|sdk)-\w+)/.exec(url)?.[1] ?? '';
}

function shownRequest({method, url, headers}: IncomingMessage): unknown {
	const {authorization = ''} = headers;
	return {
		...{method, url},
		headers: Object.fromEntries(
			Object.entries(headers)
				.filter(([name]) => !ofMoment.has(name))
				.sort(([one], [other]) => (one < other ? -1 : 1)),
		),
		signed: authorization.replace(/\/\d{8}\//, '/').replace(/Signature=.*/, ''),
	};
}

function shownValue(value: unknown): unknown {
	const {leftAt, ...rest} = (value ?? {}) as {leftAt?: number};
	return {value: value && rest, left: typeof leftAt};
}

function shownFailure(error: unknown): unknown {
	if (!(error instanceof S3Failure)) return {defect: String(error)};
	const {operation, target, code, serverMessage, status, requestId} = error;
	const {retryable, effect, hint, named, cause} = error;
	const {name, message, $metadata} = cause as Error & {$metadata?: {totalRetryDelay?: number}};
	// Chance decides how long is waited.
	const {totalRetryDelay: _, ...metadata} = $metadata ?? {};
	return {
		...{operation, target, code, serverMessage, status, requestId},
		...{retryable, effect, hint, named, cause: {name, message, metadata}},
	};
}

function undefinedToo(_name: string, value: unknown): unknown {
	return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}
