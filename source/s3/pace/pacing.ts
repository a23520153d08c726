import type {ServiceInputTypes, ServiceOutputTypes} from '@aws-sdk/client-s3';
import {
	type FinalizeRequestMiddleware,
	type HandlerExecutionContext,
	type MiddlewareStack,
	SMITHY_CONTEXT_KEY,
} from '@smithy/types';
import {errorUnderSuccess} from '../answer/answer-body.js';
import {headerTime} from '../answer/written-dates.js';
import {isThrottling} from '../failure/failure.js';
import {type Answered, Pace, type Slot} from './pace.js';

/** By server, for as long as the process runs: what was learned of one outlives a connection. */
export const paces = new Map<string, Pace>();

/** The one pace of everything that is sent to the server of this address. */
export function paceOf(endpoint: string): Pace {
	const server = URL.canParse(endpoint) ? new URL(endpoint).origin : endpoint;
	const pace = paces.get(server) ?? new Pace();
	paces.set(server, pace);
	return pace;
}

/**
 * Lets each attempt wait for its slot: after the SDK has decided to send it (again) and before it signs,
 * so that no signature grows old in a queue.
 *
 * @param kindOf whether it waits, and which read it is where it is one.
 * @returns the slot of the attempt that is under way, for whoever sees it leave and be answered.
 */
export function passThrough(
	stack: MiddlewareStack<ServiceInputTypes, ServiceOutputTypes>,
	pace: Pace,
	kindOf: (context: HandlerExecutionContext) => {read?: string; waits: boolean},
): (context: HandlerExecutionContext) => Slot | undefined {
	const slots = new WeakMap<HandlerExecutionContext, Slot>();
	const gate: FinalizeRequestMiddleware<ServiceInputTypes, ServiceOutputTypes> =
		(next, context) => async args => {
			const {read, waits} = kindOf(context);
			const {abortSignal} = (context[SMITHY_CONTEXT_KEY] ?? {}) as {abortSignal?: AbortSignal};
			const slot = waits ? await pace.enter(read, abortSignal) : pace.enterAct();
			slots.set(context, slot);
			try {
				return await next(args);
			} finally {
				slot.leave();
			}
		};
	stack.addRelativeTo(gate, {
		relation: 'before',
		toMiddleware: 'httpSigningMiddleware',
		name: 'partwayPace',
	});
	return context => slots.get(context);
}

/** What an answer means for the pace; undefined where it means nothing: a server in trouble is not one in a hurry. */
export function answeredBy(
	{statusCode, headers}: {statusCode: number; headers: Readonly<Record<string, string>>},
	body: {readonly text: string; readonly size: number},
	now: number,
): Answered | undefined {
	// Under a 200 too: so ends a Complete that white space kept alive.
	const code = errorUnderSuccess(body.text)?.code ?? '';
	if (isThrottling(code, statusCode))
		return {kind: 'throttled', retryAfter: retryAfter(headers, now)};
	return statusCode < 500 ? {kind: 'answer', size: body.size} : undefined;
}

/**
 * Milliseconds of a Retry-After: seconds, or a date by the server's own clock (RFC 9110, 10.2.3).
 * Undefined where there is none that can be read.
 */
export function retryAfter(
	headers: Readonly<Record<string, string>>,
	now: number,
): number | undefined {
	const value = headers['retry-after']?.trim();
	if (value === undefined) return undefined;
	if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000;
	const serverTime = headerTime(headers['date'] ?? '');
	const until = headerTime(value) - (Number.isNaN(serverTime) ? now : serverTime);
	return Number.isNaN(until) ? undefined : Math.max(0, until);
}
