import type {S3Client} from '@aws-sdk/client-s3';
import {collect} from '../answer/body.js';
import {longestBody} from '../answer/bounds.js';
import type {WireHooks} from '../answer/exchange.js';
import type {WireResponse} from '../answer/wire-response.js';
import {createClients} from '../client/clients.js';
import {type ConnectionSettings, endpointOf} from '../client/connection.js';
import {clockOf} from '../client/endpoint-clock.js';
import {paceOf} from '../pace/pacing.js';
import {type Captured, noAnswer, type RawAnswer, rawAnswer} from './answer.js';
import {type ScratchCommand, type ScratchRequest, toCommand} from './requests.js';

/** Everything that a run may touch: the keys of one bucket that begin with the prefix. */
export type Scratch = {readonly bucket: string; readonly prefix: string};

export type ScratchClient = {
	/** Sends a request once, and returns whatever came. @throws OutsideScratch; Error where an act on the upload is under way. */
	send(request: ScratchRequest, signal?: AbortSignal): Promise<RawAnswer>;
	/** How many requests it sent. */
	readonly sent: number;
	close(): void;
};

/** A request names a key that the run did not make: it does not leave. */
export class OutsideScratch extends Error {
	override readonly name = 'OutsideScratch';
}

/** Milliseconds without a byte from the server; no request of a run takes long. */
const silence = 60_000;
const limits = {connect: 5_000, readSilence: silence, actSilence: silence, partSilence: silence};

/**
 * Sends single requests within a scratch prefix and shows the answers as they come. Proxies, certificates, credentials, clocks, the log, what is
 * read-only and what is protected are those of every request of the connection.
 *
 * @param region of the bucket, where it was found in another one than the connection's.
 */
export function createScratchClient(
	settings: ConnectionSettings,
	{bucket, prefix}: Scratch,
	hooks: Pick<WireHooks, 'onRequest'> = {},
	region?: string,
): ScratchClient {
	const clock = clockOf(endpointOf(settings));
	const clients = createClients(
		// A checksum is sent where a check is about one, and nowhere else.
		{...settings, checksums: 'when-required'},
		{...hooks, onAnswer: answer => clock.note(answer)},
		paceOf(endpointOf(settings)),
		limits,
		clock.signing,
		'sdk',
	);
	if (region !== undefined) clients.bucketRegions.set(bucket, region);
	/** The uploads that a Complete or an Abort is under way for. */
	const acting = new Set<string>();
	let sent = 0;

	function clientFor({operation}: ScratchRequest): S3Client {
		if (operation === 'CompleteMultipartUpload') return clients.completer;
		return operation === 'UploadPart' ? clients.sender : clients.actor;
	}

	async function sendOnce(request: ScratchRequest, signal: AbortSignal | undefined) {
		const command = toCommand(bucket, request);
		const kept = keptAnswer(command, request.operation);
		sent++;
		try {
			const send = clientFor(request).send as (...args: unknown[]) => Promise<unknown>;
			await send(command, {abortSignal: signal});
		} catch (error) {
			if (signal?.aborted) throw signal.reason;
			if (kept.answer === undefined) return noAnswer(request.operation, error);
		}
		return kept.answer === undefined
			? noAnswer(request.operation, new Error('no answer'))
			: rawAnswer(request.operation, kept.answer);
	}

	return {
		get sent() {
			return sent;
		},
		async send(request, signal) {
			refuseOutside(request, prefix);
			const {operation} = request;
			const isAct = operation === 'CompleteMultipartUpload' || operation === 'AbortMultipartUpload';
			if (!isAct) return sendOnce(request, signal);
			// An Abort that overlaps a Complete loses the data on Ceph (measured): never both.
			if (acting.has(request.uploadId))
				throw new Error('Another operation on the upload is under way.');
			acting.add(request.uploadId);
			try {
				return await sendOnce(request, signal);
			} finally {
				acting.delete(request.uploadId);
			}
		},
		close() {
			const {reader, actor, sender, completer, anonymous} = clients;
			for (const client of [reader, actor, sender, completer, anonymous]) client.destroy();
		},
	};
}

function refuseOutside(request: ScratchRequest, scratch: string): void {
	const {key, prefix} = request as {key?: string; prefix?: string};
	for (const name of [key, prefix])
		if (name !== undefined && !name.startsWith(scratch))
			throw new OutsideScratch(`${request.operation} names a key outside of ${scratch}`);
}

/** Keeps the answer to a command as it comes, below everything that puts right what services write in their own ways. */
function keptAnswer(command: ScratchCommand, operation: string): {answer?: Captured} {
	const kept: {answer?: Captured} = {};
	command.middlewareStack.add(
		next => async args => {
			const result = await next(args);
			const response = result.response as WireResponse;
			const {statusCode: status} = response;
			const bounds = {longest: longestBody(operation, status), isRead: true, answered: {status}};
			const body = Buffer.concat(await collect(response.body, bounds));
			kept.answer = {
				status,
				headers: {...response.headers},
				body: body.toString('utf8'),
			};
			response.body = body;
			return result;
		},
		{step: 'deserialize', priority: 'low', name: 'partwayKeptAnswer'},
	);
	return kept;
}
