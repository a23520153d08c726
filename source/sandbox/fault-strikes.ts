import type {ServerResponse} from 'node:http';
import {setTimeout as sleep} from 'node:timers/promises';
import type {Reply} from './call.js';
import type {FaultAction} from './faults.js';
import {EarlyAnswer} from './wire/keep-alive.js';

/** Whether the answer ends in the middle of its body. */
export function cutsBody(action: FaultAction): boolean {
	return 'cut' in action && action.cut === 'mid-body';
}

/** Whether the request has to wait for its effect. */
export function waitsBefore(action: FaultAction): boolean {
	return (
		'delay' in action || 'whitespace' in action || ('hold' in action && action.when === 'before')
	);
}

/** Waits, and tells what to do in place of the operation, if anything. */
export async function strikeBefore(
	actions: readonly FaultAction[],
): Promise<Reply | 'cut' | undefined> {
	for (const action of actions) {
		if ('delay' in action) await pause(action.delay);
		else if ('hold' in action && action.when === 'before') await action.hold;
		else if ('cut' in action && action.cut === 'before') return 'cut';
		else if ('respond' in action && !action.respond.afterEffect) return action.respond;
	}
	return undefined;
}

/** Waits, and tells what to answer once the operation took effect. */
export async function strikeAfter(
	actions: readonly FaultAction[],
	reply: Reply,
): Promise<Reply | 'cut'> {
	let result = reply;
	for (const action of actions) {
		if ('hold' in action && action.when === 'after') await action.hold;
		else if ('cut' in action && action.cut === 'after') return 'cut';
		else if ('respond' in action) result = action.respond;
	}
	return result;
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

/** Waits without keeping the process alive. */
export function pause(milliseconds: number): Promise<void> {
	return sleep(milliseconds, undefined, {ref: false});
}
