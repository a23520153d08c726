import type {ServerResponse} from 'node:http';
import type {FaultAction} from './fault.js';
import {trickled, truncated, withBody} from './fault-bodies.js';
import {endlessPage, RepeatedPages} from './fault-pages.js';
import {pause} from './pause.js';
import type {LoggedRequest} from './request-log.js';
import {sendHalf, sendReply} from './wire/answer.js';
import {EarlyAnswer} from './wire/keep-alive.js';
import type {Reply} from './wire/reply.js';
import {errorDocument} from './wire/xml.js';

/** What each fault that repeats pages has answered before. */
const repeated = new WeakMap<FaultAction, RepeatedPages>();

/** Whether the request has to wait for its effect. */
export function waitsBefore(action: FaultAction): boolean {
	return (
		'delay' in action || 'whitespace' in action || ('hold' in action && action.when === 'before')
	);
}

/** Waits where half of a request's body is there, and tells whether to cut it. */
export async function strikeHalfway(actions: readonly FaultAction[]): Promise<'cut' | undefined> {
	for (const action of actions) {
		if ('hold' in action && action.when === 'mid-request') await action.hold;
		else if ('cut' in action && action.cut === 'mid-request') return 'cut';
	}
	return undefined;
}

/** Waits, and tells what to do in place of the operation, if anything. */
export async function strikeBefore(
	actions: readonly FaultAction[],
): Promise<Reply | 'cut' | undefined> {
	for (const action of actions) {
		if ('delay' in action) await pause(action.delay);
		else if ('hold' in action && action.when === 'before') await action.hold;
		else if ('cut' in action && action.cut === 'before') return 'cut';
		else if ('slowDown' in action) return slowDown(action.slowDown.retryAfter);
		else if ('respond' in action && !action.respond.afterEffect) return action.respond;
	}
	return undefined;
}

/** Waits, and tells what to answer once the operation took effect. */
export async function strikeAfter(
	actions: readonly FaultAction[],
	reply: Reply,
	request: LoggedRequest,
): Promise<Reply | 'cut'> {
	let result = reply;
	for (const action of actions) {
		if ('hold' in action && action.when === 'after') await action.hold;
		else if ('cut' in action && action.cut === 'after') return 'cut';
		else if ('respond' in action) result = action.respond;
		else if ('truncate' in action) result = truncated(result, action.truncate);
		else if ('replaceBody' in action) result = withBody(result, action.replaceBody);
		else if ('page' in action) result = paged(result, action, request);
	}
	return result;
}

/** Sends the answer in the way that the faults want it. */
export async function deliver(
	actions: readonly FaultAction[],
	outgoing: ServerResponse,
	reply: Reply,
): Promise<void> {
	const trickle = actions.find(action => 'trickle' in action)?.trickle;
	const paced = trickle === undefined ? reply : trickled(reply, trickle);
	const half = actions.some(action => 'cut' in action && action.cut === 'mid-body');
	await (half ? sendHalf(outgoing, paced) : sendReply(outgoing, paced));
}

/** Answers before the result is known, and returns when it may become known. */
export async function answerEarly(
	actions: readonly FaultAction[],
	outgoing: ServerResponse,
): Promise<EarlyAnswer | undefined> {
	const action = actions.find(candidate => 'whitespace' in candidate);
	if (action === undefined) return undefined;
	const {every, until} = action.whitespace;
	const early = new EarlyAnswer(outgoing, every);
	await (typeof until === 'number' ? pause(until) : until);
	return early;
}

function paged(
	reply: Reply,
	action: Extract<FaultAction, {page: unknown}>,
	request: LoggedRequest,
): Reply {
	if (action.page === 'endless') return endlessPage(reply, request);
	const pages = repeated.get(action) ?? new RepeatedPages();
	repeated.set(action, pages);
	return pages.of(reply, request);
}

function slowDown(seconds: number): Reply {
	return {
		status: 503,
		headers: {'Retry-After': String(seconds)},
		body: errorDocument([
			['Code', 'SlowDown'],
			['Message', 'Please reduce your request rate.'],
		]),
	};
}
