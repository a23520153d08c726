import {type CompletionPlan, plannedOf} from '../../multipart/completion/completion.js';
import {S3Failure} from '../../s3/failure/failure.js';
import type {Gateway} from '../../s3/gateway/gateway.js';
import {
	type CompleteOutcome,
	didNothing,
	isAsBefore,
	isCertainRefusal,
	judgeCompletion,
	needsLook,
	refusalOutcome,
} from './completion-outcome.js';
import {lookAtCompletion} from './look.js';
import {conditionSent, isMet, isRefusedFor, saysCannot, saysUnmet} from './refused-condition.js';
import type {CompleteReply} from './reply.js';

/** `reading`: parts and destination once more. `sending`: the service works, minutes if it must. `looking`: HeadObject. */
export type CompletePhase = 'reading' | 'sending' | 'looking';

/**
 * How many milliseconds pass before a Complete that was answered by SlowDown, and did nothing, is sent
 * again: three attempts in all, as the AWS SDKs and Tools Reference Guide documents for every client.
 */
export const sendAgainAfter: readonly number[] = [1_000, 4_000];

/** Milliseconds until an answer that the object contradicts is looked at once more. */
const secondLookAfter = 1_000;

/** Sends a planned Complete, looks, and judges what it came to. */
export async function sendAndLook(
	gateway: Gateway,
	plan: CompletionPlan,
	options: {
		readonly onPhase?: (phase: CompletePhase) => void;
		readonly sleep: (milliseconds: number) => Promise<unknown>;
	},
): Promise<CompleteOutcome> {
	const {onPhase, sleep} = options;
	const planned = plannedOf(plan);
	for (let sent = 1; ; sent++) {
		onPhase?.('sending');
		const reply = await send(gateway, plan);
		if (sent === 1 && reply.kind === 'failure' && !needsLook(reply.failure))
			return refusalOutcome(reply.failure, plan);
		onPhase?.('looking');
		const seek = () => lookAtCompletion(gateway, plan.target, planned, plan.existing);
		let look = await seek();
		const condition = conditionSent(plan);
		if (reply.kind === 'failure' && condition !== undefined) {
			const {failure} = reply;
			if (saysUnmet(failure) && isMet(look, plan)) {
				// A listing of objects may lag: only what is seen twice speaks against the service.
				await sleep(secondLookAfter);
				look = await seek();
			}
			// A 412 without an error of S3 in it may be of a proxy: then nothing at all may have changed.
			const didNot = isCertainRefusal(failure) || isAsBefore(look, plan);
			if (didNot && isRefusedFor(failure, look, plan))
				return {
					kind: 'failed',
					reason: {code: 'condition-refused', condition, unsupported: saysCannot(failure)},
					failure: new S3Failure({...failure, hint: {code: 'without-condition'}}),
					refusedCondition: condition,
				};
		}
		if (reply.kind !== 'failure' || !didNothing(reply, look, plan)) {
			const outcome = judgeCompletion(planned, reply, look, plan);
			// What refuses this one takes nothing back of the one before.
			return sent > 1 && outcome.kind === 'failed' && !isAsBefore(look, plan)
				? judgeCompletion(planned, {kind: 'nothing'}, look, plan)
				: outcome;
		}
		const pause = sendAgainAfter[sent - 1];
		if (pause === undefined)
			return {
				kind: 'failed',
				reason: {code: 'throttled', times: sent},
				failure: reply.failure,
			};
		await sleep(pause);
	}
}

/** Nothing is overwritten by accident: If-None-Match, or If-Match with the ETag that was shown when the key was typed. */
function headersOf(plan: CompletionPlan) {
	const condition = conditionSent(plan);
	const {existing} = plan;
	return {
		onlyIfAbsent: condition === 'If-None-Match',
		...(condition === 'If-Match' && typeof existing === 'object' ? {ifMatch: existing.etag} : {}),
	};
}

/** No signal goes with it: a Complete that was sent is never cancelled. */
async function send(gateway: Gateway, plan: CompletionPlan): Promise<CompleteReply> {
	try {
		const answer = await gateway.complete({
			...plan.target,
			parts: plan.parts.map(({partNumber, etag, checksums}) => ({partNumber, etag, checksums})),
			checksumType: plan.checksumType,
			...headersOf(plan),
			...(plan.facts.understandsObjectSize && plan.size !== undefined
				? {objectSize: plan.size}
				: {}),
		});
		return {kind: 'answer', answer};
	} catch (error) {
		if (error instanceof S3Failure) return {kind: 'failure', failure: error};
		throw error;
	}
}
