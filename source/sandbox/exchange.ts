import type {IncomingMessage, ServerResponse} from 'node:http';
import {perform} from './access.js';
import {authenticate} from './auth/authenticate.js';
import {isPresigned, withHoistedHeaders} from './auth/presigned.js';
import {internalError, S3Error} from './errors.js';
import {
	answerEarly,
	deliver,
	strikeAfter,
	strikeBefore,
	strikeHalfway,
	waitsBefore,
} from './fault-strikes.js';
import type {Faults} from './faults.js';
import {pause} from './pause.js';
import {IncomingBody} from './payload/incoming-body.js';
import {Payload} from './payload/payload.js';
import {filterHeaders} from './personalities/filter-headers.js';
import type {Personality} from './personalities/personality.js';
import type {LoggedRequest, RequestLog} from './request-log.js';
import {type Route, route} from './router.js';
import type {BodyFiles} from './store/body-files.js';
import type {Store} from './store/store.js';
import {anonymous, type User} from './users.js';
import {errorReply, setCommonHeaders} from './wire/answer.js';
import type {ExchangeIds, Reply} from './wire/reply.js';
import {readRequest, type S3Request} from './wire/request.js';

/** What all exchanges of one sandbox share. */
export type World = {
	store: Store;
	users: readonly User[];
	region: string;
	endpoint: string;
	/** Milliseconds added to every answer. */
	latency: number;
	personality: Personality;
	/** Bytes that every part of an object but its last one has to have. */
	minPartSize: number;
	/** Whether operations take the time that they take a true server. */
	trueTimes: boolean;
	now: () => number;
	faults: Faults;
	requests: RequestLog;
	files: BodyFiles;
};

/** What a request turned out to ask for; an unreadable one asks for an error. */
type Reading = {request: S3Request; route: Route} | {error: unknown; request?: S3Request};

/** Answers one request, faults included. */
export async function exchange(
	world: World,
	incoming: IncomingMessage,
	outgoing: ServerResponse,
): Promise<void> {
	const reading = read(incoming);
	const entry = logEntry(reading);
	world.requests.add(entry);
	try {
		await answer(world, incoming, outgoing, reading, entry);
	} finally {
		entry.isOver = true;
	}
}

async function answer(
	world: World,
	incoming: IncomingMessage,
	outgoing: ServerResponse,
	reading: Reading,
	entry: LoggedRequest,
): Promise<void> {
	const actions = world.faults.strike(entry);
	const {responseStyle} = world.personality;
	const ids = responseStyle.ids(world.now());
	const body = new IncomingBody(incoming, () => strikeHalfway(actions));
	// A request that has to wait takes effect even if its client does not wait for it.
	if (actions.some(waitsBefore)) await body.keep(world.files);
	if (world.latency > 0) await pause(world.latency);
	const instead = await strikeBefore(actions);
	setCommonHeaders(outgoing, responseStyle.headers(ids), world.now());
	if (instead === 'cut') {
		incoming.socket.destroy();
		return;
	}
	if (instead !== undefined) {
		entry.status = instead.status;
		await deliver(actions, outgoing, instead);
		return;
	}
	const early = await answerEarly(actions, outgoing);
	const reply = responseStyle.reply(await effect(world, reading, body, ids, entry));
	try {
		const after = await strikeAfter(actions, reply, entry);
		if (after === 'cut') {
			incoming.socket.destroy();
			return;
		}
		entry.status = early === undefined ? after.status : 200;
		if (early !== undefined) early.finish(after);
		else await deliver(actions, outgoing, after);
	} finally {
		if (typeof reply.body === 'object') reply.body.drop();
	}
}

function read(incoming: IncomingMessage): Reading {
	let request: S3Request | undefined;
	try {
		request = readRequest(incoming);
		return {request, route: route(request)};
	} catch (error) {
		return {error, request};
	}
}

/** A request as it arrives, before anything was answered. */
export function loggedRequest(incoming: IncomingMessage): LoggedRequest {
	return logEntry(read(incoming));
}

function logEntry(reading: Reading): LoggedRequest {
	const {request} = reading;
	return {
		operation: 'route' in reading ? reading.route.operation : 'Unknown',
		bucket: request?.bucket,
		key: request?.key,
		uploadId: request?.query.get('uploadId'),
		query: Object.fromEntries(request?.query.pairs ?? []),
		headers: Object.fromEntries(request?.headers ?? []),
		status: undefined,
		code: undefined,
		failure: undefined,
		isOver: false,
	};
}

/** Runs the operation; an error becomes the answer that tells it. */
async function effect(
	world: World,
	reading: Reading,
	body: IncomingBody,
	ids: ExchangeIds,
	entry: LoggedRequest,
): Promise<Reply> {
	try {
		if ('error' in reading) throw reading.error;
		const {store, users, region, endpoint, files, personality, trueTimes, minPartSize} = world;
		const now = world.now();
		const identity = authenticate(reading.request, users, region, now);
		const request = isPresigned(reading.request)
			? withHoistedHeaders(reading.request)
			: reading.request;
		const {operation} = reading.route;
		const open = identity.user === anonymous && personality.requestPolicy.toAnyone(operation);
		if (open) return open;
		const refusal = personality.requestPolicy.refusal(operation, request);
		if (refusal !== undefined) throw refusal;
		const payload = new Payload(body, request, identity);
		return await perform(reading.route, {
			request: filterHeaders(request, operation, personality.requestPolicy),
			user: identity.user,
			users,
			store,
			region,
			endpoint,
			payload,
			files,
			minPartSize,
			personality,
			linger: async milliseconds => (trueTimes ? pause(milliseconds) : undefined),
			now,
		});
	} catch (error) {
		const known = error instanceof S3Error ? error : internalError();
		entry.code = known.code;
		if (known !== error && !body.cutShort) entry.failure = error;
		const {bucket} = 'request' in reading ? (reading.request ?? {}) : {};
		return errorReply(world.personality.responseStyle.error(known, bucket), ids);
	} finally {
		await body.discard();
	}
}
